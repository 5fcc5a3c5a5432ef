/** `GET /sandbox/karpooshe`: every notice in the e-inbox, newest last. */
import type { FastifyPluginAsync } from 'fastify';
import type { KarpoosheSystem } from '../providers/karpooshe.ts';

/** To be registered under `/sandbox/karpooshe`. */
export function createKarpoosheControl(karpooshe: KarpoosheSystem): FastifyPluginAsync {
  return async (app) => {
    app.get('/', () => karpooshe.received());
  };
}
