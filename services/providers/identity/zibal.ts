/** Zibal's "facility" inquiries (زیبال): a bearer token, and a `result` that says what became of the question. */
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

const ANSWERED = 1;
const BAD_INPUT = 6;
/** No key, wrong key, no right to this service, this address not allowed, account asleep, no credit. */
const OUR_FAULT: ReadonlySet<number> = new Set([2, 3, 4, 7, 8, 29]);

const answerSchema = z.object({
  result: z.int(),
  message: z.string().nullish(),
  data: z.unknown().optional(),
});
const ownershipSchema = z.object({ matched: z.boolean() });
const personSchema = z.object({
  matched: z.boolean(),
  firstName: z.string().trim().nullish(),
  lastName: z.string().trim().nullish(),
  alive: z.boolean().nullish(),
});

type Answer = { type: 'data'; data: unknown } | { type: 'bad-input' } | Unavailable;
type Inquire = (service: string, query: object) => Promise<Answer>;

export function zibalShahkar(options: AggregatorOptions): Ask<OwnershipQuery, MobileOwnershipResult> {
  const inquire = createInquire(options);
  return async ({ nationalCode, mobile }) => {
    const answer = await inquire('shahkarInquiry', { mobile, nationalCode });
    if (answer.type === 'bad-input') return { type: 'mismatch', why: 'bad-input' };
    if (answer.type === 'unavailable') return answer;
    const data = ownershipSchema.safeParse(answer.data);
    if (!data.success) return unavailable('theirs', 'no word on the match');
    return { type: data.data.matched ? 'match' : 'mismatch' };
  };
}

/** Its documents name the birth date: known for people of the national window only, so a contract without is needed. */
export function zibalRegistry(options: AggregatorOptions): Ask<RegistryQuery, CivilRegistryResult> {
  const inquire = createInquire(options);
  return async ({ nationalCode, birthDate }) => {
    const answer = await inquire('nationalIdentityInquiry', {
      nationalCode,
      ...(birthDate && { birthDate }),
    });
    if (answer.type !== 'data') return answer;
    const data = personSchema.safeParse(answer.data);
    return data.success ? entryOf(data.data) : unavailable('theirs', 'not the documented answer');
  };
}

function entryOf(person: z.infer<typeof personSchema>): CivilRegistryResult {
  if (!person.matched) return { type: 'not-found' };
  if (person.alive === false) return { type: 'deceased' };
  if (!person.firstName || !person.lastName) return unavailable('theirs', 'no name in the answer');
  return { type: 'found', firstName: person.firstName, lastName: person.lastName };
}

function createInquire({ apiRoot, token, timeoutMs }: AggregatorOptions): Inquire {
  const post = createHttpPost({ apiRoot, timeoutMs });
  const headers = { authorization: `Bearer ${token}` };
  return async (service, query) =>
    readAnswer(await post({ path: `/v1/facility/${service}`, headers, json: query }));
}

function readAnswer(outcome: HttpOutcome): Answer {
  const answer = outcome.type === 'answered' ? answerSchema.safeParse(outcome.body).data : undefined;
  if (answer?.result === ANSWERED) return { type: 'data', data: answer.data };
  if (answer?.result === BAD_INPUT)
    return answer.message?.includes('birthDate') ? NEEDS_BIRTH_DATE : { type: 'bad-input' };
  if (answer && OUR_FAULT.has(answer.result)) return unavailable('ours', `result ${answer.result}`);
  return unavailableBy(outcome, answer && `result ${answer.result}`);
}
