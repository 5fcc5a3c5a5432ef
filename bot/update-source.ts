/**
 * Long polling that confirms an update only after it was handled.
 *
 * A messenger forgets an update once a later offset is asked for. The offset therefore stays at the oldest update that
 * is still being handled: whatever a dying process had in hand is delivered again. While slow updates hold the offset
 * back, the same batch comes again with the newer ones; those in hand are skipped.
 *
 * Updates of one chat are handled in order, those of different chats at once.
 */
import type { Update } from 'grammy/types';
import type { Logger } from 'pino';

export interface UpdateSource {
  /** Ends polling and waits for what is in hand. */
  stop(): Promise<void>;
}

export interface PollingDeps {
  /** Done before the first update is asked for, again and again until it succeeds: a messenger may be out of reach. */
  prepare(): Promise<void>;
  getUpdates(request: { offset: number; timeoutSeconds: number }, signal: AbortSignal): Promise<Update[]>;
  /** Must not throw. */
  handle(update: Update): Promise<void>;
  log: Logger;
}

const LONG_POLL_SECONDS = 30;
/** How long finished updates may wait for a slow one before the messenger is asked for more. */
const STRAGGLER_WAIT_MS = 100;
const PAUSE_AFTER_ERROR_MS = 1_000;

export function pollUpdates(deps: PollingDeps): UpdateSource {
  const stopping = new AbortController();
  /** Updates being handled; updates handled while an older one holds the offset back; the end of each chat's queue. */
  const inHand = new Map<number, Promise<void>>();
  const finished = new Set<number>();
  const queueOfChat = new Map<string, Promise<void>>();
  let next = 0;

  const loop = run();
  return {
    async stop() {
      stopping.abort();
      await loop;
      await Promise.all(inHand.values());
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
        if (inHand.size > 0) await Promise.race([Promise.all(inHand.values()), pause(STRAGGLER_WAIT_MS)]);
      } catch (error) {
        if (stopping.signal.aborted) return;
        deps.log.warn({ err: error }, 'asking the messenger for updates failed');
        await pause(PAUSE_AFTER_ERROR_MS);
      }
    }
  }

  function fetchUpdates(): Promise<Update[]> {
    const timeoutSeconds = inHand.size > 0 ? 0 : LONG_POLL_SECONDS;
    const offset = oldestInHand();
    for (const id of finished) if (id < offset) finished.delete(id);
    return deps.getUpdates({ offset, timeoutSeconds }, stopping.signal);
  }

  function oldestInHand(): number {
    let oldest = next;
    for (const id of inHand.keys()) oldest = Math.min(oldest, id);
    return oldest;
  }

  function accept(update: Update): void {
    if (inHand.has(update.update_id) || finished.has(update.update_id)) return;
    next = update.update_id + 1;
    const chat = chatOf(update);
    const turn = (queueOfChat.get(chat) ?? Promise.resolve()).then(() => deps.handle(update));
    queueOfChat.set(chat, turn);
    const done = turn.finally(() => {
      inHand.delete(update.update_id);
      finished.add(update.update_id);
      if (queueOfChat.get(chat) === turn) queueOfChat.delete(chat);
    });
    inHand.set(update.update_id, done);
  }

  /** Tells the messenger what was handled, so that a clean stop repeats nothing. */
  async function confirm(): Promise<void> {
    try {
      await deps.getUpdates({ offset: next, timeoutSeconds: 0 }, AbortSignal.timeout(PAUSE_AFTER_ERROR_MS));
    } catch (error) {
      deps.log.warn({ err: error }, 'the last updates were not confirmed; they will come once more');
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      stopping.signal.addEventListener('abort', done, { once: true });
      function done() {
        clearTimeout(timer);
        stopping.signal.removeEventListener('abort', done);
        resolve();
      }
    });
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
