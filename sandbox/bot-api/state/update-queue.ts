/**
 * Updates that wait to be fetched or delivered, with the offset semantics of getUpdates. An update stays, also
 * across a crash, until a later offset (or a webhook's 2xx) confirms it.
 */
import type { Store } from '../../store.ts';
import { type BotApiError, conflict } from '../errors.ts';
import type { UpdateContent, UpdateKind, WireUpdate } from '../wire.ts';
import { createCounter } from './counter.ts';
import { createPollSlot } from './poll-slot.ts';

export interface PendingUpdate {
  update: WireUpdate;
  /** How many times the identical update is handed out. */
  copies: number;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface PollRequest {
  offset: number;
  limit: number;
  timeoutSeconds: number;
  /** Ends the wait when the client has gone. */
  signal: AbortSignal;
}

export interface UpdateQueue {
  /** Returns the update's id, or undefined when the bot did not ask for updates of this kind. */
  add(content: UpdateContent, copies: number): number | undefined;
  poll(request: PollRequest): Promise<WireUpdate[]>;
  /** Ends a waiting poll with this error. */
  interrupt(error: BotApiError): void;
  /** Ends a waiting poll with nothing. */
  release(): void;
  confirm(updateId: number): void;
  isPending(updateId: number): boolean;
  dropAll(): void;
  pending(): Iterable<PendingUpdate>;
  readonly size: number;
  /** None: all kinds. */
  allow(kinds: string[]): void;
  readonly allowed: string[];
  onAdded(listener: () => void): void;
}

export interface UpdateQueueDeps {
  store: Store;
  /** Distinguishes the bots that share the store. */
  name: string;
  now: () => number;
  /** Kinds that this messenger has at all. */
  kinds: readonly UpdateKind[];
  firstId: number;
  /** The oldest beyond this many are forgotten. */
  pendingMax: number;
}

const RETENTION_MS = 24 * 60 * 60 * 1_000;
const POLL_SECONDS_MAX = 50;

export function createUpdateQueue(deps: UpdateQueueDeps): UpdateQueue {
  const pending = deps.store.map<PendingUpdate>(`bot-api.${deps.name}.updates`);
  const settings = deps.store.map<string[]>(`bot-api.${deps.name}.allowed-updates`);
  const listeners: (() => void)[] = [];
  const slot = createPollSlot();

  let highest = deps.firstId - 1;
  for (const { update } of pending.values()) highest = Math.max(highest, update.update_id);
  const ids = createCounter(deps.store, `${deps.name}.updates`, highest + 1);

  const allowed = () => settings.get('kinds') ?? [];

  function isWanted(kind: UpdateKind): boolean {
    return deps.kinds.includes(kind) && (allowed().length === 0 || allowed().includes(kind));
  }

  function remove(updateId: number): void {
    pending.delete(String(updateId));
  }

  function forgetOld(): void {
    for (const { update, at } of pending.values()) {
      const isKept = pending.size <= deps.pendingMax && deps.now() - at < RETENTION_MS;
      if (isKept) return;
      remove(update.update_id);
    }
  }

  function confirmBefore(offset: number): void {
    const surplus = offset < 0 ? pending.size + offset : Number.POSITIVE_INFINITY;
    let confirmed = 0;
    for (const { update } of pending.values()) {
      const isConfirmed = offset < 0 ? confirmed < surplus : update.update_id < offset;
      if (!isConfirmed) return;
      remove(update.update_id);
      confirmed += 1;
    }
  }

  function take(offset: number, limit: number): WireUpdate[] {
    const taken: WireUpdate[] = [];
    for (const { update, copies } of pending.values()) {
      // One that came in meanwhile can lie below the offset (Bale's first has the id 0): not asked for, not given.
      if (update.update_id < offset) continue;
      for (let copy = 0; copy < copies; copy += 1) taken.push(update);
      if (taken.length >= limit) break;
    }
    return taken.slice(0, limit);
  }

  return {
    add(content, copies) {
      const [kind] = Object.keys(content) as [UpdateKind];
      if (!isWanted(kind)) return undefined;
      const update: WireUpdate = { update_id: ids.next(), ...content };
      pending.set(String(update.update_id), { update, copies, at: deps.now() });
      forgetOld();
      slot.wake();
      for (const listener of listeners) listener();
      return update.update_id;
    },
    async poll({ offset, limit, timeoutSeconds, signal }) {
      slot.fail(
        conflict('terminated by other getUpdates request; make sure that only one bot instance is running'),
      );
      forgetOld();
      confirmBefore(offset);
      if (pending.size === 0 && timeoutSeconds > 0 && !signal.aborted) {
        await slot.wait(Math.min(timeoutSeconds, POLL_SECONDS_MAX), signal);
      }
      return take(offset, limit);
    },
    interrupt: slot.fail,
    release: slot.wake,
    confirm: remove,
    isPending: (updateId) => pending.get(String(updateId)) !== undefined,
    dropAll() {
      for (const { update } of pending.values()) remove(update.update_id);
    },
    pending: () => pending.values(),
    get size() {
      return pending.size;
    },
    allow(kinds) {
      settings.set('kinds', kinds);
    },
    get allowed() {
      return allowed();
    },
    onAdded(listener) {
      listeners.push(listener);
    },
  };
}

/** `limit` and `offset` as the real one takes them: out of range is pulled into range. */
export function pollRequest(
  parameters: { offset?: number | undefined; limit?: number | undefined; timeout?: number | undefined },
  signal: AbortSignal,
): PollRequest {
  const { offset = 0, limit = 100, timeout = 0 } = parameters;
  return {
    offset,
    limit: Math.min(100, Math.max(1, limit)),
    timeoutSeconds: Math.max(0, timeout),
    signal,
  };
}
