/** An answer that takes a moment lets the person see, at the head of the chat, that it is being worked on. */
import type { MiddlewareFn } from 'grammy';
import type { BotContext } from '../context.ts';

/** Most answers are there by then, and cost no call for this. */
const FIRST_AFTER_MS = 1_000;
/** Messengers show it for about five seconds. */
const AGAIN_AFTER_MS = 4_500;

export function showProgress(firstAfterMs = FIRST_AFTER_MS): MiddlewareFn<BotContext> {
  return async ({ visit }, next) => {
    let timer = setTimeout(show, firstAfterMs);
    function show() {
      timer = setTimeout(show, AGAIN_AFTER_MS);
      visit.chat.typing().catch((err) => visit.log.debug({ err }, 'progress could not be shown'));
    }
    try {
      await next();
    } finally {
      clearTimeout(timer);
    }
  };
}
