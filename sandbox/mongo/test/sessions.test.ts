import { rmSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { Long } from 'bson';
import { MongoError } from '../errors.ts';
import { Sessions } from '../sessions.ts';
import { Store } from '../storage/store.ts';
import { temporaryFolder } from './database.ts';

const connection = { id: 1 };

test('a transaction that lives longer than a minute is aborted, and its next statement told so', async () => {
  const folder = temporaryFolder();
  const store = new Store(folder);
  const sessions = new Sessions(store);
  const transaction = sessions.transactionFor('s', Long.ONE, true, connection);
  sessions.expire(Date.now() + 59_000);
  expect(sessions.transactionFor('s', Long.ONE, false, connection)).toBe(transaction);
  sessions.expire(Date.now() + 61_000);
  expect(transaction.state).toBe('aborted');
  expect(() => sessions.transactionFor('s', Long.ONE, false, connection)).toThrow(
    expect.objectContaining({ code: 251, labels: ['TransientTransactionError'] }) as unknown as MongoError,
  );
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a new transaction of a session ends the one before', async () => {
  const folder = temporaryFolder();
  const store = new Store(folder);
  const sessions = new Sessions(store);
  const first = sessions.transactionFor('s', Long.ONE, true, connection);
  const second = sessions.transactionFor('s', Long.fromNumber(2), true, connection);
  expect([first.state, second.state]).toEqual(['aborted', 'open']);
  expect(() => sessions.transactionFor('s', Long.ONE, false, connection)).toThrow(MongoError);
  sessions.abortAll();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
