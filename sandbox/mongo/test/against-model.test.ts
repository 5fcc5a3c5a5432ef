/** Random operations, restarts and aborts against a plain map: whatever happens, both hold the same. */
import { rmSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MongoError } from '../errors.ts';
import { sortKey } from '../query/order.ts';
import { select } from '../query/select.ts';
import { compileUpdate } from '../query/update.ts';
import { StoredDoc } from '../storage/record.ts';
import { Store } from '../storage/store.ts';
import type { Transaction } from '../storage/transaction.ts';
import { encode } from '../values.ts';
import { temporaryFolder } from './database.ts';

const namespace = 'shop.items';

interface Item {
  _id: number;
  code: number;
  tags: number[];
}

type Step =
  | { type: 'put' | 'add'; item: Item }
  | { type: 'remove'; id: number }
  | { type: 'commit' | 'abort' | 'restart' | 'compact' };

const small = fc.integer({ min: 0, max: 6 });
const item = fc.record({ _id: small, code: small, tags: fc.array(small, { maxLength: 3 }) });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constantFrom('put' as const, 'add' as const), item }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('remove' as const), id: small }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom('commit' as const, 'abort' as const, 'restart' as const, 'compact' as const),
    }),
  },
);

/** Writes with the checks of the server; false when a unique key is in the way. */
function write(store: Store, writer: Transaction, wanted: Item, mayReplace: boolean): boolean {
  const collection = store.obtain(namespace);
  const [found] = select(collection, writer, { filter: { _id: wanted._id } });
  const stored = new StoredDoc(encode({ ...wanted }));
  try {
    if (found && mayReplace) collection.write(writer, found[0], stored);
    else collection.insert(writer, stored);
    return true;
  } catch (error) {
    if (error instanceof MongoError && error.code === 11000) return false;
    throw error;
  }
}

function modelWrite(model: Map<number, Item>, wanted: Item, mayReplace: boolean): boolean {
  const isTaken = [...model.values()].some(({ _id, code }) => _id !== wanted._id && code === wanted.code);
  if (isTaken || (model.has(wanted._id) && !mayReplace)) return false;
  model.set(wanted._id, wanted);
  return true;
}

function expectSame(store: Store, reader: Transaction, model: Map<number, Item>): void {
  const collection = store.obtain(namespace);
  const found = (filter: object): unknown[] =>
    select(collection, reader, { filter: { ...filter }, sort: { _id: 1 } }).map(([, { doc }]) => doc);
  const expected = [...model.values()].sort((a, b) => a._id - b._id);
  expect(found({})).toEqual(expected);
  for (let value = 0; value <= 6; value++) {
    expect(found({ code: value })).toEqual(expected.filter(({ code }) => code === value));
    expect(found({ tags: value })).toEqual(expected.filter(({ tags }) => tags.includes(value)));
    expect(found({ code: { $gte: value } })).toEqual(expected.filter(({ code }) => code >= value));
  }
}

test('a store holds what a plain model holds, through aborts, restarts and compactions', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const folder = temporaryFolder();
      let store = new Store(folder);
      const collection = store.create(namespace);
      store.addIndex(collection, { v: 2, key: { code: 1 }, name: 'code_1', unique: true });
      store.addIndex(collection, { v: 2, key: { tags: -1, code: 1 }, name: 'tags' });
      let committed = new Map<number, Item>();
      let current = new Map(committed);
      let writer = store.begin(true);
      for (const one of steps) {
        if (one.type === 'put' || one.type === 'add') {
          const mayReplace = one.type === 'put';
          expect(write(store, writer, one.item, mayReplace)).toBe(modelWrite(current, one.item, mayReplace));
        } else if (one.type === 'remove') {
          const [found] = select(store.obtain(namespace), writer, { filter: { _id: one.id } });
          if (found) store.obtain(namespace).write(writer, found[0], undefined);
          current.delete(one.id);
        } else if (one.type === 'compact') await store.compact();
        else {
          if (one.type === 'commit') {
            writer.commit();
            committed = current;
          } else writer.abort();
          if (one.type === 'restart') {
            await store.close();
            store = new Store(folder);
          }
          current = new Map(committed);
          writer = store.begin(true);
        }
        expectSame(store, writer, current);
        expectSame(store, store.begin(false), committed);
      }
      writer.abort();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    }),
    { numRuns: 30 },
  );
});

test('concurrent snapshots each see the state of their beginning', () => {
  fc.assert(
    fc.property(fc.array(item, { minLength: 2, maxLength: 8 }), (items) => {
      const folder = temporaryFolder();
      const store = new Store(folder);
      const collection = store.create(namespace);
      store.addIndex(collection, { v: 2, key: { tags: 1 }, name: 'tags' });
      const model = new Map<number, Item>();
      const snapshots: [Transaction, Map<number, Item>][] = [];
      for (const one of items) {
        const reader = store.begin(true);
        snapshots.push([reader, new Map(model)]);
        const writer = store.begin(false);
        write(store, writer, one, true);
        writer.commit();
        model.set(one._id, one);
      }
      while (snapshots.length > 0) {
        for (const [reader, seen] of snapshots) expectSame(store, reader, seen);
        const [[done] = []] = snapshots.splice(Math.floor(snapshots.length / 2), 1);
        done?.abort();
      }
      expectSame(store, store.begin(false), model);
      rmSync(folder, { recursive: true, force: true });
    }),
    { numRuns: 20 },
  );
});

const scalar = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: true }),
);

test('the keys of numbers and texts order as the values do', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (a, b) => {
      expect(sortKey(a) < sortKey(b)).toBe(a < b);
      expect(sortKey(a) === sortKey(b)).toBe(a === b);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)))).toBe(
        sortKey(a) < sortKey(b) ? -1 : sortKey(a) > sortKey(b) ? 1 : 0,
      );
    }),
  );
});

test('no key is the beginning of another, so keys may be joined', () => {
  const value = fc.oneof(
    scalar,
    fc.array(scalar, { maxLength: 2 }),
    fc.dictionary(fc.string({ maxLength: 2 }), scalar, { maxKeys: 2 }),
  );
  fc.assert(
    fc.property(value, value, (a, b) => {
      const [left, right] = [sortKey(a), sortKey(b)];
      expect(left !== right && (left.startsWith(right) || right.startsWith(left))).toBe(false);
    }),
  );
});

test('an update leaves the document that it was given as it is', () => {
  fc.assert(
    fc.property(item, small, (before, value) => {
      const frozen = structuredClone(before);
      const update = compileUpdate({
        filter: {},
        update: { $push: { tags: value }, $set: { 'deep.er': value }, $inc: { code: 1 } },
      });
      const after = update(before as unknown as { [key: string]: unknown });
      expect(before).toEqual(frozen);
      expect(after).toEqual({
        ...before,
        tags: [...before.tags, value],
        code: before.code + 1,
        deep: { er: value },
      });
    }),
  );
});
