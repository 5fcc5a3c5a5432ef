/** A moment in a chat: what the person sees when the bot has said what it had to say. */
import type { Platform } from '../test/support/person.ts';
import type { Language } from '../texts/texts.ts';

export interface ShownButton {
  text: string;
  data?: string;
  kind: 'callback' | 'url' | 'copy' | 'web-app' | 'pay';
  url?: string;
  copyText?: string;
}

/** A message of the bot as the messenger's app shows it, with the marks of direction that are in it. */
export interface ShownMessage {
  id: number;
  messageId: number;
  from: 'bot' | 'person';
  text: string;
  html: string;
  buttons?: ShownButton[][];
  keyboard?: Keyboard | 'remove';
  /** A file that came with it; the address is one of the sandbox. */
  media?: { url: string };
}

export interface Keyboard {
  rows: { text: string }[][];
}

/** Who sees it, and where. */
export interface Setting {
  platform: Platform;
  language: Language;
}

export interface State extends Setting {
  /** What the walk calls it; the same in all settings. */
  screen: string;
  walk: string;
  /** In a group or channel: the chat page shows none, so there is no picture. */
  room?: true;
  /** Texts that the bot's new messages showed. */
  keys: string[];
  /** The bot's messages since the person last did something, oldest first. */
  news: ShownMessage[];
  /** The keys below the chat; null when there are none. */
  keyboard: Keyboard | null;
  /** File of the picture, when one was taken. */
  picture?: string;
}
