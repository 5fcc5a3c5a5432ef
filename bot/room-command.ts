/** A command as it is written in a group, where other bots may be addressed: `/course@karamooz_bot weld101`. */
import type { BotContext } from './context.ts';

export interface RoomCommand {
  /** In small letters, without the slash. */
  name: string;
  argument: string;
  /** Not addressed to another bot. */
  isOurs: boolean;
}

const COMMAND = /^\/([a-z0-9_]+)(?:@(\w+))?(?:\s+(.*))?$/is;

/** Null for a message that is no command. */
export function readRoomCommand({ me, message }: BotContext): RoomCommand | null {
  const [, name, addressee, argument = ''] = COMMAND.exec(message?.text ?? '') ?? [];
  if (name === undefined) return null;
  const isOurs = addressee === undefined || addressee.toLowerCase() === me.username.toLowerCase();
  return { name: name.toLowerCase(), argument: argument.trim(), isOurs };
}
