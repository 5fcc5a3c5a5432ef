/**
 * Somebody who walks through the bot and knows its texts by their keys, so that one walk is walked in every language.
 * Each screen they stop at is a state of the gallery.
 */
import type { RoomType } from '../sandbox/bot-api/state/room-book.ts';
import { type Person, type PersonOptions, person } from '../test/support/person.ts';
import { readPicture } from '../test/support/read-qr.ts';
import { room } from '../test/support/room.ts';
import { control, type Surroundings } from '../test/support/sandbox-control.ts';
import { type Language, loadTexts } from '../texts/texts.ts';
import type { Keyboard, Setting, ShownMessage, State } from './state.ts';
import { type Place, placeOf, type TextsShown, textsShown, withoutMarks } from './texts-shown.ts';

/** No step takes longer, on a busy machine and with a bot that has just been killed. */
const STEP_LIMIT_MS = 25_000;
/** What was down is left alone for a minute at most, and asked again; a slow walk waits for that. */
const SLOW_STEP_LIMIT_MS = 100_000;

/** Texts that nobody may meet on a walk that does not look for them. */
const FAULT = 'fault';

export interface Visitor extends Setting {
  readonly person: Person;
  /** The same person on the other messenger. */
  onOtherMessenger(): Visitor;
  /** The same chat, read in the other language. */
  inOtherLanguage(): Visitor;
  /** In a new group or channel, where others read too; `address` is its name. */
  inRoom(type: RoomType): Promise<Visitor & { address: string }>;
  says(text: string): Promise<void>;
  sharesContact(): Promise<void>;
  does(action: object): Promise<void>;
  /** Types the words of a key that may not be offered now. */
  types(key: string): Promise<void>;
  /** Changes the text message that this person has sent last. */
  edits(text: string): Promise<void>;
  /** Presses the button or key with this text; of several the one on the latest message, with `part` in its label. */
  presses(key: string, part?: string): Promise<void>;
  /** What is in the newest table that the bot has sent, a line for each cell. */
  opensTable(): Promise<string>;
  /** What a camera reads from the newest picture that the bot has sent. */
  readsCode(): Promise<string>;
  /** Waits until the bot has shown all these texts since the last stop, and stops here: a state. */
  stopsAt(screen: string, ...keys: string[]): Promise<State>;
  /** The same on the way, without stopping. */
  sees(...keys: string[]): Promise<void>;
  /** Waits for any of these texts, and says which it was. */
  seesOneOf(...keys: string[]): Promise<string>;
  /** Notes texts that were read elsewhere: on a page, in an SMS. Throws when one of `keys` is not among them. */
  reads(text: string, place: Reading['place'], ...keys: string[]): void;
}

/** What was read outside the chat. */
export interface Reading {
  place: Exclude<Place, 'chat' | 'button' | 'key'>;
  text: string;
}

export interface Surveyor {
  onReading(reading: Reading): void;
  /** Called at each stop; may take a picture. */
  onState(state: State, visitor: Visitor): Promise<void>;
  onKeys(keys: readonly string[]): void;
}

interface Chat {
  path: string;
  /** Set where several people speak: who does it. */
  as?: string;
  /** All messages as they are now, by their number. */
  messages: Map<number, ShownMessage>;
  lastId: number;
  /** What came since the person last did something. */
  news: ShownMessage[];
}

const chatOf = ({ platform, userId }: Person): Chat => ({
  path: `chats/${platform}/${userId}`,
  messages: new Map(),
  lastId: 0,
  news: [],
});

/** No number in it, as the builder of people would give: it would be a Latin one. */
const NAME = { firstName: 'سارا', lastName: 'نیک‌اندیش' };

const texts = loadTexts();
const shownIn: Record<Language, TextsShown> = { fa: textsShown('fa'), en: textsShown('en') };

export interface VisitorOptions extends Setting, PersonOptions {
  walk: string;
  /** Whether the walk waits for jobs. */
  slow: boolean;
}

export async function createVisitor(
  sandbox: Surroundings,
  { walk, slow, platform, language, ...options }: VisitorOptions,
  surveyor: Surveyor,
): Promise<Visitor> {
  const self = await person(sandbox, platform, {
    languageCode: language,
    ...NAME,
    ...options,
  });
  return visitor(sandbox, { walk, slow, platform, language, self, chat: chatOf(self) }, surveyor);
}

interface Visiting extends Setting {
  walk: string;
  slow: boolean;
  self: Person;
  chat: Chat;
}

function visitor(sandbox: Surroundings, visiting: Visiting, surveyor: Surveyor): Visitor {
  const { language, platform, walk, slow, self, chat } = visiting;
  const shown = shownIn[language];
  const keysOf = (message: ShownMessage) => keysOfMessage(message, language);

  /** Waits for one of the keys, or for all; says which were seen. */
  async function wait(keys: readonly string[], needed: number): Promise<string[]> {
    for (const key of keys) if (!shown.keys.includes(key)) throw new Error(`There is no text "${key}"`);
    const deadline = Date.now() + (slow ? SLOW_STEP_LIMIT_MS : STEP_LIMIT_MS);
    for (;;) {
      const seen = new Set(chat.news.flatMap(keysOf));
      const found = keys.filter((key) => seen.has(key));
      if (found.length >= needed) return found;
      if (Date.now() > deadline || (seen.has(FAULT) && !keys.includes(FAULT))) break;
      chat.news.push(...(await latest(sandbox, chat, deadline - Date.now())));
    }
    const missing = keys.filter((key) => !chat.news.flatMap(keysOf).includes(key));
    throw new Error(
      `${missing.join(', ')} not seen by ${platform} in ${language}:\n${transcript(chat.news)}`,
    );
  }

  async function act(action: object): Promise<void> {
    chat.news = [];
    await control(sandbox, `${chat.path}/messages`, { ...(chat.as && { as: chat.as }), ...action });
  }

  async function newestFile(): Promise<Buffer> {
    const newest = [...chat.messages.values()].sort((a, b) => a.id - b.id).findLast(({ media }) => media);
    if (!newest?.media) throw new Error(`The bot has sent no file in walk "${walk}"`);
    const answer = await fetch(new URL(newest.media.url, sandbox.baseUrl));
    return Buffer.from(await answer.arrayBuffer());
  }

  const me: Visitor = {
    ...{ platform, language, person: self },
    onOtherMessenger() {
      const { otherChat } = self;
      const there = {
        walk,
        slow,
        language,
        platform: otherChat.platform,
        self: otherChat,
        chat: chatOf(otherChat),
      };
      return visitor(sandbox, there, surveyor);
    },
    async inRoom(type) {
      const { id, address } = await room(sandbox, platform, type);
      const there = { ...chatOf(self), path: `rooms/${platform}/${id}`, as: self.userId };
      return { ...visitor(sandbox, { ...visiting, chat: there }, surveyor), address };
    },
    inOtherLanguage: () =>
      visitor(sandbox, { ...visiting, language: language === 'fa' ? 'en' : 'fa' }, surveyor),
    says: (text) => act({ text }),
    sharesContact: () => act({ contact: true }),
    does: act,
    types: (key) => act({ text: texts[language].plain(key) }),
    edits(text) {
      const own = [...chat.messages.values()].filter((item) => item.from === 'person' && item.text !== '');
      const last = own.sort((a, b) => a.messageId - b.messageId).at(-1);
      if (!last) throw new Error(`Nothing was sent that could be edited in walk "${walk}"`);
      return act({ edit: { messageId: last.messageId, text } });
    },
    async presses(key, part = '') {
      if (placeOf(key) === 'key') return act({ press: texts[language].plain(key) });
      const found = [...chat.messages.values()]
        .sort((a, b) => b.id - a.id)
        .flatMap(({ messageId, buttons = [] }) => buttons.flat().map(({ text }) => ({ messageId, text })))
        .find(({ text }) => shown.has(key, text) && withoutMarks(text).includes(part));
      if (!found)
        throw new Error(
          `No button ${key} ${part} in walk "${walk}":\n${transcript([...chat.messages.values()])}`,
        );
      return act({ press: found.text, messageId: found.messageId });
    },
    async opensTable() {
      const table = await newestFile();
      return table.toString('utf8').replace(/"|,(?! )/g, '\n');
    },
    async readsCode() {
      return readPicture(await newestFile()).qr ?? '';
    },
    async sees(...keys) {
      await wait(keys, keys.length);
      surveyor.onKeys(chat.news.flatMap(keysOf));
    },
    async seesOneOf(...keys) {
      const [key = ''] = await wait(keys, 1);
      return key;
    },
    async stopsAt(screen, ...keys) {
      await wait(keys, keys.length);
      const keyboard = await keyboardOf(sandbox, chat);
      const ofBot = chat.news.filter(({ from }) => from === 'bot');
      const state: State = {
        platform,
        language,
        walk,
        screen,
        ...(chat.as !== undefined && { room: true }),
        keyboard,
        news: ofBot,
        keys: [...new Set(ofBot.flatMap(keysOf))],
      };
      surveyor.onKeys(state.keys);
      await surveyor.onState(state, me);
      return state;
    },
    reads(text, place, ...keys) {
      const found = shown.keysIn(text, place);
      surveyor.onReading({ place, text });
      surveyor.onKeys(found);
      const missing = keys.filter((key) => !found.includes(key));
      if (missing.length > 0) throw new Error(`${missing.join(', ')} is not in what was read:\n${text}`);
    },
  };
  return me;
}

/** Looked at often while more is waited for. */
const known: Record<Language, WeakMap<ShownMessage, string[]>> = { fa: new WeakMap(), en: new WeakMap() };

function keysOfMessage(message: ShownMessage, language: Language): string[] {
  const keys = known[language].get(message) ?? readKeys(message, shownIn[language]);
  known[language].set(message, keys);
  return keys;
}

function readKeys({ text, buttons = [], keyboard }: ShownMessage, shown: TextsShown): string[] {
  const keys = keyboard && keyboard !== 'remove' ? keyboard.rows.flat() : [];
  return [
    ...shown.keysIn(text, 'chat'),
    ...buttons.flat().flatMap((button) => shown.keysIn(button.text, 'button')),
    ...keys.flatMap((key) => shown.keysIn(key.text, 'key')),
  ];
}

/** A room has no keys below it. */
async function keyboardOf(sandbox: Surroundings, { path, as }: Chat): Promise<Keyboard | null> {
  if (as !== undefined) return null;
  return (await control<{ keyboard: Keyboard | null }>(sandbox, path)).keyboard;
}

/** What came or changed since; waits for the first of it. */
async function latest(sandbox: Surroundings, chat: Chat, waitMs: number): Promise<ShownMessage[]> {
  const wait = Math.max(0, Math.round(waitMs));
  const items = await control<ShownMessage[]>(
    sandbox,
    `${chat.path}/messages?after=${chat.lastId}&wait=${wait}`,
  );
  for (const item of items) {
    chat.lastId = Math.max(chat.lastId, item.id);
    chat.messages.set(item.messageId, item);
  }
  return items;
}

function transcript(messages: readonly ShownMessage[]): string {
  const lines = messages.map(({ from, text, buttons = [] }) =>
    [`${from}: ${text}`, ...buttons.flat().map((button) => `    [${button.text}]`)].join('\n'),
  );
  return withoutMarks(lines.join('\n'));
}
