/**
 * A Bot API that costs next to nothing: no validation, no history, every call is answered at once. The sandbox's own checks
 * what a bot sends, as the real one does, and would be what the benchmark measures.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeServer, listenLocally, readJson } from './local-server.ts';

/** Updates in one answer of getUpdates, as many as Telegram gives. */
const UPDATES_PER_ANSWER = 100;

/** What a bot is told about itself. */
const BOT_USER = { id: 1, is_bot: true, first_name: 'کارآموز', username: 'karamooz_bot' };

export interface InlineButton {
  text: string;
  callback_data?: string;
}

/** A message of the bot as the Bot API has it; only the fields that a virtual person looks at. */
export interface BotMessage {
  message_id: number;
  date: number;
  chat: { id: number; type: 'private' };
  from: typeof BOT_USER;
  text: string;
  reply_markup?: {
    inline_keyboard?: InlineButton[][];
    keyboard?: ({ request_contact?: boolean } | string)[][];
  };
}

export interface FastBotApi {
  /** The address that a bot gets as its API root. */
  root: string;
  /** Puts an update in the queue; its `update_id` is given here. */
  deliver(update: Record<string, unknown>): void;
  /** Whoever is set hears of every message that the bot sends or edits. */
  onMessage: (message: BotMessage) => void;
  /** Resolves when a bot asks for updates: it is up and listening. */
  untilPolled(): Promise<void>;
  /** Calls of the bot, other than getUpdates, since the start. */
  calls(): number;
  close(): Promise<void>;
}

interface State {
  queue: { update_id: number }[];
  nextUpdateId: number;
  nextMessageId: number;
  /** The open long poll; a bot has one at a time. */
  poll: { response: ServerResponse; timer: NodeJS.Timeout } | undefined;
  calls: number;
  whenPolled: (() => void)[];
  api: FastBotApi;
}

type Parameters = Record<string, unknown>;

export async function startFastBotApi(): Promise<FastBotApi> {
  const server = createServer((request, response) => {
    void answer(state, request, response);
  });
  const state: State = {
    queue: [],
    nextUpdateId: 1,
    nextMessageId: 1,
    poll: undefined,
    calls: 0,
    whenPolled: [],
    api: {
      root: await listenLocally(server),
      onMessage: () => {},
      deliver: (update) => deliver(state, update),
      untilPolled: () => new Promise((resolve) => state.whenPolled.push(resolve)),
      calls: () => state.calls,
      close: () => closeServer(server),
    },
  };
  return state.api;
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parameters = await readJson(request);
  // /bot<token>/<method>
  const method = (request.url ?? '').split('/')[2]?.split('?')[0] ?? '';
  if (method === 'getUpdates') return holdPoll(state, parameters, response);
  state.calls += 1;
  send(response, resultOf(state, method, parameters));
}

function resultOf(state: State, method: string, parameters: Parameters): unknown {
  switch (method) {
    case 'getMe':
      return BOT_USER;
    case 'getWebhookInfo':
      return { url: '', has_custom_certificate: false, pending_update_count: 0 };
    case 'getMyCommands':
      return [];
    case 'sendMessage':
    case 'editMessageText':
      return showMessage(state, parameters);
    default:
      return true;
  }
}

function showMessage(state: State, parameters: Parameters): BotMessage {
  const message: BotMessage = {
    message_id: Number(parameters.message_id ?? state.nextMessageId++),
    date: unixSeconds(),
    chat: { id: Number(parameters.chat_id), type: 'private' },
    from: BOT_USER,
    text: String(parameters.text),
  };
  if (parameters.reply_markup) message.reply_markup = parameters.reply_markup;
  // After this call has been answered, as a person would be later than the bot's own connection.
  setImmediate(() => state.api.onMessage(message));
  return message;
}

/** Answers at once when there are updates, else when one comes or the bot's timeout is over. */
function holdPoll(state: State, parameters: Parameters, response: ServerResponse): void {
  const offset = Number(parameters.offset ?? 0);
  state.queue = state.queue.filter((update) => update.update_id >= offset);
  const timer = setTimeout(() => flush(state), Number(parameters.timeout ?? 0) * 1000);
  state.poll = { response, timer };
  response.on('close', () => {
    clearTimeout(timer);
    if (state.poll?.response === response) state.poll = undefined;
  });
  if (state.queue.length > 0) flush(state);
  for (const resolve of state.whenPolled.splice(0)) resolve();
}

function deliver(state: State, update: Record<string, unknown>): void {
  // What comes in the same turn goes out in one answer.
  if (state.poll && state.queue.length === 0) setImmediate(() => flush(state));
  state.queue.push({ update_id: state.nextUpdateId++, ...update });
}

function flush(state: State): void {
  if (!state.poll) return;
  const { response, timer } = state.poll;
  clearTimeout(timer);
  state.poll = undefined;
  send(response, state.queue.slice(0, UPDATES_PER_ANSWER));
}

function send(response: ServerResponse, result: unknown): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ ok: true, result }));
}

export function unixSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
