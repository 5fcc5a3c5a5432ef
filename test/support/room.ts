/** A group or channel of its own, in which people of the tests speak and read; through the control API, as by a phone. */
import type { BotStanding, Room, RoomType } from '../../sandbox/bot-api/state/room-book.ts';
import { type Person, type Platform, type Seen, withoutMarks } from './person.ts';
import { control, type Surroundings } from './sandbox-control.ts';

export type RoomByHand = Awaited<ReturnType<typeof room>>;

let opened = 0;

/** `bot`: what the bot is there; a stranger until somebody adds it. */
export async function room(sandbox: Surroundings, platform: Platform, type: RoomType) {
  opened += 1;
  const username = `room_${opened}`;
  const made = await control<Room>(sandbox, `rooms/${platform}`, { type, title: `اتاق ${opened}`, username });
  return roomWithNumber(sandbox, platform, made.id, username);
}

/** One that is there already. */
export function roomWithNumber(sandbox: Surroundings, platform: Platform, id: number, username = '') {
  const path = `rooms/${platform}/${id}/messages`;
  const does = async (person: Person, action: object) => {
    await control(sandbox, path, { as: person.userId, ...action });
  };
  const messages = async (after = 0, waitMs = 0) => {
    const items = await control<Seen[]>(sandbox, `${path}?after=${after}&wait=${waitMs}`);
    return items.map((item) => ({ ...item, text: withoutMarks(item.text) }));
  };
  let lastSeen = 0;

  return {
    id,
    address: `@${username}`,
    does,
    says: (person: Person, text: string, more: object = {}) => does(person, { text, ...more }),
    makesBot: (person: Person, bot: BotStanding) => does(person, { bot }),
    messages,
    /** What the bot has written so far. */
    ofBot: async () => (await messages()).filter(({ from }) => from === 'bot'),
    /** Waits for the bot's next message here, after the one last seen. */
    async sees(pattern: RegExp, withinMs = 25_000): Promise<Seen> {
      const deadline = Date.now() + withinMs;
      while (Date.now() < deadline) {
        for (const item of await messages(lastSeen, deadline - Date.now())) {
          lastSeen = item.id;
          if (item.from === 'bot' && pattern.test(item.text)) return item;
        }
      }
      throw new Error(`${pattern} was not seen in this room: ${JSON.stringify(await messages())}`);
    },
  };
}

/** The address of a message's only button. */
export function linkOf({ buttons }: Seen): string {
  const [button] = (buttons ?? []).flat();
  if (!button?.url) throw new Error('The message has no button with an address');
  return button.url;
}
