/** Shahkar: is this mobile registered to this national code? It says yes or no, never to whom else. */
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { SandboxDeps } from '../deps.ts';
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
}: Pick<SandboxDeps, 'systems' | 'population'>): ShahkarSystem {
  return {
    routes: async (app) =>
      serveInquiry(app, {
        systems,
        system: 'shahkar',
        service: 'shahkar',
        token: SHAHKAR_TOKEN,
        query: querySchema,
        answer: ({ mobile, national_code }) => ({
          matched: population.ownerOfMobile(mobile) === national_code,
        }),
      }),
  };
}
