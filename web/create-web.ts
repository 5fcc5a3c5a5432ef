/** What the outside calls over HTTP: the browser that returns from paying or from the national window, who checks a receipt, and the questions "alive?" and "ready?". */
import Fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Ids } from '../services/clock.ts';
import type { TopUps } from '../services/top-ups/service.ts';
import type { Verifications } from '../services/verification/service.ts';
import type { WindowLogins } from '../services/window-logins/service.ts';
import type { Language, Texts } from '../texts/texts.ts';
import { installHealth, type Readiness } from './health.ts';
import { installNationalWindow } from './national-window.ts';
import { installPaymentEntrance } from './payment-entrance.ts';
import { installPaymentReturn } from './payment-return.ts';
import { installVerification } from './verification.ts';

export interface WebDeps {
  topUps: TopUps;
  verifications: Verifications;
  windowLogins: WindowLogins;
  ids: Ids;
  /** Where browsers reach these pages from outside. */
  publicUrl: string;
  /** Our own proxies: what they say of where a browser comes from is believed, else all people would be one address. */
  trustedProxies?: readonly string[];
  texts: Record<Language, Texts>;
  log: Logger;
  /** Each thing the product needs, and how to see that it is there. */
  readiness: Readiness;
}

/** Requests are small: query strings of a gateway. */
const BODY_LIMIT_BYTES = 64 * 1024;

export function createWeb(deps: WebDeps): FastifyInstance {
  const trustProxy = [...(deps.trustedProxies ?? [])];
  const web = Fastify({ logger: false, bodyLimit: BODY_LIMIT_BYTES, trustProxy });
  installHealth(web, deps.readiness);
  installPaymentReturn(web, deps);
  installPaymentEntrance(web, deps);
  installVerification(web, deps);
  installNationalWindow(web, deps);
  return web;
}
