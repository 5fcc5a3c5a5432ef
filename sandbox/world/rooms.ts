/** A group and a channel to try the bot in: it is a member of the one, and an administrator of the other. */
import type { Room } from '../bot-api/state/room-book.ts';
import type { Platform } from '../events.ts';

const GROUP = { type: 'group', title: 'کارآموزان جوشکاری', bot: 'member' } as const;
const CHANNEL = {
  type: 'channel',
  title: 'دوره‌های تازه',
  username: 'new_courses',
  bot: 'administrator',
} as const;

/** Telegram numbers rooms below zero, Bale does not. */
export const FIRST_ROOMS: Record<Platform, readonly Room[]> = {
  telegram: [
    { id: -4001, ...GROUP },
    { id: -1_001_000_004_002, ...CHANNEL },
  ],
  bale: [
    { id: 4_000_004_001, ...GROUP },
    { id: 4_000_004_002, ...CHANNEL },
  ],
};
