/** `GET /sandbox/sms`: every SMS that arrived at a phone, newest last. */
import type { FastifyPluginAsync } from 'fastify';
import type { SmsSystem } from '../providers/sms.ts';

/** To be registered under `/sandbox/sms`. */
export function createSmsControl(sms: SmsSystem): FastifyPluginAsync {
  return async (app) => {
    app.get('/', () => sms.received());
  };
}
