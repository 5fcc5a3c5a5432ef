/**
 * Delivers updates to the bot's webhook: those of one chat one after another, different chats at once up to
 * `max_connections`. What is not answered with 2xx is tried again, later each time, until it is a day old.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { DurableMap } from '../../store.ts';
import { chatOfUpdate } from '../wire.ts';
import type { PendingUpdate, UpdateQueue } from './update-queue.ts';

export interface WebhookSettings {
  url: string;
  secretToken?: string | undefined;
  maxConnections: number;
}

export interface WebhookError {
  /** Seconds since the epoch. */
  date: number;
  message: string;
}

export interface Webhook {
  readonly settings: WebhookSettings | undefined;
  readonly lastError: WebhookError | undefined;
  set(settings: WebhookSettings | undefined): void;
  /** Starts delivering; `onReply` gets what the bot answered, which may be a call of a method. */
  start(onReply: (body: string) => Promise<void>): void;
  stop(): void;
}

export interface WebhookDeps {
  settings: DurableMap<WebhookSettings>;
  updates: UpdateQueue;
  now: () => number;
  sendsSecret: boolean;
  /** True while the messenger as a whole is down. */
  isCutOff: () => boolean;
}

const FIRST_RETRY_MS = 200;
const RETRY_MS_MAX = 10_000;
const ANSWER_WITHIN_MS = 60_000;

export function createWebhook(deps: WebhookDeps): Webhook {
  const { updates } = deps;
  const busyChats = new Set<number>();
  const stopping = new AbortController();
  let onReply: ((body: string) => Promise<void>) | null = null;
  let lastError: WebhookError | undefined;
  /** Grows with every change of the settings; deliveries under older ones give up. */
  let generation = 0;

  const current = () => deps.settings.get('current');

  function pump(): void {
    const settings = current();
    if (!settings || !onReply || stopping.signal.aborted) return;
    for (const pending of updates.pending()) {
      if (busyChats.size >= settings.maxConnections) return;
      const chat = chatOfUpdate(pending.update);
      if (busyChats.has(chat)) continue;
      busyChats.add(chat);
      void deliver(pending, generation).finally(() => {
        busyChats.delete(chat);
        pump();
      });
    }
  }

  async function deliver(pending: PendingUpdate, startedIn: number): Promise<void> {
    let waitMs = FIRST_RETRY_MS;
    let copies = pending.copies;
    while (copies > 0) {
      const settings = current();
      if (!settings || startedIn !== generation || stopping.signal.aborted) return;
      if (!updates.isPending(pending.update.update_id)) return;
      const problem = await attempt(settings, pending);
      if (problem === null) {
        copies -= 1;
        continue;
      }
      lastError = { date: Math.floor(deps.now() / 1_000), message: problem };
      await delay(waitMs, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
      waitMs = Math.min(2 * waitMs, RETRY_MS_MAX);
    }
    updates.confirm(pending.update.update_id);
  }

  /** Returns what went wrong, null if nothing did. */
  async function attempt(settings: WebhookSettings, pending: PendingUpdate): Promise<string | null> {
    if (deps.isCutOff()) return 'Connection timed out';
    try {
      const response = await fetch(settings.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(deps.sendsSecret &&
            settings.secretToken && { 'x-telegram-bot-api-secret-token': settings.secretToken }),
        },
        body: JSON.stringify(pending.update),
        redirect: 'manual',
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      });
      const body = await response.text();
      if (!response.ok) {
        return `Wrong response from the webhook: ${response.status} ${response.statusText}`;
      }
      await onReply?.(body);
      return null;
    } catch (error) {
      const timedOut = error instanceof Error && error.name === 'TimeoutError';
      return timedOut ? 'Read timeout expired' : 'Connection refused';
    }
  }

  updates.onAdded(pump);

  return {
    get settings() {
      return current();
    },
    get lastError() {
      return lastError;
    },
    set(settings) {
      generation += 1;
      lastError = undefined;
      if (settings) deps.settings.set('current', settings);
      else deps.settings.delete('current');
      pump();
    },
    start(listener) {
      onReply = listener;
      pump();
    },
    stop() {
      stopping.abort();
    },
  };
}
