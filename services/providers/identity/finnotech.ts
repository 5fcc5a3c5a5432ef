/**
 * Finnotech (فینوتک): Shahkar only, since its civil registry compares names and discloses none. A token is fetched with
 * our client's id and secret, lives for as long as it says, and is fetched anew when it is turned away earlier.
 */
import { z } from 'zod';
import { createHttpPost, type HttpOutcome, type HttpPost } from '../http.ts';
import { type AggregatorOptions, type Ask, type OwnershipQuery, unavailableBy } from './aggregator.ts';
import { type MobileOwnershipResult, type Unavailable, unavailable } from './answers.ts';

const SCOPE = 'kyc:shahkar-verify:get';
const MISMATCH = 'FN-KCFH-200001000005';
const QUOTA = 'FN-KCKZ-40000830030';
/** Nobody has this code; its holder has died. */
const NO_SUCH_CODE: ReadonlySet<string> = new Set(['FN-KCFH-40400030038', 'FN-KCFH-40000830046']);
const BAD_NATIONAL_CODE = 'FN-KCFH-40000130009';

const tokenSchema = z.object({
  result: z.object({ value: z.string().min(1), /** Milliseconds. */ lifeTime: z.number().positive() }),
});
const answerSchema = z.object({ result: z.object({ isMatch: z.boolean() }) });
const refusalSchema = z.object({ error: z.object({ code: z.string() }) });

/** A token is not used in its last seconds: it may be over when it arrives. */
const SPARE_MS = 10_000;

type Token = { type: 'token'; value: string } | Unavailable;

export function finnotechShahkar(
  options: AggregatorOptions & { now: () => number },
): Ask<OwnershipQuery, MobileOwnershipResult> {
  const { apiRoot, timeoutMs, clientId } = options;
  // Fetching a token and asking are two calls; together they take no longer than one elsewhere.
  const post = createHttpPost({ apiRoot, timeoutMs: timeoutMs / 2 });
  const tokens = createTokens(options, post);
  const ask = ({ nationalCode, mobile }: OwnershipQuery, trackId: string, token: string) =>
    post({
      path: `/facility/v2/clients/${encodeURIComponent(clientId)}/shahkarVerify?trackId=${trackId}`,
      headers: { authorization: `Bearer ${token}` },
      json: { mobile, nationalCode },
    });

  return async (query, trackId) => {
    const token = await tokens.current();
    if (token.type === 'unavailable') return token;
    const outcome = await ask(query, trackId, token.value);
    if (outcome.type !== 'answered' || outcome.status !== 401) return readAnswer(outcome);
    tokens.drop(token.value);
    const fresh = await tokens.current();
    return fresh.type === 'token' ? readAnswer(await ask(query, trackId, fresh.value)) : fresh;
  };
}

function readAnswer(outcome: HttpOutcome): MobileOwnershipResult {
  if (outcome.type !== 'answered') return unavailableBy(outcome);
  const answer = answerSchema.safeParse(outcome.body);
  if (answer.success && outcome.status < 300)
    return { type: answer.data.result.isMatch ? 'match' : 'mismatch' };
  const code = refusalSchema.safeParse(outcome.body).data?.error.code;
  if (code === MISMATCH) return { type: 'mismatch' };
  if (code === BAD_NATIONAL_CODE) return { type: 'mismatch', why: 'bad-input' };
  if (code !== undefined && NO_SUCH_CODE.has(code)) return { type: 'mismatch', why: 'no-such-code' };
  if (code === QUOTA) return unavailable('quota', code);
  return unavailableBy(outcome, code);
}

function createTokens(
  { token: secret, clientId, now }: AggregatorOptions & { now: () => number },
  post: HttpPost,
) {
  let kept: { value: string; until: number } | null = null;
  let fetching: Promise<Token> | null = null;

  async function fetchToken(): Promise<Token> {
    const basic = Buffer.from(`${clientId}:${secret}`).toString('base64');
    const outcome = await post({
      path: '/dev/v2/oauth2/token',
      headers: { authorization: `Basic ${basic}` },
      json: { grant_type: 'client_credentials', scopes: SCOPE },
    });
    const answer = outcome.type === 'answered' ? tokenSchema.safeParse(outcome.body).data : undefined;
    if (!answer) return unavailableBy(outcome);
    kept = { value: answer.result.value, until: now() + answer.result.lifeTime - SPARE_MS };
    return { type: 'token', value: kept.value };
  }

  return {
    /** Many who need one at once fetch one. */
    async current(): Promise<Token> {
      if (kept && kept.until > now()) return { type: 'token', value: kept.value };
      fetching ??= fetchToken().finally(() => {
        fetching = null;
      });
      return fetching;
    },
    /** It was turned away. Another one may be there already. */
    drop(value: string): void {
      if (kept?.value === value) kept = null;
    },
  };
}
