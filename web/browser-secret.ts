/**
 * What binds a browser to a login that it has begun: a random secret in a cookie that no script reads and that no other
 * site's form brings along (SameSite). The page's own form repeats it, so that a form of somebody else leads nowhere.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';

const NAME = 'karamooz_sso';
/** As `Ids.operation` makes them. */
const SECRET = /^[\w-]{22}$/;
const LIVES_SECONDS = 15 * 60;

export interface BrowserSecrets {
  /** That of this browser; null when it has none, or one that is none of ours. */
  read(request: FastifyRequest): string | null;
  give(reply: FastifyReply, secret: string): void;
}

/** `publicUrl`: as browsers see the web role, so that the cookie is for its pages alone. */
export function createBrowserSecrets(publicUrl: string, below: string): BrowserSecrets {
  const { protocol, pathname } = new URL(publicUrl);
  const path = `${pathname.replace(/\/$/, '')}${below}`;
  const secure = protocol === 'https:' ? '; Secure' : '';
  return {
    read(request) {
      const cookies = (request.headers.cookie ?? '').split(/;\s*/).map((pair) => pair.split('='));
      const secret = cookies.find(([name]) => name === NAME)?.[1] ?? '';
      return SECRET.test(secret) ? secret : null;
    },
    give(reply, secret) {
      const attributes = `Path=${path}; Max-Age=${LIVES_SECONDS}; HttpOnly; SameSite=Lax${secure}`;
      reply.header('set-cookie', `${NAME}=${secret}; ${attributes}`);
    },
  };
}
