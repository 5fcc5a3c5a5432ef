/** How a notice leaves by SMS and by the national e-inbox. The chat has its own sender beside the bot. */
import type { Models } from '../../models/models.ts';
import type { Notification } from '../../models/notification.ts';
import type { Person } from '../../models/person.ts';
import type { Language, TextParams, Texts } from '../../texts/texts.ts';
import type { Clock } from '../clock.ts';
import type { Karpooshe } from '../providers/karpooshe/karpooshe.ts';
import type { SmsProvider } from '../providers/sms/sms-provider.ts';
import type { Sender, SendOutcome } from './deliver.ts';
import { SMS_CAP_A_DAY, whyNoSms } from './rules.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The values of a notice for its text: times come back from their stored form. */
export function textParams(notice: Notification): TextParams {
  return Object.fromEntries(
    Object.entries(notice.params).map(([name, value]) => [
      name,
      name.endsWith('At') ? new Date(value) : value,
    ]),
  );
}

/** SMS by the organisation's line. `provider` null: none is configured, and that is the recorded reason. */
export function createSmsSender(deps: {
  models: Models;
  clock: Clock;
  texts: Record<Language, Texts>;
  provider: SmsProvider | null;
}): Sender {
  return async (notice, person, repeated) => {
    const refusal = whyNoSms(person);
    if (refusal) return { type: 'skipped', reason: refusal };
    if (!deps.provider) return { type: 'skipped', reason: 'no-provider' };
    if (repeated) {
      const earlier = await deps.provider.findByOwnId(notice.smsId);
      if (earlier.type === 'found') return { type: 'sent', providerId: earlier.providerId };
      if (earlier.type === 'unavailable') return { type: 'retry' };
    }
    if (await overCap(deps, person)) return { type: 'skipped', reason: 'sms-cap' };
    return sendSms(deps.provider, notice, person, deps.texts[person.language]);
  };
}

async function overCap(
  { models, clock }: { models: Models; clock: Clock },
  person: Person,
): Promise<boolean> {
  const sent = await models.Notification.countDocuments({
    person: person._id,
    'sms.state': 'sent',
    'sms.sentAt': { $gt: new Date(clock().getTime() - DAY_MS) },
  });
  return sent >= SMS_CAP_A_DAY;
}

async function sendSms(
  provider: SmsProvider,
  notice: Notification,
  person: Person,
  texts: Texts,
): Promise<SendOutcome> {
  const result = await provider.send({
    to: person.mobile ?? '',
    text: texts.plain(`sms-${notice.event}`, textParams(notice)),
    ownId: notice.smsId,
  });
  switch (result.type) {
    case 'accepted':
      return { type: 'sent', providerId: result.providerId };
    case 'rejected':
      return { type: 'failed', reason: 'rejected' };
    // Ours to mend (credit, key, line): the notice waits, and the log tells an operator.
    case 'misconfigured':
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
