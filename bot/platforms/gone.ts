/** How a messenger says that nobody is there to be written to: blocked, never begun, deleted, or an unknown chat. */
import { GrammyError } from 'grammy';

/** Telegram's 400 for a chat that is no more, and Bale's 404. */
const UNKNOWN_CHAT = /chat not found|no such group or user/i;

/** Trying again would be as vain, until the person writes by themselves. */
export function isGone(error: unknown): boolean {
  if (!(error instanceof GrammyError)) return false;
  return error.error_code === 403 || UNKNOWN_CHAT.test(error.description);
}
