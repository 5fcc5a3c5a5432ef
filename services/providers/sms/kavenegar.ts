/**
 * Kavenegar's REST interface.
 *
 * The API key is a part of every path, so no address may reach a log or an error. There is no idempotency: what is
 * sent twice arrives twice, and the own id only serves to find out afterwards whether the first one was taken.
 */
import { z } from 'zod';
import { createHttpPost, type HttpOutcome, unavailableReason } from '../http.ts';
import { refusalOf, statusOf } from './kavenegar-codes.ts';
import {
  type OutgoingSms,
  SMS_STATUS_BATCH_MAX,
  type SmsLookupResult,
  type SmsProvider,
  type SmsSendResult,
  type SmsStatusResult,
} from './sms-provider.ts';

export interface KavenegarOptions {
  apiRoot: string;
  apiKey: string;
  /** The number from which messages come. */
  line: string;
  timeoutMs: number;
}

type Post = (method: string, form: Record<string, string>) => Promise<HttpOutcome>;

export function createKavenegar({ apiRoot, apiKey, line, timeoutMs }: KavenegarOptions): SmsProvider {
  const httpPost = createHttpPost({ apiRoot, timeoutMs });
  const post: Post = (method, form) =>
    httpPost({ path: `/v1/${encodeURIComponent(apiKey)}/sms/${method}.json`, form });
  return {
    send: (sms) => send(post, line, sms),
    findByOwnId: (ownId) => findByOwnId(post, ownId),
    status: (providerIds) => status(post, providerIds),
  };
}

const envelopeSchema = z.object({ return: z.object({ status: z.int() }), entries: z.unknown() });
const idSchema = z.union([z.string().regex(/^\d+$/), z.int().min(0)]).transform(String);
const entriesSchema = z.array(z.object({ messageid: idSchema, status: z.int() }));

/** Kavenegar's own return code decides; the HTTP status is only looked at when there is none. */
function returnCode(outcome: HttpOutcome & { type: 'answered' }): number | undefined {
  return envelopeSchema.safeParse(outcome.body).data?.return.status;
}

function entriesOf(outcome: HttpOutcome & { type: 'answered' }): z.infer<typeof entriesSchema> | undefined {
  return entriesSchema.safeParse(envelopeSchema.safeParse(outcome.body).data?.entries).data;
}

async function send(post: Post, line: string, { to, text, ownId }: OutgoingSms): Promise<SmsSendResult> {
  assertOwnId(ownId);
  const outcome = await post('send', { receptor: to, sender: line, message: text, localid: ownId });
  if (outcome.type === 'not-sent') return { type: 'retry-later', code: null };
  if (outcome.type === 'unknown') return { type: 'unknown' };

  const code = returnCode(outcome);
  if (code === undefined) return withoutEnvelope(outcome.status);
  if (code !== 200) return refusalOf(code);
  const entry = entriesOf(outcome)?.[0];
  if (!entry) return { type: 'unknown' };
  switch (statusOf(entry.status)) {
    case 'blocked':
      return { type: 'rejected', reason: 'blocked', code: entry.status };
    case 'failed':
    case 'cancelled':
      return { type: 'rejected', reason: 'other', code: entry.status };
    default:
      return { type: 'accepted', providerId: entry.messageid };
  }
}

/** Somebody in between answered: a load balancer without a server behind it, or a host that is not Kavenegar. */
function withoutEnvelope(httpStatus: number): SmsSendResult {
  if (httpStatus === 503 || httpStatus === 429) return { type: 'retry-later', code: null };
  if (httpStatus >= 400 && httpStatus < 500) return { type: 'misconfigured', code: httpStatus };
  return { type: 'unknown' };
}

async function findByOwnId(post: Post, ownId: string): Promise<SmsLookupResult> {
  assertOwnId(ownId);
  const outcome = await post('statuslocalmessageid', { localid: ownId });
  if (outcome.type !== 'answered') return { type: 'unavailable', reason: outcome.reason };
  const entries = entriesOf(outcome);
  if (returnCode(outcome) !== 200 || !entries) return { type: 'unavailable', reason: reasonOf(outcome) };

  const [known] = entries.filter((entry) => statusOf(entry.status) !== 'unknown');
  if (!known) return { type: 'not-found' };
  return { type: 'found', providerId: known.messageid, status: statusOf(known.status) };
}

async function status(post: Post, providerIds: string[]): Promise<SmsStatusResult> {
  if (providerIds.length > SMS_STATUS_BATCH_MAX) {
    throw new RangeError(`Ask for at most ${SMS_STATUS_BATCH_MAX} SMS at a time; split the list.`);
  }
  if (providerIds.length === 0) return { type: 'answered', statuses: [] };
  const outcome = await post('status', { messageid: providerIds.join(',') });
  if (outcome.type !== 'answered') return { type: 'unavailable', reason: outcome.reason };
  const entries = entriesOf(outcome);
  if (returnCode(outcome) !== 200 || !entries) return { type: 'unavailable', reason: reasonOf(outcome) };
  return {
    type: 'answered',
    statuses: entries.map((entry) => ({ providerId: entry.messageid, status: statusOf(entry.status) })),
  };
}

function reasonOf(outcome: HttpOutcome & { type: 'answered' }): string {
  const code = returnCode(outcome);
  return code === undefined ? unavailableReason(outcome) : `code ${code}`;
}

function assertOwnId(ownId: string): void {
  if (!/^\d{1,18}$/.test(ownId)) {
    throw new TypeError('An own id must be 1 to 18 decimal digits: Kavenegar keeps it as a 64-bit number.');
  }
}
