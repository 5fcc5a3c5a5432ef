/** One private chat, as the conversations and screens see it: show something new, or in place of what was tapped. */
import { type Api, GrammyError, InlineKeyboard, InputFile, Keyboard } from 'grammy';
import { fetchFile } from './fetch-file.ts';
import { type Button, type FileView, type View, withReason } from './view.ts';

export interface Chat {
  /** Sends a message. */
  show(view: View): Promise<void>;
  /** Sends an invoice, which has a button of its own. */
  showInvoice(invoice: Invoice): Promise<void>;
  /** Sends a file with its caption. */
  showFile(file: FileView): Promise<void>;
  /** A file that was sent here; null when it has more than so many bytes, or the messenger does not give it out. */
  fetchFile(fileId: string, bytesMax: number): Promise<Uint8Array | null>;
  /**
   * Puts `view` in place of the message whose button was tapped; sends it when there is none, when it cannot be changed,
   * or when something was shown since: what comes later must stand below it.
   */
  replace(view: View): Promise<void>;
  /** The same chat with the tapped message left as it is: what follows stands below it. */
  below(): Chat;
  /** Lets the person see that something is being done. */
  typing(): Promise<void>;
}

export interface Invoice {
  /** At most 32 characters. */
  title: string;
  /** At most 255. */
  description: string;
  /** What comes back when it is paid. */
  payload: string;
  amountRials: number;
  providerToken: string;
}

export interface ChatAddress {
  chatId: string;
  /** The message whose button was tapped, if that is why we are here. */
  tappedMessageId?: number;
}

/** A chat over a messenger's Bot API. */
export function createChat(api: Api, { chatId, tappedMessageId }: ChatAddress): Chat {
  let hasShown = false;

  async function show(view: View): Promise<void> {
    hasShown = true;
    await api.sendMessage(chatId, view.text, { parse_mode: 'HTML', ...replyMarkup(view) });
  }

  async function showInvoice({ title, description, payload, ...money }: Invoice): Promise<void> {
    hasShown = true;
    const prices = [{ label: title, amount: money.amountRials }];
    const provider = { provider_token: money.providerToken };
    await api.sendInvoice(chatId, title, description, payload, 'IRR', prices, provider);
  }

  async function showFile({ kind, name, content, caption, buttons }: FileView): Promise<void> {
    hasShown = true;
    const file = new InputFile(content, name);
    const markup = buttons && { reply_markup: inlineKeyboard(buttons) };
    const beside = { caption, parse_mode: 'HTML' as const, ...markup };
    if (kind === 'photo') await api.sendPhoto(chatId, file, beside);
    else await api.sendDocument(chatId, file, beside);
  }

  async function replace(view: View): Promise<void> {
    if (tappedMessageId === undefined || hasShown || view.keys) return show(view);
    try {
      const options = { parse_mode: 'HTML' as const, reply_markup: inlineKeyboard(view.buttons ?? []) };
      await api.editMessageText(chatId, tappedMessageId, view.text, options);
    } catch (error) {
      if (isNotModified(error)) return;
      if (!isRefusedEdit(error)) throw error;
      await show(view);
    }
  }

  return {
    show,
    showInvoice,
    showFile,
    fetchFile: (fileId, bytesMax) => fetchFile(api, fileId, bytesMax),
    replace,
    below: () => createChat(api, { chatId }),
    typing: async () => {
      await api.sendChatAction(chatId, 'typing');
    },
  };
}

/** The same chat; whatever is shown there first stands below these words. */
export function beginningWith(words: string, chat: Chat): Chat {
  let unsaid: string | undefined = words;
  const next = (view: View): View => {
    const first = withReason(view, unsaid);
    unsaid = undefined;
    return first;
  };
  const around = (inner: Chat): Chat => ({
    show: (view) => inner.show(next(view)),
    showInvoice: inner.showInvoice,
    showFile: inner.showFile,
    fetchFile: inner.fetchFile,
    replace: (view) => inner.replace(next(view)),
    below: () => around(inner.below()),
    typing: inner.typing,
  });
  return around(chat);
}

function replyMarkup(view: View) {
  if (view.buttons) return { reply_markup: inlineKeyboard(view.buttons) };
  if (!view.keys) return {};
  const keyboard = new Keyboard();
  for (const row of view.keys) {
    for (const key of row) {
      if (key.requestContact) keyboard.requestContact(key.text);
      else keyboard.text(key.text);
    }
    keyboard.row();
  }
  return { reply_markup: keyboard.resized() };
}

function inlineKeyboard(buttons: Button[][]): InlineKeyboard {
  const keyboard = new InlineKeyboard();
  for (const row of buttons) {
    for (const button of row) {
      if ('url' in button) keyboard.url(button.text, button.url);
      else if ('copy' in button) keyboard.copyText(button.text, button.copy);
      else keyboard.text(button.text, button.data);
    }
    keyboard.row();
  }
  return keyboard;
}

/** A second tap redraws what is already there. */
function isNotModified(error: unknown): boolean {
  return error instanceof GrammyError && error.description.includes('message is not modified');
}

/** Too old, deleted, or not ours to edit; messengers say so in several ways. Who is gone is found out by sending. */
function isRefusedEdit(error: unknown): boolean {
  return error instanceof GrammyError && [400, 403, 404].includes(error.error_code);
}
