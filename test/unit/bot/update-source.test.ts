import { getEventListeners } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';
import type { Update } from 'grammy/types';
import { type PollingDeps, pollUpdates, type UpdateSource } from '../../../bot/update-source.ts';
import { createGate, type Gate } from '../../support/gate.ts';
import { silentLog } from '../../support/silent-log.ts';
import { until } from '../../support/until.ts';

let source: UpdateSource | undefined;
afterEach(() => source?.stop());

function message(update_id: number, chat: number): Update {
  return { update_id, message: { message_id: update_id, chat: { id: chat } } } as Update;
}

/** A messenger that keeps updates until a later offset is asked for, as the Bot API does. */
function createMessenger(updates: Update[] = []) {
  const waiting = [...updates];
  const offsets: number[] = [];
  let failures = 0;
  let wake = createGate();
  return {
    offsets,
    waiting,
    send(...more: Update[]) {
      waiting.push(...more);
      wake.open();
    },
    failOnce() {
      failures += 1;
    },
    async getUpdates(
      { offset, timeoutSeconds }: { offset: number; timeoutSeconds: number },
      signal: AbortSignal,
    ): Promise<Update[]> {
      offsets.push(offset);
      if (failures > 0) {
        failures -= 1;
        throw new Error('502 Bad Gateway');
      }
      while (waiting[0] && waiting[0].update_id < offset) waiting.shift();
      if (waiting.length === 0 && timeoutSeconds > 0) await newsOr(signal);
      return waiting.slice(0, 100);
    },
  };

  async function newsOr(signal: AbortSignal): Promise<void> {
    wake = createGate();
    const { opened, open } = wake;
    signal.addEventListener('abort', open, { once: true });
    await opened;
    signal.removeEventListener('abort', open);
    signal.throwIfAborted();
  }
}

/** Handles updates, each when its gate opens (at once without one), and remembers the order of beginnings and ends. */
function createHandler(gates: Record<number, Gate> = {}) {
  const begun: number[] = [];
  const ended: number[] = [];
  const handle: PollingDeps['handle'] = async ({ update_id }) => {
    begun.push(update_id);
    await gates[update_id]?.opened;
    ended.push(update_id);
    return 'handled';
  };
  return { begun, ended, handle };
}

function poll(
  messenger: ReturnType<typeof createMessenger>,
  handle: PollingDeps['handle'],
  { prepare = async () => {}, handleWithinMs = 20_000, waits = () => {} }: Partial<PollingDeps> = {},
): UpdateSource {
  const { getUpdates } = messenger;
  source = pollUpdates({ prepare, getUpdates, handle, handleWithinMs, waits, log: silentLog });
  return source;
}

test('updates of one chat are handled one after another, in their order', async () => {
  const gates = { 1: createGate(), 2: createGate() };
  const { begun, ended, handle } = createHandler(gates);
  poll(createMessenger([message(1, 7), message(2, 7), message(3, 7)]), handle);
  await until('the first begins', async () => begun.length > 0);
  gates[2].open();
  expect(begun).toEqual([1]);
  gates[1].open();
  await until('all are handled', async () => ended.length === 3);
  expect(ended).toEqual([1, 2, 3]);
});

test('of an update that must wait for another of its chat it is told at once', async () => {
  const slow = createGate();
  const { ended, handle } = createHandler({ 1: slow });
  const waiting: number[] = [];
  const waits = ({ update_id }: Update) => waiting.push(update_id);
  poll(createMessenger([message(1, 7), message(2, 8), message(3, 7)]), handle, { waits });
  await until('the other chat is answered', async () => ended.includes(2));
  expect(waiting).toEqual([3]);
  slow.open();
  await until('all are handled', async () => ended.length === 3);
});

test('a slow chat holds up no other', async () => {
  const slow = createGate();
  const { ended, handle } = createHandler({ 1: slow });
  const messenger = createMessenger([message(1, 7), message(2, 8)]);
  poll(messenger, handle);
  await until('the other chat is answered', async () => ended.includes(2));
  messenger.send(message(3, 9));
  await until('a later one is answered too', async () => ended.includes(3));
  slow.open();
  await until('the slow one is answered', async () => ended.includes(1));
});

test('an update is confirmed only after it and all before it were handled, and none is handled twice', async () => {
  const slow = createGate();
  const { begun, ended, handle } = createHandler({ 2: slow });
  const messenger = createMessenger([message(1, 7), message(2, 8), message(3, 9)]);
  poll(messenger, handle);
  await until('the batch came again', async () => messenger.offsets.length >= 4);
  expect(ended).toEqual([1, 3]);
  expect(Math.max(...messenger.offsets)).toBe(2);
  slow.open();
  await until('all are confirmed', async () => messenger.offsets.includes(4));
  expect(begun).toEqual([1, 2, 3]);
});

test('batch after batch leaves nothing behind that still waits', async () => {
  const { ended, handle } = createHandler();
  const messenger = createMessenger();
  const signals = new Set<AbortSignal>();
  const getUpdates: PollingDeps['getUpdates'] = (request, signal) => {
    signals.add(signal);
    return messenger.getUpdates(request, signal);
  };
  poll({ ...messenger, getUpdates }, handle);
  for (let id = 1; id <= 20; id += 1) {
    messenger.send(message(id, 7));
    await until('it is confirmed', async () => messenger.offsets.includes(id + 1), 5_000, 1);
  }
  expect(ended).toHaveLength(20);
  const [stopping] = signals;
  // The long poll itself listens.
  expect(stopping && getEventListeners(stopping, 'abort').length).toBeLessThanOrEqual(1);
});

test('one that hangs holds the others up until its deadline, and no longer', async () => {
  const hanging = createGate();
  const { ended, handle } = createHandler({ 1: hanging });
  const others = Array.from({ length: 300 }, (_, index) => message(index + 2, index + 8));
  const messenger = createMessenger([message(1, 7), ...others]);
  poll(messenger, handle, { handleWithinMs: 50 });
  await until('all others are handled', async () => ended.length === 300);
  await until('the offset passes it', async () => messenger.offsets.includes(302));
  hanging.open();
  await until('it is handled in the end, once', async () => ended.includes(1));
  expect(ended).toHaveLength(301);
});

test('after the deadline of one that hangs its chat goes on, still in order', async () => {
  const hanging = createGate();
  const { begun, ended, handle } = createHandler({ 1: hanging });
  poll(createMessenger([message(1, 7), message(2, 7), message(3, 7)]), handle, { handleWithinMs: 50 });
  await until('the later ones are handled', async () => ended.length === 2);
  expect(begun).toEqual([1, 2, 3]);
  expect(ended).toEqual([2, 3]);
  hanging.open();
});

test('one that waits for its turn behind those that hang does not hold the offset either', async () => {
  const gates = { 1: createGate(), 2: createGate() };
  const { ended, handle } = createHandler(gates);
  const messenger = createMessenger([message(1, 7), message(2, 7), message(3, 7)]);
  let passedBefore = false;
  const watch: PollingDeps['handle'] = (update) => {
    if (update.update_id === 3) passedBefore = messenger.offsets.includes(4);
    return handle(update);
  };
  poll(messenger, watch, { handleWithinMs: 300 });
  await until('the last has its turn', async () => ended.includes(3));
  expect(passedBefore).toBe(true);
  for (const gate of Object.values(gates)) gate.open();
});

test('stopping takes nothing new, waits for what has begun, confirms it, and leaves the rest', async () => {
  const slow = createGate();
  const { begun, ended, handle } = createHandler({ 1: slow });
  const messenger = createMessenger([message(1, 7), message(2, 7)]);
  const polling = poll(messenger, handle);
  await until('it has begun', async () => begun.includes(1) && messenger.offsets.length >= 2);
  let stopped = false;
  const stopping = polling.stop().then(() => {
    stopped = true;
  });
  messenger.send(message(3, 8));
  await new Promise((resolve) => setImmediate(resolve));
  expect(stopped).toBe(false);
  slow.open();
  await stopping;
  expect(ended).toEqual([1]);
  expect(messenger.waiting.map((update) => update.update_id)).toEqual([2, 3]);
});

test('what a stop interrupts is not confirmed: it comes again to the next process', async () => {
  const slow = createGate();
  const { begun, handle } = createHandler({ 2: slow });
  const messenger = createMessenger([message(1, 7), message(2, 8), message(3, 9)]);
  const polling = poll(messenger, async (update) => {
    await handle(update);
    return update.update_id === 2 ? 'interrupted' : 'handled';
  });
  await until('all have begun', async () => begun.length === 3);
  slow.open();
  await polling.stop();
  expect(messenger.waiting.map((update) => update.update_id)).toEqual([2, 3]);
});

test('stopping while nothing comes does not wait for the long poll', async () => {
  const messenger = createMessenger();
  const polling = poll(messenger, createHandler().handle);
  await until('it asks', async () => messenger.offsets.length === 1);
  await polling.stop();
});

test('ids that begin anew are handled, and confirmed as the new ones', async () => {
  const { ended, handle } = createHandler();
  const messenger = createMessenger([message(900, 7)]);
  poll(messenger, handle);
  await until('the old numbering is confirmed', async () => messenger.offsets.includes(901));
  messenger.send(message(5, 7), message(6, 7));
  await until('the new numbering is confirmed', async () => messenger.offsets.includes(7));
  expect(ended).toEqual([900, 5, 6]);
});

test('a messenger that fails for a moment is asked again', async () => {
  const { ended, handle } = createHandler();
  const messenger = createMessenger([message(1, 7)]);
  messenger.failOnce();
  poll(messenger, handle);
  await until('the update is handled', async () => ended.includes(1));
});

test('nothing is asked for before the preparation has succeeded, however often it fails', async () => {
  const { ended, handle } = createHandler();
  const messenger = createMessenger([message(1, 7)]);
  const ready = createGate();
  let preparations = 0;
  const prepare = async () => {
    preparations += 1;
    if (preparations === 1) throw new Error('connect ECONNREFUSED');
    await ready.opened;
  };
  poll(messenger, handle, { prepare });
  await until('it is prepared again', async () => preparations === 2);
  expect(messenger.offsets).toEqual([]);
  ready.open();
  await until('the update is handled', async () => ended.includes(1));
  expect(preparations).toBe(2);
});
