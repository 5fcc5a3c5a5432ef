/**
 * A fault of ours: logged with its context, answered with a short apology and a code to quote. To take too long is a
 * fault as well; the person hears of it while the work goes on.
 */
import { randomInt } from 'node:crypto';
import type { MiddlewareFn } from 'grammy';
import type { Logger } from 'pino';
import type { BotContext } from '../context.ts';
import { languageOf } from '../language.ts';
import { isGone } from '../platforms/gone.ts';
import { readRoomCommand } from '../room-command.ts';
import type { TextsByLanguage } from '../visit.ts';

export interface ApologiseDeps {
  texts: TextsByLanguage;
  log: Logger;
  /** After this time without an end the apology does not wait for it. */
  answerWithinMs: number;
  /** Once aborted, a fault may be of our stopping: it is handed on, for the update to come again. */
  stopping: AbortSignal;
}

/** An apology that cannot be sent for longer than this says nothing any more. */
const APOLOGY_WITHIN_MS = 10_000;

export function apologise(deps: ApologiseDeps): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    const tell = createApology(ctx, deps);
    const late = setTimeout(() => void tell(new Error('An update takes too long')), deps.answerWithinMs);
    try {
      await next();
    } catch (error) {
      // Blocked, or deleted, while we were answering: nobody is there to apologise to.
      if (isGone(error)) return await markUnreachable(ctx);
      if (deps.stopping.aborted) throw error;
      await tell(error);
    } finally {
      clearTimeout(late);
    }
  };
}

/** Logs a fault and tells the person; of several faults of one update they hear once. Never throws. */
function createApology(ctx: BotContext, { texts, log }: ApologiseDeps): (fault: unknown) => Promise<void> {
  const code = String(randomInt(100_000, 1_000_000));
  let isTold = false;
  return async (fault) => {
    log.error({ err: fault, code, update: ctx.update.update_id }, 'an update could not be answered');
    const chat = ctx.chat?.id ?? ctx.from?.id;
    if (chat === undefined || isTold || !isAwaited(ctx)) return;
    const language = ctx.visit?.texts.language ?? languageOf(ctx.from);
    const signal = AbortSignal.timeout(APOLOGY_WITHIN_MS) as Parameters<typeof ctx.api.sendMessage>[3];
    try {
      const text = texts[language].chat('fault', { code });
      await ctx.api.sendMessage(chat, text, { parse_mode: 'HTML' }, signal);
      isTold = true;
    } catch (sendError) {
      log.error({ err: sendError, code }, 'and the apology could not be sent');
    }
  };
}

/** Where many read, only whoever gave us a command waits for an answer; in a channel nobody does. */
function isAwaited(ctx: BotContext): boolean {
  if (ctx.chat?.type === 'channel') return false;
  const isRoom = ctx.chat?.type === 'group' || ctx.chat?.type === 'supergroup';
  return !isRoom || (readRoomCommand(ctx)?.isOurs ?? false);
}

/** A group that has put us out has no account; nothing of it is kept. */
async function markUnreachable({ visit }: Partial<BotContext>): Promise<void> {
  if (visit) await visit.services.accounts.setReachable(visit.caller.account, false);
}
