import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { createInTransaction } from '../../../services/transaction.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

test('a transaction reads one moment from the primary and is kept by most, whatever the address asks for', async () => {
  // The driver refuses a transaction that would read a secondary, so that it reads at all tells the third.
  const uri = `${world.mongoUri}&readPreference=secondaryPreferred&readConcernLevel=local&w=1`;
  const connection = await mongoose.createConnection(uri, { monitorCommands: true }).asPromise();
  const sent: Record<string, unknown>[] = [];
  connection.getClient().on('commandStarted', ({ command }) => sent.push(command));
  try {
    await createInTransaction(connection)(async ({ session }) => {
      await connection.collection('people').findOne({}, { session });
    });
    expect(sent.find(({ find }) => find)).toMatchObject({ readConcern: { level: 'snapshot' } });
    expect(sent.find(({ commitTransaction }) => commitTransaction)).toMatchObject({
      writeConcern: { w: 'majority' },
    });
  } finally {
    await connection.close();
  }
});
