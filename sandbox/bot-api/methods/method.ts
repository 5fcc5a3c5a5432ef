/** What a method of the Bot API is given, and the chat it is about. */
import type { Messenger } from '../messenger.ts';
import { integerOf, type Parameters, stringOf } from '../parameters.ts';

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
  const { started, blocked } = messenger.chats.get(chatId);
  if (blocked) throw messenger.dialect.errors.blocked();
  if (!started) throw messenger.dialect.errors.neverStarted();
  return chatId;
}

/** The chat the call is about, whether or not the bot may write there. */
export function knownChat(
  { messenger, parameters }: Pick<Call, 'messenger' | 'parameters'>,
  name = 'chat_id',
): number {
  const { errors } = messenger.dialect;
  if (!stringOf(parameters, name)?.trim()) throw errors.emptyChatId();
  const chatId = integerOf(parameters, name);
  const isKnown =
    chatId !== undefined && (messenger.chats.get(chatId).started || messenger.accounts.isRegistered(chatId));
  if (!isKnown) throw errors.unknownChat();
  return chatId;
}
