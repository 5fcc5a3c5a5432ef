/** Reads and checks `reply_markup`: inline keyboards, reply keyboards, their removal, forced replies. */
import { z } from 'zod';
import { badRequest } from './errors.ts';
import { jsonOf, type Parameters } from './parameters.ts';
import type { InlineButton, InlineKeyboard } from './wire.ts';

/** The keyboard in place of the person's own. */
export interface ReplyKeyboard {
  rows: ReplyButton[][];
  /** Goes away after one use. */
  oneTime: boolean;
  placeholder?: string;
}

export interface ReplyButton {
  text: string;
  request?: 'contact' | 'location';
  /** Of a button that opens a mini app. */
  webApp?: string;
}

export type ReplyMarkup =
  | { type: 'none' }
  | { type: 'inline'; keyboard: InlineKeyboard }
  | { type: 'reply'; keyboard: ReplyKeyboard }
  | { type: 'remove' }
  | { type: 'force-reply' };

const INLINE_BUTTONS_MAX = 100;
const INLINE_BUTTONS_IN_ROW_MAX = 8;
const REPLY_BUTTONS_MAX = 300;
const REPLY_BUTTONS_IN_ROW_MAX = 12;
const CALLBACK_DATA_BYTES_MAX = 64;
const COPY_TEXT_MAX = 256;

const TOO_LONG = 'REPLY_MARKUP_TOO_LONG';

const label = z.string({ error: 'Can\'t find field "text"' });
const webApp = z.object({ url: z.string() });

const inlineButtonSchema = z.object({
  text: label,
  url: z.string().optional(),
  callback_data: z.string().optional(),
  web_app: webApp.optional(),
  copy_text: z.object({ text: z.string() }).optional(),
  pay: z.boolean().optional(),
  style: z.enum(['danger', 'success', 'primary']).optional(),
  // Known to Telegram but without use here: they count as the button's action and nothing more.
  login_url: z.unknown().optional(),
  switch_inline_query: z.string().optional(),
  switch_inline_query_current_chat: z.string().optional(),
  switch_inline_query_chosen_chat: z.unknown().optional(),
  callback_game: z.unknown().optional(),
});

const replyButtonSchema = z.union([
  z.string().transform((text) => ({ text })),
  z.object({
    text: label,
    request_contact: z.boolean().optional(),
    request_location: z.boolean().optional(),
    web_app: webApp.optional(),
  }),
]);

const markupSchema = z.object({
  inline_keyboard: z.array(z.array(inlineButtonSchema)).optional(),
  keyboard: z.array(z.array(replyButtonSchema)).optional(),
  one_time_keyboard: z.boolean().optional(),
  input_field_placeholder: z.string().optional(),
  remove_keyboard: z.boolean().optional(),
  force_reply: z.boolean().optional(),
});

export function readReplyMarkup(parameters: Parameters): ReplyMarkup {
  const markup = jsonOf(parameters, 'reply_markup', markupSchema, 'reply keyboard markup');
  if (!markup) return { type: 'none' };
  if (markup.inline_keyboard) {
    const keyboard = checkedInline(markup.inline_keyboard);
    return keyboard ? { type: 'inline', keyboard } : { type: 'none' };
  }
  if (markup.keyboard) {
    return {
      type: 'reply',
      keyboard: {
        rows: checkedRows(markup.keyboard),
        oneTime: markup.one_time_keyboard ?? false,
        ...(markup.input_field_placeholder && { placeholder: markup.input_field_placeholder }),
      },
    };
  }
  if (markup.remove_keyboard) return { type: 'remove' };
  return markup.force_reply ? { type: 'force-reply' } : { type: 'none' };
}

/** For methods that take nothing but an inline keyboard. Undefined means: none. */
export function readInlineKeyboard(parameters: Parameters): InlineKeyboard | undefined {
  const markup = readReplyMarkup(parameters);
  if (markup.type === 'inline') return markup.keyboard;
  if (markup.type === 'none') return undefined;
  throw badRequest('inline keyboard expected');
}

type UncheckedButton = z.infer<typeof inlineButtonSchema>;

function checkedInline(uncheckedRows: UncheckedButton[][]): InlineKeyboard | null {
  const rows = uncheckedRows.filter((row) => row.length > 0);
  if (rows.length === 0) return null;
  const tooWide = rows.some((row) => row.length > INLINE_BUTTONS_IN_ROW_MAX);
  if (tooWide || rows.flat().length > INLINE_BUTTONS_MAX) throw badRequest(TOO_LONG);
  return { inline_keyboard: rows.map((row) => row.map(checkedButton)) };
}

function checkedButton(button: UncheckedButton): InlineButton {
  const { text, style, ...actions } = button;
  if (text.trim() === '') throw cannotParseButton('Text of the button must be non-empty');
  const given = Object.values(actions).filter((action) => action !== undefined && action !== false);
  if (given.length === 0) throw cannotParseButton('Text buttons are unallowed in the inline keyboard');
  if (given.length > 1) throw badRequest('BUTTON_TYPE_INVALID');
  checkAction(button);
  const { callback_data, url, web_app, copy_text, pay } = button;
  return { text, url, callback_data, web_app, copy_text, pay, style };
}

function checkAction({ callback_data, url, web_app, copy_text }: UncheckedButton): void {
  if (callback_data !== undefined) {
    const bytes = Buffer.byteLength(callback_data);
    if (bytes < 1 || bytes > CALLBACK_DATA_BYTES_MAX) throw badRequest('BUTTON_DATA_INVALID');
  }
  if (url !== undefined && !isButtonUrl(url)) {
    throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
  }
  if (web_app && !isSecureOrLocal(web_app.url)) {
    throw badRequest(
      `inline keyboard button Web App URL '${web_app.url}' is invalid: Only HTTPS links are allowed`,
    );
  }
  if (copy_text && (copy_text.text.length < 1 || copy_text.text.length > COPY_TEXT_MAX)) {
    throw badRequest('BUTTON_COPY_TEXT_INVALID');
  }
}

function checkedRows(uncheckedRows: z.infer<typeof replyButtonSchema>[][]): ReplyButton[][] {
  const rows = uncheckedRows.filter((row) => row.length > 0);
  const tooWide = rows.some((row) => row.length > REPLY_BUTTONS_IN_ROW_MAX);
  if (tooWide || rows.flat().length > REPLY_BUTTONS_MAX) throw badRequest(TOO_LONG);
  if (rows.length === 0) throw badRequest('reply markup must be non-empty');
  return rows.map((row) => row.map(checkedReplyButton));
}

/** Contacts and locations may be asked for in private chats only; the sandbox has no others. */
function checkedReplyButton(button: z.infer<typeof replyButtonSchema>): ReplyButton {
  const { text } = button;
  if (text.trim() === '')
    throw badRequest("can't parse keyboard button: Text of the button must be non-empty");
  if ('request_contact' in button && button.request_contact) return { text, request: 'contact' };
  if ('request_location' in button && button.request_location) return { text, request: 'location' };
  if ('web_app' in button && button.web_app) return { text, webApp: button.web_app.url };
  return { text };
}

function isButtonUrl(url: string): boolean {
  if (/^(tg|ton):/i.test(url)) return true;
  const address = /^https?:\/\//i.test(url) ? url : `http://${url}`;
  return URL.canParse(address) && !/\s/.test(url);
}

/** The real messengers insist on HTTPS; addresses of this machine have none. */
function isSecureOrLocal(url: string): boolean {
  return /^https:\/\//i.test(url) || /^http:\/\/(127\.0\.0\.1|localhost)([:/]|$)/i.test(url);
}

const cannotParseButton = (reason: string) => badRequest(`can't parse inline keyboard button: ${reason}`);
