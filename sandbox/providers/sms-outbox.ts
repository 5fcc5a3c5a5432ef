/** The messages that the SMS provider has taken, each in the state that its age gives it. */
import type { SandboxDeps } from '../deps.ts';
import { SMS_LINE } from './credentials.ts';
import { type DeliveryState, stateAt } from './sms-codes.ts';

/** A message as the receiving phone shows it. */
export interface SmsRecord {
  /** Decimal digits of a 64-bit number. */
  id: string;
  sender: string;
  /** `09…` */
  receptor: string;
  message: string;
  /** The sender's own id for this message. */
  localId?: string;
  /** Kavenegar's delivery state at the time of asking. */
  status: DeliveryState;
  date: string;
}

export interface SmsOutbox {
  deliver(receptor: string, message: string, localId: string | undefined): SmsRecord;
  get(id: string): SmsRecord | undefined;
  byLocalId(localId: string): SmsRecord[];
  /** Newest last. */
  all(): SmsRecord[];
}

/** Above 2^53, so that a client that reads ids as floating-point numbers is found out. */
const FIRST_MESSAGE_ID = 9_100_000_000_000_001n;

export function createSmsOutbox({
  store,
  events,
  now,
}: Pick<SandboxDeps, 'store' | 'events' | 'now'>): SmsOutbox {
  const messages = store.map<SmsRecord>('sms');

  function asOfNow(record: SmsRecord): SmsRecord {
    return { ...record, status: stateAt(now() - Date.parse(record.date)) };
  }

  return {
    deliver(receptor, message, localId) {
      const record: SmsRecord = {
        id: String(FIRST_MESSAGE_ID + BigInt(messages.size)),
        sender: SMS_LINE,
        receptor,
        message,
        ...(localId !== undefined && { localId }),
        status: 1,
        date: new Date(now()).toISOString(),
      };
      messages.set(record.id, record);
      events.publish({ type: 'sms', item: record });
      return record;
    },
    get(id) {
      const record = messages.get(id);
      return record && asOfNow(record);
    },
    byLocalId: (localId) =>
      [...messages.values()].filter((record) => record.localId === localId).map(asOfNow),
    all: () => [...messages.values()].map(asOfNow),
  };
}
