/** Zohal (زحل): one POST per service with a bearer token. */
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

type Answer<Data> = { type: 'data'; data: Data } | { type: 'bad-input' } | Unavailable;

const refusalSchema = z.object({
  response_body: z.object({ error_code: z.union([z.string(), z.number()]).transform(String) }),
});
const ownershipSchema = z.object({ matched: z.boolean() });
const personSchema = z.object({
  matched: z.boolean(),
  first_name: z.string().trim().nullish(),
  last_name: z.string().trim().nullish(),
  alive: z.boolean().nullish(),
  is_dead: z.boolean().nullish(),
});

export function zohalShahkar(options: AggregatorOptions): Ask<OwnershipQuery, MobileOwnershipResult> {
  const inquire = createInquire(options, 'shahkar', ownershipSchema);
  return async ({ nationalCode, mobile }) => {
    const answer = await inquire({ national_code: nationalCode, mobile });
    if (answer.type === 'bad-input') return { type: 'mismatch', why: 'bad-input' };
    if (answer.type === 'unavailable') return answer;
    return { type: answer.data.matched ? 'match' : 'mismatch' };
  };
}

/** The birth date stands in Zohal's documents; the organisation's contract does without. */
export function zohalRegistry(options: AggregatorOptions): Ask<RegistryQuery, CivilRegistryResult> {
  const inquire = createInquire(options, 'national_identity_inquiry', personSchema);
  return async ({ nationalCode, birthDate }) => {
    const query = { national_code: nationalCode, ...(birthDate && { birth_date: birthDate }) };
    const answer = await inquire(query);
    return answer.type === 'data' ? entryOf(answer.data) : answer;
  };
}

function entryOf(data: z.infer<typeof personSchema>): CivilRegistryResult {
  if (!data.matched) return { type: 'not-found' };
  if (data.is_dead === true || data.alive === false) return { type: 'deceased' };
  if (!data.first_name || !data.last_name) return unavailable('theirs', 'no name in the answer');
  return { type: 'found', firstName: data.first_name, lastName: data.last_name };
}

function createInquire<Data>(
  { apiRoot, token, timeoutMs }: AggregatorOptions,
  service: string,
  dataSchema: z.ZodType<Data>,
): (query: Record<string, string>) => Promise<Answer<Data>> {
  const post = createHttpPost({ apiRoot, timeoutMs });
  const answerSchema = z.object({ result: z.literal(1), response_body: z.object({ data: dataSchema }) });
  return async (query) => {
    const outcome = await post({
      path: `/api/v0/services/inquiry/${service}`,
      headers: { authorization: `Bearer ${token}` },
      json: query,
    });
    const answer = outcome.type === 'answered' ? answerSchema.safeParse(outcome.body) : null;
    return answer?.success ? { type: 'data', data: answer.data.response_body.data } : refusalOf(outcome);
  };
}

function refusalOf(outcome: HttpOutcome): { type: 'bad-input' } | Unavailable {
  if (outcome.type !== 'answered') return unavailableBy(outcome);
  const code = refusalSchema.safeParse(outcome.body).data?.response_body.error_code;
  if (code === 'INVALID_NATIONAL_CODE') return { type: 'bad-input' };
  if (code === 'INVALID_BIRTH_DATE') return NEEDS_BIRTH_DATE;
  return unavailableBy(outcome, code);
}
