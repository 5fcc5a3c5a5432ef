/** Does what a person wants to do in a group or channel. */
import { addMessage, wireChat } from '../messenger.ts';
import type { BotStanding, Room } from '../state/room-book.ts';
import type { MessageContent, WireMembership } from '../wire.ts';
import { type Acting, type ActionOutcome, refused, say, tellBot } from './acting.ts';
import { pin, sayText } from './do-action.ts';
import { mediaOf } from './media.ts';
import type { RoomAction } from './person-action.ts';
import { press, pressData } from './press.ts';

export async function doRoomAction(acting: Acting, room: Room, action: RoomAction): Promise<ActionOutcome> {
  if (room.migratedTo !== undefined) {
    return refused(409, `This group has become the supergroup ${room.migratedTo}.`);
  }
  if ('text' in action) return sayInRoom(acting, action.text, action.replyTo);
  if ('sticker' in action) return say(acting, mediaOf(acting, { sticker: true }));
  if ('press' in action) return press(acting, action.press, action.messageId);
  if ('pressData' in action) return pressData(acting, action.pressData, action.messageId);
  if ('pin' in action) return pin(acting, action.pin);
  if ('bot' in action) return changeStanding(acting, room, action.bot);
  return upgrade(acting, room);
}

function sayInRoom(acting: Acting, text: string, replyTo?: number): ActionOutcome {
  if (replyTo === undefined) return sayText(acting, text);
  const replied = acting.messenger.messages.get(acting.chatId, replyTo);
  if (!replied) return refused(404, `There is no message ${replyTo} in this room.`);
  return sayText(acting, text, { reply_to_message: replied.message });
}

/** What the protocol calls each standing. */
const STATUS: Record<BotStanding, WireMembership['status']> = {
  stranger: 'left',
  member: 'member',
  administrator: 'administrator',
  kicked: 'kicked',
};

function changeStanding(acting: Acting, room: Room, bot: BotStanding): ActionOutcome {
  const { messenger, userId } = acting;
  if (room.bot === bot) return { type: 'done', updateIds: [], message: null };
  messenger.rooms.put({ ...room, bot });
  const updateIds = tellBot(acting, {
    my_chat_member: {
      chat: wireChat(messenger, room.id),
      from: messenger.accounts.user(userId),
      date: Math.floor(messenger.now() / 1_000),
      old_chat_member: { user: messenger.bot, status: STATUS[room.bot] },
      new_chat_member: { user: messenger.bot, status: STATUS[bot] },
    },
  });
  const told = room.type === 'channel' ? null : serviceMessage(acting, room.bot, bot);
  if (!told) return { type: 'done', updateIds, message: null };
  const said = say(acting, told);
  return said.type === 'done' ? { ...said, updateIds: [...updateIds, ...said.updateIds] } : said;
}

/** Groups tell of who comes and goes; null when nobody did. */
function serviceMessage(
  { messenger }: Acting,
  before: BotStanding,
  after: BotStanding,
): MessageContent | null {
  const wasThere = before === 'member' || before === 'administrator';
  if (after === 'kicked') return { left_chat_member: messenger.bot };
  return wasThere ? null : { new_chat_members: [messenger.bot] };
}

function upgrade(acting: Acting, room: Room): ActionOutcome {
  const { messenger, userId } = acting;
  if (!messenger.dialect.hasSupergroups || room.type !== 'group') {
    return refused(409, 'Only a group of a messenger that has supergroups can become one.');
  }
  const id = messenger.dialect.roomId('supergroup', messenger.numbers.next());
  messenger.rooms.put({ ...room, id, type: 'supergroup' });
  const left = addMessage(messenger, room.id, userId, { migrate_to_chat_id: id });
  const arrived = addMessage(messenger, id, userId, { migrate_from_chat_id: room.id });
  messenger.rooms.put({ ...room, migratedTo: id });
  const updateIds = [left, arrived].flatMap(({ message }) => tellBot(acting, { message }));
  return { type: 'done', updateIds, message: messenger.toItem(arrived) };
}
