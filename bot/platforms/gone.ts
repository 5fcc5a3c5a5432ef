/** How a messenger says that it lets us write to a chat no more, or never did. */
import { GrammyError } from 'grammy';

/** Telegram's 400 for a chat that is no more, and Bale's 404. */
const UNKNOWN_CHAT = /chat not found|no such group or user/i;
/** A group or channel where we are, but may only read. */
const NO_RIGHTS = /need administrator rights|not enough rights|have no rights|CHAT_WRITE_FORBIDDEN/i;

/** Blocked, put out, deleted, or unknown. Trying again would be as vain, until somebody writes to us from there. */
export function isGone(error: unknown): boolean {
  return isUnknownChat(error) || isForbidden(error);
}

export function isUnknownChat(error: unknown): boolean {
  return error instanceof GrammyError && UNKNOWN_CHAT.test(error.description);
}

export function isForbidden(error: unknown): boolean {
  return error instanceof GrammyError && (error.error_code === 403 || NO_RIGHTS.test(error.description));
}
