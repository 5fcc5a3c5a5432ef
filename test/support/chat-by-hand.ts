/** Somebody who chats with a bot by hand: each act is handled to its end before the next one. */
import type { BotByHand } from './bot-by-hand.ts';
import { until } from './until.ts';

interface Shown {
  text: string;
  /** Labels of inline buttons, row by row. */
  buttons: { text: string; callback_data?: string; url?: string }[];
  /** Labels of the keys below the chat. */
  keys: string[];
  /** What was sent as a document or a photo. */
  file?: { name: string; bytes: Buffer };
}

export type ChatByHand = ReturnType<typeof chatByHand>;

let updates = 0;

/** `userId`: the messenger's number of the user; in a private chat it is also the chat's. */
export function chatByHand({ messenger }: BotByHand, userId: string) {
  const id = Number(userId);
  const about = () => ({ message_id: updates, date: 1, chat: { id, type: 'private' } });
  const from = { id, first_name: 'س' };

  const newUpdate = (content: object) => {
    updates += 1;
    return { update_id: updates, ...content };
  };
  async function deliver(content: object): Promise<void> {
    messenger.deliver(newUpdate(content));
    await until('the update is handled', async () => messenger.waiting().length === 0);
  }

  const tap = (data: string) => ({
    callback_query: { id: String(updates), from, message: about(), data },
  });
  const taps = (data: string) => deliver(tap(data));

  /** Everything this chat was shown so far. */
  const all = (): Shown[] => messenger.shownIn(userId).map(read);

  return {
    /** The messenger's number of the user. */
    id: userId,
    all,
    /** What stands at the end of the chat. */
    last(): Shown {
      const last = all().at(-1);
      if (!last) throw new Error(`Nothing was shown in chat ${userId}`);
      return last;
    },
    sends: (text: string) => deliver({ message: { ...about(), from, text, ...entitiesOf(text) } }),
    /** Presses the messenger's own "share my number". */
    sharesContact: (mobile: string) =>
      deliver({
        message: { ...about(), from, contact: { phone_number: mobile, first_name: 'س', user_id: id } },
      }),
    /** Whatever else the messenger may tell of this chat, made of these. */
    from,
    about,
    updates: deliver,
    /** The update of such a press, to be delivered by hand. */
    tapUpdate: (data: string) => newUpdate(tap(data)),
    /** Presses a button that another bot of the same name may have drawn. */
    taps,
    /** Presses the newest button whose label contains these words. */
    async presses(label: string): Promise<void> {
      const buttons = all().flatMap((shown) => shown.buttons);
      const button = buttons.findLast(({ text }) => bare(text).includes(label));
      if (!button?.callback_data) throw new Error(`No button with ${label} in chat ${userId}`);
      await taps(button.callback_data);
    },
  };
}

/** Messengers mark a command as such. */
function entitiesOf(text: string) {
  const command = /^\/\w+/.exec(text)?.[0];
  return command ? { entities: [{ type: 'bot_command', offset: 0, length: command.length }] } : {};
}

function read(payload: Record<string, unknown>): Shown {
  const markup = (payload.reply_markup ?? {}) as {
    inline_keyboard?: Shown['buttons'][];
    keyboard?: { text: string }[][];
  };
  return {
    text: bare(String(payload.text ?? payload.caption)),
    ...fileOf(payload),
    buttons: (markup.inline_keyboard ?? []).flat(),
    keys: (markup.keyboard ?? []).flat().map(({ text }) => text),
  };
}

/** The field of the method says where in the call the file is: `attach://<name>`. */
function fileOf({ document, photo, ...parts }: Record<string, unknown>): Pick<Shown, 'file'> {
  const name = String(document ?? photo ?? '').replace('attach://', '');
  const file = parts[name] as Shown['file'] | undefined;
  return file ? { file } : {};
}

/** Without the invisible marks that steer the direction of writing. */
const bare = (text: string) => text.replace(/[\u200e\u200f\u2066-\u2069]/g, '');
