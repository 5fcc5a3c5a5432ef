/**
 * Reference (b): the same dialogue with node:http and nothing else, its state in memory. It is the floor: no bot that speaks the
 * Bot API on this machine can be much cheaper.
 */
import { randomInt } from 'node:crypto';
import { Agent, request } from 'node:http';
import * as say from './dialogue.ts';

/** The part of an update that this bot looks at. */
interface Update {
  update_id: number;
  message?: { chat: { id: number }; text?: string; contact?: { phone_number: string } };
  callback_query?: { id: string; data: string; message: { message_id: number; chat: { id: number } } };
}

/** Answers so far, by chat. */
const forms = new Map<number, { phoneNumber?: string; nationalCode?: string }>();

const { token, apiRoot } = say.readEnvironment();
const agent = new Agent({ keepAlive: true });

process.once('SIGTERM', () => process.exit(0));
await poll();

async function poll(): Promise<never> {
  let offset = 0;
  for (;;) {
    const updates = (await call('getUpdates', { offset, timeout: 30 })) as Update[];
    for (const update of updates) {
      offset = update.update_id + 1;
      handle(update).catch((error) => console.error(error));
    }
  }
}

async function handle({ message, callback_query: query }: Update): Promise<void> {
  if (query && say.COURSE_DATA.test(query.data)) return showSummary(query);
  if (query?.data === say.CONFIRM_DATA) return showReceipt(query);
  if (message?.text === '/start') return start(message.chat.id);
  if (message?.contact) return takeContact(message.chat.id, message.contact.phone_number);
  if (message?.text) return takeNationalCode(message.chat.id, message.text);
}

async function start(chatId: number): Promise<void> {
  forms.set(chatId, {});
  await call('sendMessage', {
    chat_id: chatId,
    text: say.askContact,
    reply_markup: {
      keyboard: [[{ text: say.CONTACT_BUTTON, request_contact: true }]],
      one_time_keyboard: true,
    },
  });
}

async function takeContact(chatId: number, phoneNumber: string): Promise<void> {
  forms.set(chatId, { phoneNumber });
  await call('sendMessage', {
    chat_id: chatId,
    text: say.askNationalCode,
    reply_markup: { remove_keyboard: true },
  });
}

async function takeNationalCode(chatId: number, text: string): Promise<void> {
  if (!say.isNationalCode(text)) {
    await call('sendMessage', { chat_id: chatId, text: say.wrongNationalCode });
    return;
  }
  forms.set(chatId, { ...forms.get(chatId), nationalCode: text });
  await call('sendMessage', {
    chat_id: chatId,
    text: say.askCourse,
    reply_markup: { inline_keyboard: say.courseButtons },
  });
}

type Query = NonNullable<Update['callback_query']>;

async function showSummary(query: Query): Promise<void> {
  const { phoneNumber = '', nationalCode = '' } = forms.get(query.message.chat.id) ?? {};
  await Promise.all([
    call('answerCallbackQuery', { callback_query_id: query.id }),
    edit(
      query,
      say.summary(phoneNumber, nationalCode, say.courseTitleOf(query.data)),
      inlineButton(say.confirmButton, say.CONFIRM_DATA),
    ),
  ]);
}

async function showReceipt(query: Query): Promise<void> {
  forms.delete(query.message.chat.id);
  await Promise.all([
    call('answerCallbackQuery', { callback_query_id: query.id }),
    edit(query, say.receipt(String(randomInt(1_000_000, 10_000_000)))),
  ]);
}

function edit({ message }: Query, text: string, replyMarkup?: unknown): Promise<unknown> {
  return call('editMessageText', {
    chat_id: message.chat.id,
    message_id: message.message_id,
    text,
    reply_markup: replyMarkup,
  });
}

function inlineButton(text: string, data: string): unknown {
  return { inline_keyboard: [[{ text, callback_data: data }]] };
}

/** Calls a method of the Bot API and returns its result. */
function call(method: string, parameters: unknown): Promise<unknown> {
  const body = Buffer.from(JSON.stringify(parameters));
  return new Promise((resolve, reject) => {
    const outgoing = request(`${apiRoot}/bot${token}/${method}`, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', 'content-length': body.length },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')).result));
    });
    outgoing.end(body);
  });
}
