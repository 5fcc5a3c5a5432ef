/**
 * Bale's dialect: a subset of the Bot API with an older vocabulary. No parse_mode (its own Markdown is always on), no
 * news of being blocked, no webhook secret, update ids from 0, rials from the Bale wallet, and unknown fields that are
 * ignored without a word.
 */
import { randomInt } from 'node:crypto';
import { BotApiError, badRequest } from '../errors.ts';
import { trimmed } from '../formatting/formatted-text.ts';
import { parseBaleMarkdown } from '../formatting/parse-bale-markdown.ts';
import type { Parameters } from '../parameters.ts';
import type { Dialect } from './dialect.ts';

const MEDIA = ['chat_id', 'caption', 'reply_to_message_id', 'reply_markup'];
const INVOICE = ['title', 'description', 'payload', 'provider_token', 'prices'];

/** Every method that Bale has, with the fields it looks at. */
const FIELDS: Record<string, readonly string[]> = {
  getMe: [],
  getUpdates: ['offset', 'limit', 'timeout'],
  setWebhook: ['url'],
  deleteWebhook: [],
  getWebhookInfo: [],
  sendMessage: ['chat_id', 'text', 'reply_to_message_id', 'reply_markup'],
  forwardMessage: ['chat_id', 'from_chat_id', 'message_id'],
  copyMessage: ['chat_id', 'from_chat_id', 'message_id'],
  editMessageText: ['chat_id', 'message_id', 'text', 'reply_markup'],
  editMessageCaption: ['chat_id', 'message_id', 'caption', 'reply_markup'],
  editMessageReplyMarkup: ['chat_id', 'message_id', 'reply_markup'],
  deleteMessage: ['chat_id', 'message_id'],
  sendChatAction: ['chat_id', 'action'],
  sendPhoto: ['photo', ...MEDIA],
  sendAudio: ['audio', 'title', ...MEDIA],
  sendDocument: ['document', ...MEDIA],
  sendVideo: ['video', ...MEDIA],
  sendAnimation: ['animation', 'duration', 'width', 'height', ...MEDIA],
  sendVoice: ['voice', ...MEDIA],
  sendMediaGroup: ['chat_id', 'media', 'reply_to_message_id'],
  sendSticker: ['chat_id', 'sticker', 'reply_to_message_id'],
  sendLocation: [
    'chat_id',
    'latitude',
    'longitude',
    'horizontal_accuracy',
    'reply_to_message_id',
    'reply_markup',
  ],
  sendContact: ['chat_id', 'phone_number', 'first_name', 'last_name', 'reply_to_message_id', 'reply_markup'],
  getFile: ['file_id'],
  answerCallbackQuery: ['callback_query_id', 'text', 'show_alert'],
  getChat: ['chat_id'],
  getChatMember: ['chat_id', 'user_id'],
  getChatMembersCount: ['chat_id'],
  pinChatMessage: ['chat_id', 'message_id'],
  unPinChatMessage: ['chat_id', 'message_id'],
  unpinAllChatMessages: ['chat_id'],
  sendInvoice: ['chat_id', ...INVOICE, 'photo_url', 'reply_to_message_id', 'reply_markup'],
  createInvoiceLink: INVOICE,
  answerPreCheckoutQuery: ['pre_checkout_query_id', 'ok', 'error_message'],
  inquireTransaction: ['transaction_id'],
  askReview: ['user_id', 'delay_seconds'],
  inviteUser: ['chat_id', 'user_id'],
};

const FIELDS_BY_LOWER_CASE = new Map(
  Object.entries(FIELDS).map(([method, fields]) => [method.toLowerCase(), fields]),
);

const MARKUP_FIELDS = [
  'inline_keyboard',
  'keyboard',
  'resize_keyboard',
  'one_time_keyboard',
  'remove_keyboard',
];
const INLINE_BUTTON_FIELDS = ['text', 'url', 'callback_data', 'web_app', 'copy_text'];
const REPLY_BUTTON_FIELDS = ['text', 'request_contact', 'request_location', 'web_app'];

export const bale: Dialect = {
  platform: 'bale',
  updateKinds: ['message', 'edited_message', 'callback_query', 'pre_checkout_query'],
  firstUpdateId: 0,
  pendingUpdatesMax: 2_000,
  detectedEntities: ['mention', 'bot_command'],
  captionMax: 4_096,
  hasWebhookSecret: false,
  hasForwardOrigin: false,
  fixedCurrency: 'IRR',
  isProviderToken: (token) => /^WALLET-\S+$/.test(token),
  keepKnown,
  format(source) {
    const sent = trimmed({ text: source, entities: [] });
    return { sent, shown: parseBaleMarkdown(sent.text) };
  },
  contactNumber: (mobile) => mobile.replace(/^0/, '98'),
  // A leading 1 tells the bot that this person's app cannot show the answer.
  callbackQueryId: (oldApp) => `${oldApp ? 1 : randomInt(2, 10)}${randomInt(10 ** 12, 10 ** 13)}`,
  // Above zero, like people: only the type of a chat tells what it is.
  roomId: (_type, n) => 4_000_000_000 + n,
  hasSupergroups: false,
  hidesGroupTalk: false,
  errors: {
    emptyChatId: () => badRequest('chat_id: must be a valid value'),
    unknownChat: () => new BotApiError(404, 'Not Found: no such group or user'),
    neverStarted: () => new BotApiError(403, 'Forbidden: permission_denied'),
    blocked: () => new BotApiError(403, 'Forbidden: permission_denied'),
    deactivated: () => new BotApiError(404, 'Not Found: no such group or user'),
    kicked: () => new BotApiError(403, 'Forbidden: permission_denied'),
    notMember: () => new BotApiError(403, 'Forbidden: permission_denied'),
    noRights: () => new BotApiError(403, 'Forbidden: permission_denied'),
  },
};

function keepKnown(method: string, parameters: Parameters): ReturnType<Dialect['keepKnown']> {
  const fields = FIELDS_BY_LOWER_CASE.get(method.toLowerCase());
  if (!fields) return null;
  const ignored: string[] = [];
  const known = pick(parameters, fields, '', ignored);
  const markup = objectOf(known.reply_markup);
  if (!markup) return { parameters: known, ignored };
  return {
    parameters: { ...known, reply_markup: knownMarkup(markup, ignored) },
    ignored: [...new Set(ignored)],
  };
}

function knownMarkup(uncheckedMarkup: Parameters, ignored: string[]): Parameters {
  const markup = pick(uncheckedMarkup, MARKUP_FIELDS, 'reply_markup.', ignored);
  const rows = (name: 'inline_keyboard' | 'keyboard', fields: string[]) =>
    name in markup && { [name]: eachButton(markup[name], fields, `reply_markup.${name}.`, ignored) };
  return {
    ...markup,
    ...rows('inline_keyboard', INLINE_BUTTON_FIELDS),
    ...rows('keyboard', REPLY_BUTTON_FIELDS),
  };
}

/** What is not shaped like a keyboard is left for the method to complain of. */
function eachButton(rows: unknown, fields: string[], path: string, ignored: string[]): unknown {
  if (!Array.isArray(rows)) return rows;
  return rows.map((row: unknown) =>
    Array.isArray(row)
      ? row.map((button: unknown) => (isObject(button) ? pick(button, fields, path, ignored) : button))
      : row,
  );
}

function pick(from: Parameters, fields: readonly string[], path: string, ignored: string[]): Parameters {
  const known: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(from)) {
    if (fields.includes(name)) known[name] = value;
    else ignored.push(path + name);
  }
  return known;
}

/** A structured parameter may come as JSON text. */
function objectOf(value: unknown): Parameters | null {
  if (typeof value !== 'string') return isObject(value) ? value : null;
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Parameters {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
