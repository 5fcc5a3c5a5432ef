/**
 * U-ID (یوآیدی): the account is named in each body, and each answer has a code of its own beside the HTTP status.
 *
 * Documented are 0 (answered) and 3 (not a national code). How it says that somebody is unknown or has died is assumed.
 */
import { z } from 'zod';
import { createHttpPost, type HttpOutcome } from '../http.ts';
import {
  type AggregatorOptions,
  type Ask,
  type OwnershipQuery,
  type RegistryQuery,
  unavailableBy,
} from './aggregator.ts';
import {
  type CivilRegistryResult,
  type MobileOwnershipResult,
  NEEDS_BIRTH_DATE,
  type Unavailable,
  unavailable,
} from './answers.ts';

const ANSWERED = 0;
const BAD_NATIONAL_CODE = 3;

const contextSchema = z.object({
  responseContext: z.object({
    status: z.object({ code: z.int(), details: z.array(z.unknown()).nullish() }),
  }),
});
const ownershipSchema = z.object({ isMatched: z.boolean() });
const personSchema = z.object({
  basicInformation: z
    .object({
      firstName: z.string().trim().nullish(),
      lastName: z.string().trim().nullish(),
      alive: z.boolean().nullish(),
    })
    .nullish(),
});

type Answer = { type: 'answered'; body: unknown } | { type: 'bad-input' } | Unavailable;
type Inquire = (path: string, query: object) => Promise<Answer>;

export function uidShahkar(options: AggregatorOptions): Ask<OwnershipQuery, MobileOwnershipResult> {
  const inquire = createInquire(options);
  return async ({ nationalCode, mobile }) => {
    const query = { nationalId: nationalCode, mobileNumber: mobile };
    const answer = await inquire('/api/inquiry/mobile/owner/v2', query);
    if (answer.type === 'bad-input') return { type: 'mismatch', why: 'bad-input' };
    if (answer.type === 'unavailable') return answer;
    const data = ownershipSchema.safeParse(answer.body);
    if (!data.success) return unavailable('theirs', 'no word on the match');
    return { type: data.data.isMatched ? 'match' : 'mismatch' };
  };
}

/** Its documents demand the birth date: known for people of the national window only, so a contract without is needed. */
export function uidRegistry(options: AggregatorOptions): Ask<RegistryQuery, CivilRegistryResult> {
  const inquire = createInquire(options);
  return async ({ nationalCode, birthDate }) => {
    const query = { nationalId: nationalCode, ...(birthDate && { birthDate }) };
    const answer = await inquire('/api/inquiry/person', query);
    if (answer.type !== 'answered') return answer;
    const data = personSchema.safeParse(answer.body);
    return data.success ? entryOf(data.data) : unavailable('theirs', 'not the documented answer');
  };
}

function entryOf({ basicInformation: person }: z.infer<typeof personSchema>): CivilRegistryResult {
  if (!person) return { type: 'not-found' };
  if (person.alive === false) return { type: 'deceased' };
  if (!person.firstName || !person.lastName) return unavailable('theirs', 'no name in the answer');
  return { type: 'found', firstName: person.firstName, lastName: person.lastName };
}

function createInquire({ apiRoot, token, clientId, timeoutMs }: AggregatorOptions): Inquire {
  const post = createHttpPost({ apiRoot, timeoutMs });
  const requestContext = { apiInfo: { businessId: clientId, businessToken: token } };
  return async (path, query) => readAnswer(await post({ path, json: { requestContext, ...query } }));
}

function readAnswer(outcome: HttpOutcome): Answer {
  if (outcome.type !== 'answered') return unavailableBy(outcome);
  const status = contextSchema.safeParse(outcome.body).data?.responseContext.status;
  if (outcome.status < 300 && status?.code === ANSWERED) return { type: 'answered', body: outcome.body };
  if (status?.code === BAD_NATIONAL_CODE) return { type: 'bad-input' };
  if (JSON.stringify(status?.details ?? []).includes('birthDate')) return NEEDS_BIRTH_DATE;
  return unavailableBy(outcome, status?.code);
}
