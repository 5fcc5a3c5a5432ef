/** The methods of Kavenegar's interface that this sandbox has. No scheduled messages, no templates. */
import { type DeliveryState, type ReturnCode, STATE_TEXTS } from './sms-codes.ts';
import type { SmsOutbox, SmsRecord } from './sms-outbox.ts';
import { checkSend, isRefused } from './sms-request.ts';

export interface SmsMethodDeps {
  outbox: SmsOutbox;
  now: () => number;
}

export type SmsParameters = Record<string, string>;

/** Without entries the answer is a refusal. */
export interface SmsAnswer {
  code: ReturnCode;
  entries?: object;
}

export type SmsMethod = (deps: SmsMethodDeps, parameters: SmsParameters) => SmsAnswer;

const RIALS_PER_PART = 1_450;
const CREDIT_RIALS = 500_000_000;
const YEAR_SECONDS = 31_536_000;
const STATUS_IDS_MAX = 500;

const send: SmsMethod = ({ outbox }, parameters) => {
  const request = checkSend(parameters);
  if (isRefused(request)) return request;
  const sent = request.receptors.map((receptor, index) =>
    outbox.deliver(receptor, request.message, request.localIds[index]),
  );
  return { code: 200, entries: sent.map(fullEntry) };
};

const status: SmsMethod = ({ outbox }, { messageid }) =>
  forEachId(messageid, (id) => [{ messageid: id, ...stateFields(outbox.get(id)?.status ?? 100) }]);

const statusByLocalId: SmsMethod = ({ outbox }, { localid }) =>
  forEachId(localid, (id) => {
    const found = outbox.byLocalId(id);
    if (found.length === 0) return [{ messageid: '0', localid: id, ...stateFields(100) }];
    return found.map((record) => ({ messageid: record.id, localid: id, ...stateFields(record.status) }));
  });

const select: SmsMethod = ({ outbox }, { messageid }) =>
  forEachId(messageid, (id) => {
    const record = outbox.get(id);
    return record ? [fullEntry(record)] : [];
  });

const accountInfo: SmsMethod = ({ now }) => ({
  code: 200,
  entries: {
    remaincredit: CREDIT_RIALS,
    expiredate: Math.floor(now() / 1_000) + YEAR_SECONDS,
    type: 'Master',
  },
});

/** The one method that needs no key: clients use it to see whether the service can be reached. */
export const getDate: SmsMethod = ({ now }) => {
  const date = new Date(now());
  return {
    code: 200,
    entries: {
      datetime: date.toISOString(),
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
      unixtime: Math.floor(date.getTime() / 1_000),
    },
  };
};

/** By scope and method, as in the path. */
export const SMS_METHODS: ReadonlyMap<string, SmsMethod> = new Map([
  ['sms/send', send],
  ['sms/status', status],
  ['sms/statuslocalmessageid', statusByLocalId],
  ['sms/select', select],
  ['account/info', accountInfo],
]);

function forEachId(commaSeparated: string | undefined, entriesOf: (id: string) => object[]): SmsAnswer {
  const ids = (commaSeparated ?? '').split(',').filter(Boolean);
  if (ids.length === 0) return { code: 400 };
  if (ids.length > STATUS_IDS_MAX) return { code: 414 };
  return { code: 200, entries: ids.flatMap(entriesOf) };
}

function stateFields(state: DeliveryState) {
  return { status: state, statustext: STATE_TEXTS[state] };
}

function fullEntry(record: SmsRecord) {
  return {
    messageid: record.id,
    message: record.message,
    ...stateFields(record.status),
    sender: record.sender,
    receptor: record.receptor,
    date: Math.floor(Date.parse(record.date) / 1_000),
    cost: RIALS_PER_PART * Math.ceil(record.message.length / 67),
  };
}
