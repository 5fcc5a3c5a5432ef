/**
 * The SMS provider, in Kavenegar's REST protocol (`/v1/{key}/{scope}/{method}.json`). No scheduled messages, no templates.
 *
 * Like the real one it does not look at `localid` when sending: the same local id twice is two messages to the phone.
 */
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SandboxDeps } from '../deps.ts';
import { SMS_API_KEY, SMS_LINE } from './credentials.ts';
import { acceptForms } from './form-body.ts';
import { meetFault } from './meet-fault.ts';
import { type DeliveryState, RETURN_MESSAGES, type ReturnCode, STATE_TEXTS, stateAt } from './sms-codes.ts';
import { checkSend, isRefused } from './sms-request.ts';

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

export interface SmsSystem {
  /** To be registered under `/systems/sms`. */
  routes: FastifyPluginAsync;
  /** All messages, newest last. */
  received(): SmsRecord[];
}

type Answer = { code: ReturnCode; entries?: unknown };
type Parameters = Record<string, string>;
type Method = (parameters: Parameters) => Answer;

/** Above 2^53, so that a client that reads ids as floating-point numbers is found out. */
const FIRST_MESSAGE_ID = 9_100_000_000_000_001n;
const RIALS_PER_PART = 1_450;
const STATUS_IDS_MAX = 500;

export function createSmsSystem({ store, events, systems, now }: SandboxDeps): SmsSystem {
  const messages = store.map<SmsRecord>('sms');

  function asOfNow(record: SmsRecord): SmsRecord {
    return { ...record, status: stateAt(now() - Date.parse(record.date)) };
  }

  const received = () => [...messages.values()].map(asOfNow);

  function deliver(receptor: string, message: string, localId: string | undefined): SmsRecord {
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
  }

  const send: Method = (parameters) => {
    const request = checkSend(parameters);
    if (isRefused(request)) return { code: request.code };
    const sent = request.receptors.map((to, index) => deliver(to, request.message, request.localIds[index]));
    return { code: 200, entries: sent.map(fullEntry) };
  };

  const status: Method = ({ messageid }) =>
    listOf(messageid, (id) => {
      const record = messages.get(id);
      return [{ messageid: id, ...stateFields(record ? asOfNow(record).status : 100) }];
    });

  const statusByLocalId: Method = ({ localid }) =>
    listOf(localid, (id) => {
      const found = received().filter((record) => record.localId === id);
      if (found.length === 0) return [{ messageid: '0', localid: id, ...stateFields(100) }];
      return found.map((record) => ({ messageid: record.id, localid: id, ...stateFields(record.status) }));
    });

  const select: Method = ({ messageid }) =>
    listOf(messageid, (id) => {
      const record = messages.get(id);
      return record ? [fullEntry(asOfNow(record))] : [];
    });

  const accountInfo: Method = () => ({
    code: 200,
    entries: {
      remaincredit: 500_000_000,
      expiredate: Math.floor(now() / 1_000) + 31_536_000,
      type: 'Master',
    },
  });

  const getDate: Method = () => ({ code: 200, entries: dateEntry(new Date(now())) });

  const methods = new Map<string, Method>([
    ['sms/send', send],
    ['sms/status', status],
    ['sms/statuslocalmessageid', statusByLocalId],
    ['sms/select', select],
    ['account/info', accountInfo],
  ]);

  function answer(path: z.infer<typeof pathSchema>, parameters: Parameters): Answer {
    // The one method that needs no key: clients use it to see whether the service can be reached.
    if (`${path.scope}/${path.method}` === 'utils/getdate') return getDate(parameters);
    if (path.apiKey !== SMS_API_KEY) return { code: 403 };
    return methods.get(`${path.scope}/${path.method}`)?.(parameters) ?? { code: 404 };
  }

  return {
    received,
    routes: async (app: FastifyInstance) => {
      meetFault(app, systems, 'sms', { limited: (_request, reply) => sendAnswer(reply, { code: 409 }) });
      await acceptForms(app);
      app.route({
        method: ['GET', 'POST'],
        url: '/v1/:apiKey/:scope/:method.json',
        handler: (request, reply) =>
          sendAnswer(reply, answer(pathSchema.parse(request.params), parametersOf(request))),
      });
    },
  };
}

const pathSchema = z.object({ apiKey: z.string(), scope: z.string(), method: z.string() });
const parametersSchema = z.record(z.string(), z.string()).catch({});

/** Kavenegar reads its parameters from the query and from a form alike. */
function parametersOf(request: FastifyRequest): Parameters {
  return { ...parametersSchema.parse(request.query), ...parametersSchema.parse(request.body) };
}

function listOf(commaSeparated: string | undefined, entriesOf: (id: string) => object[]): Answer {
  const ids = (commaSeparated ?? '').split(',').filter(Boolean);
  if (ids.length === 0) return { code: 400 };
  if (ids.length > STATUS_IDS_MAX) return { code: 414 };
  return { code: 200, entries: ids.flatMap(entriesOf) };
}

const stateFields = (status: DeliveryState) => ({ status, statustext: STATE_TEXTS[status] });

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

function dateEntry(date: Date) {
  return {
    datetime: date.toISOString(),
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    unixtime: Math.floor(date.getTime() / 1_000),
  };
}

/** The HTTP status repeats the return code; message ids leave as bare 64-bit numbers, which JSON.stringify cannot write. */
function sendAnswer(reply: FastifyReply, { code, entries }: Answer): FastifyReply {
  const envelope = { return: { status: code, message: RETURN_MESSAGES[code] }, entries: entries ?? null };
  const text = JSON.stringify(envelope).replace(/"messageid":"(\d+)"/g, '"messageid":$1');
  return reply.code(code).type('application/json; charset=utf-8').send(text);
}
