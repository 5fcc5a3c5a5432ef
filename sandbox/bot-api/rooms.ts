/** Groups and channels, from the side of the people in them. */
import type { Platform } from '../events.ts';
import type { ChatItem } from './chat-item.ts';
import { type ItemsWait, waitForItems } from './chats.ts';
import type { Messenger } from './messenger.ts';
import type { ActionOutcome } from './people/acting.ts';
import type { RoomAction } from './people/person-action.ts';
import { doRoomAction } from './people/room-action.ts';
import type { Room, RoomType } from './state/room-book.ts';

export interface Rooms {
  all(platform: Platform): Room[];
  /** Opens a room in which the bot is not. */
  open(platform: Platform, room: { type: RoomType; title: string; username?: string }): Room | undefined;
  act(platform: Platform, roomId: number, action: RoomAction): Promise<ActionOutcome>;
  waitForItems(platform: Platform, roomId: number, after: number, wait: ItemsWait): Promise<ChatItem[]>;
}

export function createRooms(messengers: Partial<Record<Platform, Messenger>>): Rooms {
  return {
    all: (platform) => messengers[platform]?.rooms.all() ?? [],
    open(platform, { type, title, username }) {
      const messenger = messengers[platform];
      if (!messenger) return undefined;
      const id = messenger.dialect.roomId(type, messenger.numbers.next());
      const room: Room = { id, type, title, ...(username && { username }), bot: 'stranger' };
      messenger.rooms.put(room);
      return room;
    },
    async act(platform, roomId, action) {
      const messenger = messengers[platform];
      const room = messenger?.rooms.get(roomId);
      if (!messenger || !room) {
        return { type: 'refused', status: 404, error: `There is no room ${roomId} on ${platform}.` };
      }
      return doRoomAction(
        { messenger, chatId: roomId, userId: action.as, repeat: action.repeat },
        room,
        action,
      );
    },
    waitForItems: (platform, roomId, after, wait) => waitForItems(messengers[platform], roomId, after, wait),
  };
}
