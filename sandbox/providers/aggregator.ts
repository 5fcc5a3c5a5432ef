/**
 * The other companies that resell Shahkar and the civil registry: U-ID, Zibal and Finnotech, each in its own protocol under
 * the same switch as Zohal (`inquiry.ts`). What their documents leave open is assumed; docs of the adapters say what.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SandboxPerson } from '../population.ts';
import { nationalCodeSchema } from './inquiry.ts';

export interface AggregatorDeps {
  token: string;
  now: () => number;
}

/** How each says "too many requests"; null for a path that is Zohal's. */
export function tooOften(request: FastifyRequest, reply: FastifyReply): FastifyReply | null {
  if (request.url.includes('/api/inquiry/')) return uid(reply.code(429), 429);
  if (request.url.includes('/v1/facility/')) return reply.code(429).send({ result: 9, message: 'too many' });
  if (request.url.includes('/v2/')) return finnotechError(reply, 400, 'FN-KCKZ-40000830030');
  return null;
}

/** U-ID's and Zibal's clients name the account in the body, or by a bearer token. */
export const CLIENT_ID = 'karamooz';

const uidAccount = (token: string) =>
  z.object({
    requestContext: z.object({
      apiInfo: z.object({ businessId: z.literal(CLIENT_ID), businessToken: z.literal(token) }),
    }),
  });

function uid(reply: FastifyReply, code: number, body: object = {}, details: string[] = []): FastifyReply {
  return reply.send({ ...body, responseContext: { status: { code, message: '', details } } });
}

type Shahkar = (nationalCode: string, mobile: string) => boolean;
type Registry = (nationalCode: string, birthDate?: string) => SandboxPerson | undefined;

const birthDate = z
  .string()
  .regex(/^\d{4}\/\d{2}\/\d{2}$/)
  .optional();

export function serveUidShahkar(app: FastifyInstance, { token }: AggregatorDeps, matches: Shahkar): void {
  app.post('/api/inquiry/mobile/owner/v2', (request, reply) => {
    if (!uidAccount(token).safeParse(request.body).success) return uid(reply.code(401), 401);
    const query = z
      .object({ nationalId: nationalCodeSchema, mobileNumber: z.string() })
      .safeParse(request.body).data;
    if (!query) return uid(reply.code(400), 3);
    return uid(reply, 0, { isMatched: matches(query.nationalId, query.mobileNumber) });
  });
}

export function serveUidRegistry(app: FastifyInstance, { token }: AggregatorDeps, find: Registry): void {
  app.post('/api/inquiry/person', (request, reply) => {
    if (!uidAccount(token).safeParse(request.body).success) return uid(reply.code(401), 401);
    const query = z.object({ nationalId: nationalCodeSchema, birthDate }).safeParse(request.body).data;
    if (!query) return uid(reply.code(400), 3);
    const person = find(query.nationalId, query.birthDate);
    return uid(reply, 0, {
      basicInformation: person
        ? {
            ...{ firstName: person.firstName, lastName: person.lastName, fatherName: person.fatherName },
            alive: person.alive,
          }
        : null,
    });
  });
}

export function serveZibalShahkar(app: FastifyInstance, { token }: AggregatorDeps, matches: Shahkar): void {
  app.post('/v1/facility/shahkarInquiry', (request, reply) => {
    if (request.headers.authorization !== `Bearer ${token}`) return reply.send({ result: 3, message: 'key' });
    const query = z
      .object({ nationalCode: nationalCodeSchema, mobile: z.string() })
      .safeParse(request.body).data;
    if (!query) return reply.send({ result: 6, message: 'nationalCode' });
    return reply.send({
      result: 1,
      message: '',
      data: { matched: matches(query.nationalCode, query.mobile) },
    });
  });
}

export function serveZibalRegistry(app: FastifyInstance, { token }: AggregatorDeps, find: Registry): void {
  app.post('/v1/facility/nationalIdentityInquiry', (request, reply) => {
    if (request.headers.authorization !== `Bearer ${token}`) return reply.send({ result: 3, message: 'key' });
    const query = z.object({ nationalCode: nationalCodeSchema, birthDate }).safeParse(request.body).data;
    if (!query) return reply.send({ result: 6, message: 'nationalCode' });
    const person = find(query.nationalCode, query.birthDate);
    const data = person
      ? { matched: true, firstName: person.firstName, lastName: person.lastName, alive: person.alive }
      : { matched: false };
    return reply.send({ result: 1, message: '', data });
  });
}

/** Tokens live so long. */
const TOKEN_LIFE_MS = 60_000;

export function serveFinnotech(app: FastifyInstance, { token, now }: AggregatorDeps, matches: Shahkar): void {
  const basic = `Basic ${Buffer.from(`${CLIENT_ID}:${token}`).toString('base64')}`;
  const issued = new Map<string, number>();

  app.post('/dev/v2/oauth2/token', (request, reply) => {
    if (request.headers.authorization !== basic) return finnotechError(reply, 401, 'UNAUTHORIZED');
    const value = `finnotech-${issued.size + 1}`;
    issued.set(value, now() + TOKEN_LIFE_MS);
    return reply.send({ status: 'DONE', result: { value, lifeTime: TOKEN_LIFE_MS } });
  });

  app.post('/facility/v2/clients/:clientId/shahkarVerify', (request, reply) => {
    const bearer = (request.headers.authorization ?? '').replace('Bearer ', '');
    if ((issued.get(bearer) ?? 0) <= now()) return finnotechError(reply, 401, 'UNAUTHORIZED');
    const { trackId } = z.object({ trackId: z.string().min(1) }).parse(request.query);
    const query = z
      .object({ nationalCode: nationalCodeSchema, mobile: z.string() })
      .safeParse(request.body).data;
    if (!query) return finnotechError(reply, 400, 'FN-KCFH-40000130009');
    return matches(query.nationalCode, query.mobile)
      ? reply.send({ status: 'DONE', trackId, result: { isMatch: true } })
      : finnotechError(reply, 200, 'FN-KCFH-200001000005');
  });
}

function finnotechError(reply: FastifyReply, status: number, code: string): FastifyReply {
  return reply.code(status).send({ status: 'FAILED', error: { code, message: '' } });
}
