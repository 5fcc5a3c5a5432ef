/** What a method of the Bot API is given, and the chat it is about. */
import { migrated } from '../errors.ts';
import type { Messenger } from '../messenger.ts';
import { integerOf, type Parameters, stringOf } from '../parameters.ts';
import type { Room } from '../state/room-book.ts';

export interface Upload {
  content: Buffer;
  fileName: string | undefined;
  mimeType: string;
}

export interface Call {
  messenger: Messenger;
  parameters: Parameters;
  /** Files of a multipart body by the name of their part. */
  uploads: ReadonlyMap<string, Upload>;
  /** Aborted when the client goes away. */
  signal: AbortSignal;
}

/** Returns the `result` of the answer; an error is thrown as `BotApiError`. */
export type Method = (call: Call) => unknown;

/** The chat the call is about, if the bot may write there now. */
export function reachableChat({ messenger, parameters }: Call, name = 'chat_id'): number {
  const chatId = knownChat({ messenger, parameters }, name);
  const room = messenger.rooms.get(chatId);
  if (room) {
    refuseOutside(messenger, room);
    return chatId;
  }
  const { started, blocked, deactivated } = messenger.chats.get(chatId);
  if (deactivated) throw messenger.dialect.errors.deactivated();
  if (blocked) throw messenger.dialect.errors.blocked();
  if (!started) throw messenger.dialect.errors.neverStarted();
  return chatId;
}

/** In a room the bot writes as a member; in a channel it must be an administrator. */
function refuseOutside({ dialect: { errors } }: Messenger, { type, bot, migratedTo }: Room): void {
  if (migratedTo !== undefined) throw migrated(migratedTo);
  if (bot === 'kicked') throw errors.kicked(type);
  if (bot === 'stranger') throw errors.notMember(type);
  if (type === 'channel' && bot !== 'administrator') throw errors.noRights();
}

/** The chat the call is about, whether or not the bot may write there. */
export function knownChat(
  { messenger, parameters }: Pick<Call, 'messenger' | 'parameters'>,
  name = 'chat_id',
): number {
  const { errors } = messenger.dialect;
  if (!stringOf(parameters, name)?.trim()) throw errors.emptyChatId();
  const room = messenger.rooms.find(stringOf(parameters, name)?.trim() ?? '');
  // Who has never been in a room finds it by its public name only.
  if (room && (room.bot !== 'stranger' || room.username)) return room.id;
  const chatId = integerOf(parameters, name);
  const isKnown =
    chatId !== undefined && (messenger.chats.get(chatId).started || messenger.accounts.isRegistered(chatId));
  if (!isKnown) throw errors.unknownChat();
  return chatId;
}
