/** Telegram's dialect of the Bot API. */
import { randomInt } from 'node:crypto';
import { BotApiError, badRequest } from '../errors.ts';
import { type FormattedText, trimmed } from '../formatting/formatted-text.ts';
import { parseHtml } from '../formatting/parse-html.ts';
import { parseLegacyMarkdown, parseMarkdownV2 } from '../formatting/parse-markdown.ts';
import type { Dialect } from './dialect.ts';

/** In lower case. */
const BALE_ONLY = new Set(['getchatmemberscount', 'inquiretransaction', 'askreview', 'inviteuser']);

export const telegram: Dialect = {
  platform: 'telegram',
  updateKinds: [
    'message',
    'edited_message',
    'channel_post',
    'callback_query',
    'my_chat_member',
    'pre_checkout_query',
  ],
  firstUpdateId: 480_000_001,
  pendingUpdatesMax: Number.POSITIVE_INFINITY,
  detectedEntities: ['url', 'mention', 'bot_command', 'hashtag'],
  captionMax: 1_024,
  hasWebhookSecret: true,
  hasForwardOrigin: true,
  fixedCurrency: undefined,
  isProviderToken: (token) => /^\d+:(TEST|LIVE):\S+$/.test(token),
  keepKnown: (method, parameters) =>
    BALE_ONLY.has(method.toLowerCase()) ? null : { parameters, ignored: [] },
  format(source, parseMode) {
    const text = trimmed(parse(source, parseMode));
    return { sent: text, shown: text };
  },
  contactNumber: (mobile) => mobile.replace(/^0/, '+98'),
  callbackQueryId: () => `${randomInt(1, 9)}${randomDigits(17)}`,
  roomId: (type, n) => (type === 'group' ? -n : -1_001_000_000_000 - n),
  hasSupergroups: true,
  hidesGroupTalk: true,
  errors: {
    emptyChatId: () => badRequest('chat_id is empty'),
    unknownChat: () => badRequest('chat not found'),
    neverStarted: () => new BotApiError(403, "Forbidden: bot can't initiate conversation with a user"),
    blocked: () => new BotApiError(403, 'Forbidden: bot was blocked by the user'),
    deactivated: () => new BotApiError(403, 'Forbidden: user is deactivated'),
    kicked: (type) => new BotApiError(403, `Forbidden: bot was kicked from the ${type} chat`),
    notMember: (type) => new BotApiError(403, `Forbidden: bot is not a member of the ${type} chat`),
    noRights: () => badRequest('need administrator rights in the channel chat'),
  },
};

function parse(source: string, parseMode: string | undefined): FormattedText {
  switch ((parseMode ?? '').toLowerCase()) {
    case '':
    case 'none':
      return { text: source, entities: [] };
    case 'html':
      return parseHtml(source);
    case 'markdownv2':
      return parseMarkdownV2(source);
    case 'markdown':
      return parseLegacyMarkdown(source);
    default:
      throw badRequest('unsupported parse_mode');
  }
}

function randomDigits(count: number): string {
  let digits = '';
  while (digits.length < count) digits += randomInt(10);
  return digits;
}
