/** The authorization endpoint: a person says who they are, and is sent back to the client with a code. */
import { digitsArToEn, digitsFaToEn } from '@persian-tools/persian-tools';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { SandboxDeps } from '../deps.ts';
import type { GrantBook } from './national-window-grants.ts';
import { brokenRequestPage, loginPage } from './national-window-page.ts';
import {
  type AuthorizationRequest,
  type CheckedRequest,
  checkAuthorization,
} from './national-window-request.ts';
import { sendPage } from './persian-page.ts';

type LoginDeps = Pick<SandboxDeps, 'population' | 'publicUrl' | 'now'>;

const choiceSchema = z.object({
  decision: z.enum(['allow', 'deny']),
  typedCode: z.string().default(''),
  pickedCode: z.string().default(''),
});

type Choice = z.infer<typeof choiceSchema>;

export function serveLogin(app: FastifyInstance, deps: LoginDeps, grants: GrantBook): void {
  app.get('/oauth2/authorize', (request, reply) => {
    const checked = checkAuthorization(request.query, deps.publicUrl);
    if (checked.type !== 'valid') return turnAway(reply, checked);
    return sendPage(reply, loginPage(living(deps)));
  });

  // The form posts to the page's own address, so the request is in the query again, and is checked again.
  app.post('/oauth2/authorize', (request, reply) => {
    const checked = checkAuthorization(request.query, deps.publicUrl);
    if (checked.type !== 'valid') return turnAway(reply, checked);
    const choice = choiceSchema.safeParse(request.body);
    if (!choice.success) return sendPage(reply.code(400), loginPage(living(deps)));
    return decide(deps, grants, reply, checked.request, choice.data);
  });
}

function decide(
  deps: LoginDeps,
  grants: GrantBook,
  reply: FastifyReply,
  request: AuthorizationRequest,
  choice: Choice,
): FastifyReply {
  const { redirect_uri: redirectUri, state } = request;
  if (choice.decision === 'deny') return sendBack(reply, redirectUri, { error: 'access_denied', state });

  const nationalCode = plainDigits(choice.typedCode) || choice.pickedCode;
  const people = living(deps);
  if (!people.some((person) => person.nationalCode === nationalCode)) {
    const complaint = 'با این کد ملی کسی پیدا نشد. لطفاً دوباره نگاه کنید.';
    return sendPage(reply.code(422), loginPage(people, complaint));
  }
  const code = grants.issueCode({
    nationalCode,
    clientId: request.client_id,
    redirectUri,
    scope: request.scope,
    ...(request.nonce !== undefined && { nonce: request.nonce }),
    ...(request.code_challenge !== undefined && { codeChallenge: request.code_challenge }),
    authTime: Math.floor(deps.now() / 1_000),
  });
  return sendBack(reply, redirectUri, { code, state });
}

function living({ population }: LoginDeps) {
  return population.all().filter((person) => person.alive);
}

function plainDigits(text: string): string {
  return digitsArToEn(digitsFaToEn(text)).replace(/\D/g, '');
}

function turnAway(reply: FastifyReply, checked: Exclude<CheckedRequest, { type: 'valid' }>): FastifyReply {
  if (checked.type === 'unknown-client') return sendPage(reply.code(400), brokenRequestPage());
  return sendBack(reply, checked.redirectUri, { error: checked.error, state: checked.state });
}

function sendBack(
  reply: FastifyReply,
  redirectUri: string,
  parameters: Record<string, string | undefined>,
): FastifyReply {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return reply.header('cache-control', 'no-store').redirect(url.href, 302);
}
