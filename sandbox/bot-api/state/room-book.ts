/** The groups and channels of one messenger, and what the bot is in each of them. */
import type { DurableMap } from '../../store.ts';

export type RoomType = 'group' | 'supergroup' | 'channel';

/** `stranger`: never was there. A member of a channel is an administrator; others only read. */
export type BotStanding = 'stranger' | 'member' | 'administrator' | 'kicked';

export interface Room {
  id: number;
  type: RoomType;
  title: string;
  /** Without the @; a room with one can be found by anybody. */
  username?: string | undefined;
  bot: BotStanding;
  /** The supergroup that this group has become. */
  migratedTo?: number;
}

export interface RoomBook {
  get(id: number): Room | undefined;
  /** By number, or by `@name`. */
  find(address: string): Room | undefined;
  all(): Room[];
  put(room: Room): void;
}

/** `firstRooms` are there from the beginning; those that are known already are left as they are. */
export function createRoomBook(rooms: DurableMap<Room>, firstRooms: readonly Room[]): RoomBook {
  for (const room of firstRooms) if (!rooms.get(String(room.id))) rooms.set(String(room.id), room);
  const all = () => [...rooms.values()];
  return {
    get: (id) => rooms.get(String(id)),
    find(address) {
      const name = address.replace(/^@/, '').toLowerCase();
      return rooms.get(address) ?? all().find(({ username }) => username?.toLowerCase() === name);
    },
    all,
    put(room) {
      rooms.set(String(room.id), room);
    },
  };
}
