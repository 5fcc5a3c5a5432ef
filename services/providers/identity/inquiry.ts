/** Asks one question in Zohal's inquiry protocol, in which both Shahkar and the civil registry answer. */
import { z } from 'zod';
import { createHttpPost, unavailableReason } from '../http.ts';

export interface InquiryOptions {
  apiRoot: string;
  token: string;
  timeoutMs: number;
}

export type InquiryResult<Data> = { type: 'answered'; data: Data } | { type: 'unavailable'; reason: string };

export type Inquiry<Data> = (query: Record<string, string>) => Promise<InquiryResult<Data>>;

const refusalSchema = z.object({
  response_body: z.object({ error_code: z.union([z.string(), z.number()]) }),
});

/**
 * Whatever is not a proper answer (a refusal for our query, token or quota too) is "unavailable", with the refusal's code
 * as its reason: a person must never hear "does not match" because a service misbehaved.
 */
export function createInquiry<Data>(
  { apiRoot, token, timeoutMs }: InquiryOptions,
  service: string,
  dataSchema: z.ZodType<Data>,
): Inquiry<Data> {
  const post = createHttpPost({ apiRoot, timeoutMs });
  const answerSchema = z.object({ result: z.literal(1), response_body: z.object({ data: dataSchema }) });

  return async (query) => {
    const outcome = await post({
      path: `/api/v0/services/inquiry/${service}`,
      headers: { authorization: `Bearer ${token}` },
      json: query,
    });
    if (outcome.type !== 'answered') return { type: 'unavailable', reason: outcome.reason };
    const answer = answerSchema.safeParse(outcome.body);
    if (answer.success) return { type: 'answered', data: answer.data.response_body.data };
    const refusal = refusalSchema.safeParse(outcome.body);
    const reason = refusal.success
      ? String(refusal.data.response_body.error_code)
      : unavailableReason(outcome);
    return { type: 'unavailable', reason };
  };
}
