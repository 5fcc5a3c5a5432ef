/**
 * The national e-inbox. No public protocol of it is known; this is a modest one, made so that a notice can be sent again
 * after a broken connection: the sender's own reference decides whether it is the same notice.
 */
import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { SandboxDeps } from '../deps.ts';
import { KARPOOSHE_TOKEN } from './credentials.ts';
import { nationalCodeSchema } from './inquiry.ts';
import { meetFault } from './meet-fault.ts';

/** A notice as its owner finds it in the e-inbox. */
export interface KarpoosheRecord {
  id: string;
  nationalCode: string;
  title: string;
  body: string;
  /** The sender's own, one per notice. */
  reference: string;
  date: string;
}

export interface KarpoosheSystem {
  /** To be registered under `/systems/karpooshe`. */
  routes: FastifyPluginAsync;
  /** All notices, newest last. */
  received(): KarpoosheRecord[];
}

const noticeSchema = z.strictObject({
  nationalCode: nationalCodeSchema,
  title: z.string().min(1).max(200),
  body: z.string().min(1).max(10_000),
  reference: z.string().min(1).max(100),
});

export function createKarpoosheSystem({
  store,
  events,
  systems,
  population,
  now,
}: SandboxDeps): KarpoosheSystem {
  /** By reference. */
  const notices = store.map<KarpoosheRecord>('karpooshe');

  function deliver(notice: z.infer<typeof noticeSchema>): KarpoosheRecord {
    const record = { id: randomUUID(), ...notice, date: new Date(now()).toISOString() };
    notices.set(record.reference, record);
    events.publish({ type: 'karpooshe', item: record });
    return record;
  }

  const routes: FastifyPluginAsync = async (app) => {
    meetFault(app, systems, 'karpooshe', {
      limited: (_request, reply, retryAfterSeconds) =>
        refuse(reply.header('retry-after', retryAfterSeconds), 429, 'TOO_MANY_REQUESTS'),
    });

    app.addHook('onRequest', async (request, reply) => {
      if (request.headers.authorization !== `Bearer ${KARPOOSHE_TOKEN}`)
        return refuse(reply, 401, 'UNAUTHORIZED');
    });

    app.post('/api/v1/notices', (request, reply) => {
      const notice = noticeSchema.safeParse(request.body);
      if (!notice.success) return refuse(reply, 422, 'INVALID_NOTICE');
      const known = notices.get(notice.data.reference);
      if (known) return reply.code(200).send({ id: known.id });
      if (!population.byNationalCode(notice.data.nationalCode)) return refuse(reply, 404, 'PERSON_NOT_FOUND');
      return reply.code(201).send({ id: deliver(notice.data).id });
    });

    app.get('/api/v1/notices/:reference', (request, reply) => {
      const { reference } = z.object({ reference: z.string() }).parse(request.params);
      return notices.get(reference) ?? refuse(reply, 404, 'NOTICE_NOT_FOUND');
    });
  };

  return { routes, received: () => [...notices.values()] };
}

function refuse(reply: FastifyReply, status: number, code: string): FastifyReply {
  return reply.code(status).send({ error: { code } });
}
