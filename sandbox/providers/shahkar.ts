/** Shahkar: is this mobile registered to this national code? It says yes or no, never to whom else. */
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { SandboxDeps } from '../deps.ts';
import { serveFinnotech, serveUidShahkar, serveZibalShahkar, tooOften } from './aggregator.ts';
import { SHAHKAR_TOKEN } from './credentials.ts';
import { nationalCodeSchema, serveInquiry } from './inquiry.ts';

export interface ShahkarSystem {
  /** To be registered under `/systems/shahkar`. */
  routes: FastifyPluginAsync;
}

const querySchema = z.object({
  national_code: nationalCodeSchema,
  mobile: z.string().regex(/^09\d{9}$/),
});

export function createShahkarSystem({
  systems,
  population,
  now,
}: Pick<SandboxDeps, 'systems' | 'population' | 'now'>): ShahkarSystem {
  const matches = (nationalCode: string, mobile: string) => population.ownerOfMobile(mobile) === nationalCode;
  const aggregator = { token: SHAHKAR_TOKEN, now };
  return {
    routes: async (app) => {
      serveInquiry(app, {
        systems,
        system: 'shahkar',
        service: 'shahkar',
        token: SHAHKAR_TOKEN,
        query: querySchema,
        answer: ({ mobile, national_code }) => ({ matched: matches(national_code, mobile) }),
        limited: tooOften,
      });
      serveUidShahkar(app, aggregator, matches);
      serveZibalShahkar(app, aggregator, matches);
      serveFinnotech(app, aggregator, matches);
    },
  };
}
