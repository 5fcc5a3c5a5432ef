/**
 * The civil registry: who has this national code? Under the organisation's contract the birth date is not required;
 * when it is given it must agree.
 */
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { SandboxDeps } from '../deps.ts';
import type { SandboxPerson } from '../population.ts';
import { serveUidRegistry, serveZibalRegistry, tooOften } from './aggregator.ts';
import { CIVIL_REGISTRY_TOKEN } from './credentials.ts';
import { nationalCodeSchema, serveInquiry } from './inquiry.ts';

export interface CivilRegistrySystem {
  /** To be registered under `/systems/civil-registry`. */
  routes: FastifyPluginAsync;
}

const querySchema = z.object({
  national_code: nationalCodeSchema,
  /** Jalali, `1377/09/03`. */
  birth_date: z
    .string()
    .regex(/^\d{4}\/\d{2}\/\d{2}$/)
    .optional(),
});

export function createCivilRegistrySystem({
  systems,
  population,
  now,
}: Pick<SandboxDeps, 'systems' | 'population' | 'now'>): CivilRegistrySystem {
  const aggregator = { token: CIVIL_REGISTRY_TOKEN, now };
  function find(nationalCode: string, birthDate?: string): SandboxPerson | undefined {
    const person = population.byNationalCode(nationalCode);
    return birthDate === undefined || birthDate === person?.birthDate ? person : undefined;
  }
  return {
    routes: async (app) => {
      serveInquiry(app, {
        systems,
        system: 'civil-registry',
        service: 'national_identity_inquiry',
        token: CIVIL_REGISTRY_TOKEN,
        query: querySchema,
        answer: ({ national_code, birth_date }) => {
          const person = find(national_code, birth_date);
          return person ? entryOf(person) : { matched: false };
        },
        limited: tooOften,
      });
      serveUidRegistry(app, aggregator, find);
      serveZibalRegistry(app, aggregator, find);
    },
  };
}

function entryOf(person: SandboxPerson) {
  return {
    matched: true,
    first_name: person.firstName,
    last_name: person.lastName,
    father_name: person.fatherName,
    alive: person.alive,
    is_dead: !person.alive,
  };
}
