/** Of what is said in a room, a bot that is no administrator hears what is meant for it, where the messenger is so discreet. */
import type { Messenger } from '../messenger.ts';
import type { WireMessage } from '../wire.ts';

export function botHears({ rooms, dialect, bot }: Messenger, message: WireMessage): boolean {
  const room = rooms.get(message.chat.id);
  if (!room) return true;
  if (room.bot === 'kicked' || room.bot === 'stranger') return false;
  if (room.bot === 'administrator' || !dialect.hidesGroupTalk) return true;
  if (room.type === 'channel') return false;
  const text = message.text ?? message.caption;
  // What the messenger itself tells has neither text nor file.
  if (text === undefined) return isService(message);
  const isReply = message.reply_to_message?.from?.id === bot.id;
  return isReply || text.startsWith('/') || text.toLowerCase().includes(`@${bot.username.toLowerCase()}`);
}

const isService = (message: WireMessage): boolean =>
  [
    message.new_chat_members,
    message.left_chat_member,
    message.migrate_to_chat_id,
    message.migrate_from_chat_id,
    message.pinned_message,
  ].some((told) => told !== undefined);
