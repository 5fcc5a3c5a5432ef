/** What is known to who decides what to do in a chat, and what they may decide. */
import type { Platform } from '../../config.ts';
import type { ChatItem } from '../../sandbox/bot-api/chat-item.ts';
import type { Actor, Papers } from './people.ts';
import type { Place } from './place.ts';
import type { Random } from './random.ts';

/** As the control API takes it. */
export type Action = Record<string, unknown>;

export interface Scene {
  actor: Actor;
  /** All who chat, among whom portal users find their trainees. */
  actors: readonly Actor[];
  platform: Platform;
  place: Place;
  /** The chat as it is on the screen, oldest first. */
  items: readonly ChatItem[];
  /** Codes of courses to choose from. */
  courses: readonly string[];
  /** Those of them that have a line, and those who have a seat somewhere; known only where one of them is asked for. */
  full: readonly string[];
  seated: readonly Papers[];
  /** Papers of a trainee who has no chat. */
  stranger(): Papers;
  /** What the last SMS to this number says. */
  lastSmsTo(mobile: string): string | undefined;
  /** A gateway's file of a day, as text. */
  statement(): string;
  /** How often a button of each kind was pressed so far. */
  pressed: ReadonlyMap<string, number>;
  random: Random;
}
