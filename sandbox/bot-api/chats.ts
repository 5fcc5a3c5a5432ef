/** The people's side of the messengers: what they see in their chats, and what they do there. */
import type { Platform } from '../events.ts';
import type { DurableMap } from '../store.ts';
import type { ChatItem } from './chat-item.ts';
import type { Messenger } from './messenger.ts';
import type { ActionOutcome } from './people/acting.ts';
import { doAction } from './people/do-action.ts';
import type { PersonAction } from './people/person-action.ts';
import type { ReplyKeyboard } from './reply-markup.ts';
import type { ShelvedFile } from './state/file-shelf.ts';
import type { Command } from './state/profile.ts';

export interface Chats {
  /** Does this messenger have the bot? */
  has(platform: Platform): boolean;
  act(platform: Platform, userId: number, action: PersonAction): Promise<ActionOutcome>;
  /** What has come or changed after the item with this id, in order. */
  itemsAfter(platform: Platform, userId: number, after: number): ChatItem[];
  /** The same, but waits for something to come: from the bot, or from anyone. */
  waitForItems(platform: Platform, userId: number, after: number, wait: ItemsWait): Promise<ChatItem[]>;
  overview(platform: Platform, userId: number): ChatOverview | undefined;
  /** See `ChatState`. */
  set(platform: Platform, userId: number, settings: { oldApp?: boolean; deactivated?: boolean }): void;
  /** Whether a 429 is answered in plain text by the proxy in front of the API, as seen at Bale. */
  setPlainTooMany(platform: Platform, plain: boolean): void;
  file(platform: Platform, fileId: string): { file: ShelvedFile; path: string } | undefined;
}

export interface ItemsWait {
  waitMs: number;
  /** Wake up for the person's own messages too. */
  fromAnyone: boolean;
  signal: AbortSignal;
}

/** What an app shows besides the messages. */
export interface ChatOverview {
  bot: {
    username: string;
    name: string;
    description: string;
    shortDescription: string;
    commands: Command[];
    menuButton: object;
  };
  started: boolean;
  blocked: boolean;
  oldApp: boolean;
  deactivated: boolean;
  /** The reply keyboard on the screen. */
  keyboard: ReplyKeyboard | null;
}

export interface ChatsDeps {
  messengers: Partial<Record<Platform, Messenger>>;
  /** By platform; see `Chats.setPlainTooMany`. */
  plainTooMany: DurableMap<boolean>;
}

export function createChats({ messengers, plainTooMany }: ChatsDeps): Chats {
  return {
    has: (platform) => messengers[platform] !== undefined,
    async act(platform, userId, action) {
      const messenger = messengers[platform];
      if (!messenger) return { type: 'refused', status: 404, error: `There is no bot on ${platform}.` };
      return doAction({ messenger, chatId: userId, userId, repeat: action.repeat }, action);
    },
    itemsAfter: (platform, userId, after) => itemsAfter(messengers[platform], userId, after),
    waitForItems: (platform, userId, after, wait) => waitForItems(messengers[platform], userId, after, wait),
    overview: (platform, userId) => overview(messengers[platform], userId),
    set: (platform, userId, settings) => messengers[platform]?.chats.change(userId, settings),
    setPlainTooMany: (platform, plain) => plainTooMany.set(platform, plain),
    file(platform, fileId) {
      const shelf = messengers[platform]?.files;
      const file = shelf?.get(fileId);
      return shelf && file && { file, path: shelf.locate(file) };
    },
  };
}

export function itemsAfter(messenger: Messenger | undefined, userId: number, after: number): ChatItem[] {
  if (!messenger) return [];
  const news = messenger.messages.inChat(userId).filter(({ id }) => id > after);
  return news.map(messenger.toItem);
}

export async function waitForItems(
  messenger: Messenger | undefined,
  userId: number,
  after: number,
  { waitMs, fromAnyone, signal }: ItemsWait,
): Promise<ChatItem[]> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    const items = itemsAfter(messenger, userId, after);
    const leftMs = deadline - performance.now();
    const hasCome = items.some(({ from }) => fromAnyone || from === 'bot');
    if (!messenger || hasCome || leftMs <= 0 || signal.aborted) return items;
    await messenger.bell.wait(userId, leftMs, signal);
  }
}

function overview(messenger: Messenger | undefined, userId: number): ChatOverview | undefined {
  if (!messenger) return undefined;
  const { profile, bot, accounts, chats } = messenger;
  const language = accounts.user(userId).language_code ?? '';
  const { started, blocked, oldApp, deactivated = false, keyboard } = chats.get(userId);
  return {
    bot: {
      username: bot.username,
      name: profile.text('name', language),
      description: profile.text('description', language),
      shortDescription: profile.text('short_description', language),
      commands: profile.commandsShown(userId, language),
      menuButton: profile.menuButton(userId),
    },
    ...{ started, blocked, oldApp, deactivated },
    keyboard: keyboard?.keyboard ?? null,
  };
}
