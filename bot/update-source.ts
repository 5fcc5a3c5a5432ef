/**
 * Long polling that confirms an update only after it was handled.
 *
 * A messenger forgets an update once a later offset is asked for. The offset therefore stays at the oldest update that
 * is still being handled: whatever a dying process had in hand is delivered again. While slow updates hold the offset
 * back, the same batch comes again with the newer ones; those in hand are skipped.
 *
 * A batch has a limited size, so an update that hangs would in the end shut out everybody. It holds the offset, and the
 * next ones of its chat, until a deadline; then they pass, and it is finished in this process. Should the process die
 * just then, it is lost: what it had written stays (the draft has the answer or asks again, an operation id was carried
 * out whole or not at all), and the person's next message or tap goes on from there. Only its words are missing.
 *
 * Updates of one chat are handled in order, those of different chats at once.
 */
import type { Update } from 'grammy/types';
import type { Logger } from 'pino';

export interface UpdateSource {
  /** Ends polling and waits for what has begun; what has not, or was interrupted, is left to come again. */
  stop(): Promise<void>;
}

export interface PollingDeps {
  /** Done before the first update is asked for, again and again until it succeeds: a messenger may be out of reach. */
  prepare(): Promise<void>;
  getUpdates(request: { offset: number; timeoutSeconds: number }, signal: AbortSignal): Promise<Update[]>;
  /** Must not throw. `interrupted`: it was broken off because we are being stopped, and must come again. */
  handle(update: Update): Promise<'handled' | 'interrupted'>;
  /** How long an update may hold back the offset since it came, and the next of its chat since its turn began. */
  handleWithinMs: number;
  /** Told of an update that has to wait for others of its chat. Must not throw. */
  waits(update: Update): void;
  log: Logger;
}

const LONG_POLL_SECONDS = 30;
/** How long finished updates may wait for a slow one before the messenger is asked for more. */
const STRAGGLER_WAIT_MS = 100;
const PAUSE_AFTER_ERROR_MS = 1_000;

export function pollUpdates(deps: PollingDeps): UpdateSource {
  const stopping = new AbortController();
  /** Updates that hold the offset back, until they no longer do; those which it may pass but has not passed yet. */
  const inHand = new Map<number, Promise<void>>();
  const released = new Set<number>();
  /** The end of each chat's queue; all that is not finished, also what was released before. */
  const queueOfChat = new Map<string, Promise<unknown>>();
  const unfinished = new Set<Promise<unknown>>();
  let next = 0;

  const loop = run();
  return {
    async stop() {
      stopping.abort();
      await loop;
      await Promise.all(unfinished);
      await confirm();
    },
  };

  async function run(): Promise<void> {
    let prepared = false;
    while (!stopping.signal.aborted) {
      try {
        if (!prepared) await deps.prepare();
        prepared = true;
        for (const update of await fetchUpdates()) accept(update);
        if (inHand.size > 0) await batchOrStragglers();
      } catch (error) {
        if (stopping.signal.aborted) return;
        deps.log.warn({ err: error }, 'asking the messenger for updates failed');
        await startPause(PAUSE_AFTER_ERROR_MS).over;
      }
    }
  }

  /** Until the batch is handled; those that take longer are not waited for. */
  async function batchOrStragglers(): Promise<void> {
    const patience = startPause(STRAGGLER_WAIT_MS);
    await Promise.race([Promise.all(inHand.values()), patience.over]);
    // Else, with batch upon batch, there would be ever more of them waiting for nothing.
    patience.end();
  }

  function fetchUpdates(): Promise<Update[]> {
    const timeoutSeconds = inHand.size > 0 ? 0 : LONG_POLL_SECONDS;
    const offset = oldestInHand();
    for (const id of released) if (id < offset) released.delete(id);
    return deps.getUpdates({ offset, timeoutSeconds }, stopping.signal);
  }

  function oldestInHand(): number {
    let oldest = next;
    for (const id of inHand.keys()) oldest = Math.min(oldest, id);
    return oldest;
  }

  function accept(update: Update): void {
    const id = update.update_id;
    if (inHand.has(id) || released.has(id)) return;
    next = id + 1;
    const handled = inTurn(update);
    unfinished.add(handled);
    void handled.then(() => unfinished.delete(handled));
    inHand.set(id, untilReleased(id, handled));
  }

  /** Handles it after those of its chat that came before. */
  function inTurn(update: Update): ReturnType<PollingDeps['handle']> {
    const chat = chatOf(update);
    const ahead = queueOfChat.get(chat);
    if (ahead !== undefined) deps.waits(update);
    const before = ahead ?? Promise.resolve();
    const handled = before.then(() =>
      stopping.signal.aborted ? ('interrupted' as const) : deps.handle(update),
    );
    const turn = before.then(() => orDeadline(handled));
    queueOfChat.set(chat, turn);
    void turn.then(() => {
      if (queueOfChat.get(chat) === turn) queueOfChat.delete(chat);
    });
    return handled;
  }

  async function untilReleased(id: number, handled: ReturnType<PollingDeps['handle']>): Promise<void> {
    const outcome = await orDeadline(handled);
    if (outcome === 'interrupted') return;
    if (outcome === 'late') deps.log.warn({ update: id }, 'an update is not handled yet; others pass it');
    inHand.delete(id);
    released.add(id);
  }

  function orDeadline<T>(work: Promise<T>): Promise<T | 'late'> {
    let timer: NodeJS.Timeout;
    const deadline = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, deps.handleWithinMs, 'late');
    });
    return Promise.race([work, deadline]).finally(() => clearTimeout(timer));
  }

  /** Tells the messenger what was handled, so that a clean stop repeats nothing. */
  async function confirm(): Promise<void> {
    try {
      await deps.getUpdates(
        { offset: oldestInHand(), timeoutSeconds: 0 },
        AbortSignal.timeout(PAUSE_AFTER_ERROR_MS),
      );
    } catch (error) {
      deps.log.warn({ err: error }, 'the last updates were not confirmed; they will come once more');
    }
  }

  /** Over after `ms`, when we are being stopped, or when it is ended. */
  function startPause(ms: number): { over: Promise<void>; end(): void } {
    let end = () => {};
    const over = new Promise<void>((resolve) => {
      const timer = setTimeout(() => end(), ms);
      end = () => {
        clearTimeout(timer);
        stopping.signal.removeEventListener('abort', end);
        resolve();
      };
      stopping.signal.addEventListener('abort', end, { once: true });
    });
    return { over, end };
  }
}

/** Whose turn it is: the chat, or the sender where an update has no chat. */
function chatOf(update: Update): string {
  const message = update.message ?? update.edited_message ?? update.callback_query?.message;
  const sender =
    update.callback_query?.from ?? update.my_chat_member?.from ?? update.pre_checkout_query?.from;
  const id = message?.chat.id ?? update.my_chat_member?.chat.id ?? sender?.id ?? update.update_id;
  return String(id);
}
