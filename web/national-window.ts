/**
 * The pages around a login at the national window: the one that a chat's link opens, which says whose chat it is for, and
 * the one that the window sends the browser back to, which says what came of it.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Joining, Returned } from '../services/window-logins/service.ts';
import type { TextParams, Texts } from '../texts/texts.ts';
import { createBrowserSecrets } from './browser-secret.ts';
import type { WebDeps } from './create-web.ts';
import { type PageContent, page } from './page.ts';
import { createVisitLimit } from './visit-limit.ts';

/** Below it lies all that is registered at the window. */
const ROOT = '/sso/';
export const WINDOW_LINK_ROOT = `${ROOT}go/`;
export const WINDOW_RETURN_PATH = `${ROOT}return`;

interface LinkRequest {
  Params: { token: string };
  Body: URLSearchParams | null;
}

export function installNationalWindow(web: FastifyInstance, deps: WebDeps): void {
  const { windowLogins, texts, log, ids, publicUrl } = deps;
  const browsers = createBrowserSecrets(publicUrl, ROOT);
  const mayVisit = createVisitLimit();
  const textsOf = async (request: FastifyRequest<LinkRequest>) =>
    texts[(await windowLogins.languageOf(request.params.token)) ?? 'fa'];

  web.register((pages, _options, done) => {
    // The only form here is our own.
    pages.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      async (_request: FastifyRequest, body: string) => new URLSearchParams(body),
    );
    pages.addHook('onRequest', async (request, reply) => {
      prepare(reply);
      if (!mayVisit(request.ip)) return say(reply, texts.fa, 'too-many');
    });
    pages.setErrorHandler((error, _request, reply) => {
      log.error({ err: error }, 'a page of the national window could not be shown');
      return say(reply, texts.fa, 'window-fault');
    });

    pages.get<LinkRequest>(`${WINDOW_LINK_ROOT}:token`, async (request, reply) => {
      const joining = await windowLogins.look(request.params.token);
      if (!joining) return say(reply, await textsOf(request), 'window-no-link');
      const secret = browsers.read(request) ?? ids.operation();
      browsers.give(reply, secret);
      return reply.send(joiningPage(texts[joining.language], joining, secret));
    });

    pages.post<LinkRequest>(`${WINDOW_LINK_ROOT}:token`, async (request, reply) => {
      const secret = browsers.read(request);
      const words = await textsOf(request);
      if (secret === null || request.body?.get('browser') !== secret) {
        return say(reply, words, 'window-no-cookie');
      }
      const started = await windowLogins.start(request.params.token, secret);
      if (started.type === 'go') return reply.redirect(started.url, 303);
      return say(reply, words, started.type === 'unavailable' ? 'window-unavailable' : 'window-no-link');
    });

    pages.get(WINDOW_RETURN_PATH, async (request, reply) => {
      const { searchParams } = new URL(request.url, publicUrl);
      const returned = await windowLogins.returned(searchParams, browsers.read(request));
      const { outcome, language, chat } = returned;
      return say(reply, texts[language], `window-${outcome}`, chat);
    });
    done();
  });
}

/** Nothing of elsewhere is loaded; the address is a key, so it is not handed on, kept, or found by searching. */
function prepare(reply: FastifyReply): void {
  reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-robots-tag', 'noindex')
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'",
    );
}

function joiningPage(texts: Texts, joining: Joining, secret: string): string {
  const { platform, chatName, maskedCode } = joining;
  const what = maskedCode === null ? 'joining' : 'completing';
  const params = { place: platform, name: chatName, nationalCode: maskedCode ?? '' };
  return page(texts, {
    tone: 'waiting',
    title: texts.plain('page-window-title'),
    body: texts.plain(`page-window-${what}`, params),
    form: { button: texts.plain('page-window-go'), field: { name: 'browser', value: secret } },
    note: texts.plain('page-window-note'),
  });
}

type Said =
  | `window-${Returned['outcome']}`
  | 'window-no-link'
  | 'window-no-cookie'
  | 'window-fault'
  | 'too-many';

const PAGES: Record<Said, { status: number; tone: PageContent['tone'] }> = {
  'window-completed': { status: 200, tone: 'good' },
  'window-known': { status: 200, tone: 'good' },
  'window-joined': { status: 200, tone: 'good' },
  'window-in-hand': { status: 200, tone: 'waiting' },
  'window-denied': { status: 200, tone: 'waiting' },
  'window-another-person': { status: 403, tone: 'bad' },
  'window-refused': { status: 403, tone: 'bad' },
  'window-other-browser': { status: 403, tone: 'bad' },
  'window-unknown': { status: 404, tone: 'bad' },
  'window-expired': { status: 410, tone: 'bad' },
  'window-no-link': { status: 404, tone: 'bad' },
  'window-no-cookie': { status: 400, tone: 'bad' },
  'window-unavailable': { status: 503, tone: 'waiting' },
  'window-fault': { status: 500, tone: 'bad' },
  'too-many': { status: 429, tone: 'waiting' },
};

function say(reply: FastifyReply, texts: Texts, what: Said, chat: Returned['chat'] = null): FastifyReply {
  const { status, tone } = PAGES[what];
  const params: TextParams = chat ? { place: chat.platform } : {};
  const link = chat?.url
    ? { text: texts.plain('page-window-back', { place: chat.platform }), href: chat.url }
    : undefined;
  const content = {
    tone,
    title: texts.plain(`page-${what}-title`, params),
    body: texts.plain(`page-${what}-body`, params),
    ...(link ? { link } : {}),
  };
  return reply.code(status).send(page(texts, content));
}
