import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Types } from 'mongoose';
import { randomIds } from '../../../../services/clock.ts';
import { personalWallet } from '../../../../services/wallet/accounts.ts';
import { createWorld, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

type Done = 'credited' | 'debited' | 'short';

function credit(person: Types.ObjectId, amountRials: number, reference = 'R1'): Promise<Done> {
  return world.inTransaction<Done>(async ({ session }) => {
    await world.ledger.creditTopUp(
      { wallet: personalWallet(person), amountRials, reference, key: randomIds.operation() },
      session,
    );
    return 'credited';
  });
}

function debit(person: Types.ObjectId, amountRials: number, courseCode = 'C1'): Promise<Done> {
  return world.inTransaction<Done>(async ({ session, abort }) => {
    const outcome = await world.ledger.debitFee(
      { wallet: personalWallet(person), amountRials, courseCode },
      session,
    );
    return outcome.type === 'short' ? abort('short') : 'debited';
  });
}

test('a wallet is the sum of its entries, shown newest first', async () => {
  const person = new Types.ObjectId();
  expect(await world.ledger.balanceOf(personalWallet(person))).toBe(0);
  await credit(person, 100, 'R7');
  await debit(person, 30, 'weld101');
  expect(await world.ledger.balanceOf(personalWallet(person))).toBe(70);
  expect((await world.statements.page(personalWallet(person), 0)).entries).toMatchObject([
    { kind: 'fee', amountRials: -30, about: 'weld101' },
    { kind: 'top-up', amountRials: 100, about: 'R7' },
  ]);
});

test('a debit of the whole balance is possible, of one rial more is not', async () => {
  const person = new Types.ObjectId();
  await credit(person, 100);
  expect(await debit(person, 101)).toBe('short');
  expect(await world.ledger.balanceOf(personalWallet(person))).toBe(100);
  expect(await debit(person, 100)).toBe('debited');
  expect(await world.ledger.balanceOf(personalWallet(person))).toBe(0);
});

test('a short wallet is told with the balance it has', async () => {
  const person = new Types.ObjectId();
  await credit(person, 40);
  const outcome = await world.inTransaction<unknown>(async ({ session, abort }) =>
    abort(
      await world.ledger.debitFee(
        { wallet: personalWallet(person), amountRials: 50, courseCode: 'C1' },
        session,
      ),
    ),
  );
  expect(outcome).toEqual({ type: 'short', balanceRials: 40 });
});

test.each([0, -5, 10.4, Number.NaN])(
  'an amount of %d is a fault of ours and books nothing',
  async (amount) => {
    const person = new Types.ObjectId();
    await expect(credit(person, amount)).rejects.toThrow(RangeError);
    await expect(debit(person, amount)).rejects.toThrow(RangeError);
    expect((await world.statements.page(personalWallet(person), 0)).entries).toEqual([]);
  },
);

describe('scenario 42: twenty debits of 10 at once on a wallet of 100, with ten of 5', () => {
  /** All at once, while others look at the balance again and again. */
  async function atOnce(deeds: (person: Types.ObjectId) => Promise<Done>[]) {
    const person = new Types.ObjectId();
    const balance = () => world.ledger.balanceOf(personalWallet(person));
    await credit(person, 100);
    let running = true;
    const seen: number[] = [];
    const watch = async () => {
      while (running) seen.push(await balance());
    };
    const watching = [watch(), watch()];
    const done = await Promise.all(deeds(person));
    running = false;
    await Promise.all(watching);
    expect(seen.length).toBeGreaterThan(0);
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(0);
    expect(seen.every((rials) => rials % 5 === 0)).toBe(true);
    return { done, left: await balance() };
  }

  const times = (count: number, deed: () => Promise<Done>) => Array.from({ length: count }, deed);
  const debited = (done: Done[]) => done.filter((what) => what === 'debited').length;

  test('takes no more than there is, shows less than zero at no read, and turns away only what does not fit', async () => {
    const { done, left } = await atOnce((person) => [
      ...times(20, () => debit(person, 10)),
      ...times(10, () => debit(person, 5)),
    ]);
    const [tens, fives] = [debited(done.slice(0, 20)), debited(done.slice(20))];
    expect(left).toBe(100 - tens * 10 - fives * 5);
    // Of the tens more were asked for than there was: one that did not fit was told so.
    expect(left).toBeLessThan(10);
    expect(fives === 10 || left < 5).toBe(true);
  });

  test('adds up exactly when the ten of 5 are credits', async () => {
    const { done, left } = await atOnce((person) => [
      ...times(20, () => debit(person, 10)),
      ...times(10, () => credit(person, 5)),
    ]);
    expect(debited(done)).toBeGreaterThanOrEqual(10);
    expect(left).toBe(100 + 50 - debited(done) * 10);
  });
});
