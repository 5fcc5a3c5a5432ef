/** How a notice leaves by SMS and by the national e-inbox. The chat has its own sender beside the bot. */
import type { Logger } from 'pino';
import type { Models } from '../../models/models.ts';
import type { Notification } from '../../models/notification.ts';
import type { Person } from '../../models/person.ts';
import type { Language, TextParams, Texts } from '../../texts/texts.ts';
import type { Breakers } from '../breakers/service.ts';
import type { System } from '../breakers/systems.ts';
import type { Clock } from '../clock.ts';
import type { Karpooshe } from '../providers/karpooshe/karpooshe.ts';
import type { SmsProvider, SmsStatus } from '../providers/sms/sms-provider.ts';
import type { Sender, SendOutcome } from './deliver.ts';
import { SMS_CAP_A_DAY, smsNumberOf, whyNoSms } from './rules.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The values of a notice for its text: times come back from their stored form. */
export function textParams(notice: Notification): TextParams {
  return Object.fromEntries(
    Object.entries(notice.params).map(([name, value]) => [
      name,
      name === 'at' || name.endsWith('At') ? new Date(value) : value,
    ]),
  );
}

export interface SmsSenderDeps {
  models: Models;
  clock: Clock;
  texts: Record<Language, Texts>;
  /** Null: none is configured, and that is the recorded reason. */
  provider: SmsProvider | null;
  log: Logger;
}

/** What the provider took and will never deliver. */
const TURNED_AWAY: ReadonlySet<SmsStatus> = new Set(['blocked', 'failed', 'cancelled']);

/** SMS by the organisation's line. */
export function createSmsSender(deps: SmsSenderDeps): Sender {
  return async (notice, person, repeated) => {
    const refusal = whyNoSms(notice.event, person);
    if (refusal) return { type: 'skipped', reason: refusal };
    if (!deps.provider) return { type: 'skipped', reason: 'no-provider' };
    if (repeated) {
      const earlier = await earlierSending(deps.provider, notice);
      if (earlier) return earlier;
    }
    if (await overCap(deps, notice)) return { type: 'skipped', reason: 'sms-cap' };
    return sendSms(deps, deps.provider, notice, person);
  };
}

/** What became of an earlier attempt; null when the provider never got it. */
async function earlierSending(provider: SmsProvider, { smsId }: Notification): Promise<SendOutcome | null> {
  const earlier = await provider.findByOwnId(smsId);
  if (earlier.type === 'unavailable') return { type: 'retry' };
  if (earlier.type === 'not-found') return null;
  return TURNED_AWAY.has(earlier.status)
    ? { type: 'failed', reason: 'rejected' }
    : { type: 'sent', providerId: earlier.providerId };
}

/** Counts what was sent and what other jobs are sending: those that claimed before this one, so that not all give way. */
async function overCap({ models, clock }: SmsSenderDeps, notice: Notification): Promise<boolean> {
  const { claimedAt = clock() } = notice.sms;
  const counted = await models.Notification.countDocuments({
    person: notice.person,
    $or: [
      { 'sms.state': 'sent', 'sms.sentAt': { $gt: new Date(clock().getTime() - DAY_MS) } },
      { 'sms.state': 'sending', 'sms.claimedAt': { $lt: claimedAt } },
      { 'sms.state': 'sending', 'sms.claimedAt': claimedAt, _id: { $lt: notice._id } },
    ],
  });
  return counted >= SMS_CAP_A_DAY;
}

async function sendSms(
  { texts, log }: SmsSenderDeps,
  provider: SmsProvider,
  notice: Notification,
  person: Person,
): Promise<SendOutcome> {
  const result = await provider.send({
    to: smsNumberOf(notice.event, person) ?? '',
    text: texts[person.language].bare(`sms-${notice.event}`, textParams(notice)),
    ownId: notice.smsId,
  });
  switch (result.type) {
    case 'accepted':
      return { type: 'sent', providerId: result.providerId };
    case 'rejected':
      return { type: 'failed', reason: 'rejected' };
    case 'misconfigured':
      log.error(
        { code: result.code },
        'the SMS provider takes nothing from us until its account is mended (key, credit, line)',
      );
      return { type: 'postpone', reason: 'misconfigured' };
    case 'retry-later':
    case 'unknown':
      return { type: 'retry' };
  }
}

/** The national e-inbox; it does not take the same reference twice, so repeating is safe. */
export function createKarpoosheSender(deps: {
  texts: Record<Language, Texts>;
  provider: Karpooshe | null;
}): Sender {
  return async (notice, person) => {
    if (!deps.provider) return { type: 'skipped', reason: 'no-provider' };
    const texts = deps.texts[person.language];
    const params = textParams(notice);
    const result = await deps.provider.deliver({
      nationalCode: person.nationalCode,
      title: texts.plain(`karpooshe-${notice.event}-title`, params),
      body: texts.plain(`karpooshe-${notice.event}-body`, params),
      reference: notice._id.toHexString(),
    });
    if (result.type === 'accepted') return { type: 'sent', providerId: result.id };
    return result.type === 'rejected' ? { type: 'failed', reason: 'rejected' } : { type: 'retry' };
  };
}

/** What staff have switched off waits at the price of no attempt, for as long as the notice is news. */
export function unlessSwitchedOff(
  breakers: Pick<Breakers, 'stance'>,
  system: System,
  sender: Sender,
): Sender {
  return async (...notice) =>
    (await breakers.stance(system)) === 'switched-off'
      ? { type: 'postpone', reason: 'switched-off' }
      : sender(...notice);
}
