/** What went in and out of a wallet, with the balance after each entry. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Types } from 'mongoose';
import { randomIds } from '../../../../services/clock.ts';
import { personalWallet, portalWallet, type Wallet } from '../../../../services/wallet/accounts.ts';
import { ENTRIES_A_PAGE, type StatementEntry } from '../../../../services/wallet/statement.ts';
import { createWorld, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** Positive amounts are charged, negative ones taken for a course. */
async function book(wallet: Wallet, amountRials: number, about = 'A1'): Promise<void> {
  await world.inTransaction<unknown>(async ({ session, abort }) => {
    if (amountRials > 0)
      return world.ledger.creditTopUp(
        { wallet, amountRials, reference: about, key: randomIds.operation() },
        session,
      );
    const debit = { wallet, amountRials: -amountRials, courseCode: about };
    const outcome = await world.ledger.debitFee(debit, session);
    return outcome.type === 'short' ? abort(outcome) : outcome;
  });
}

async function inFile(wallet: Wallet, limit = 1_000): Promise<StatementEntry[]> {
  const found: StatementEntry[] = [];
  for await (const entry of world.statements.entries(wallet, limit)) found.push(entry);
  return found;
}

async function allPages(wallet: Wallet): Promise<StatementEntry[]> {
  const first = await world.statements.page(wallet, 0);
  const found = [...first.entries];
  for (let page = 1; page < first.pages; page += 1)
    found.push(...(await world.statements.page(wallet, page)).entries);
  return found;
}

test('a wallet that was never used has no pages', async () => {
  const wallet = personalWallet(new Types.ObjectId());
  expect(await world.statements.page(wallet, 0)).toEqual({ entries: [], page: 0, pages: 0, balanceRials: 0 });
  expect(await world.statements.page(wallet, 7)).toMatchObject({ entries: [], page: 0 });
  expect(await inFile(wallet)).toEqual([]);
});

describe('a wallet with three pages', () => {
  const wallet = personalWallet(new Types.ObjectId());
  const COUNT = 2 * ENTRIES_A_PAGE + 3;
  beforeAll(async () => {
    for (let booked = 0; booked < COUNT; booked += 1)
      await book(wallet, booked % 3 === 2 ? -10 : 100 + booked);
  });

  test('shows the newest first, so many a page, each with what the wallet held after it', async () => {
    const pages = [0, 1, 2].map((page) => world.statements.page(wallet, page));
    const [first, second, third] = await Promise.all(pages);
    expect(first).toMatchObject({ page: 0, pages: 3, balanceRials: await world.ledger.balanceOf(wallet) });
    expect(first?.entries[0]?.balanceRials).toBe(first?.balanceRials);
    expect([first, second, third].map((page) => page?.entries.length)).toEqual([8, 8, 3]);
    expect(third?.entries.at(-1)).toMatchObject({ amountRials: 100, balanceRials: 100 });
  });

  test('gives the last page to whoever asks for one past it', async () => {
    expect(await world.statements.page(wallet, 99)).toEqual(await world.statements.page(wallet, 2));
  });

  test('is the same in a file, the other way round', async () => {
    expect(await inFile(wallet)).toEqual((await allPages(wallet)).reverse());
  });

  test('is cut to the newest in a file with a limit, and their balances stay right', async () => {
    const all = await inFile(wallet);
    expect(await inFile(wallet, 5)).toEqual(all.slice(-5));
  });
});

test('the personal and the portal wallet of one person are apart', async () => {
  const person = new Types.ObjectId();
  await book(personalWallet(person), 700, 'own');
  await book(portalWallet(person), 900, 'centre');
  expect(await inFile(personalWallet(person))).toMatchObject([{ about: 'own', balanceRials: 700 }]);
  expect(await inFile(portalWallet(person))).toMatchObject([{ about: 'centre', balanceRials: 900 }]);
});

test('a fee that came back is an entry of its own', async () => {
  const wallet = personalWallet(new Types.ObjectId());
  await book(wallet, 500);
  await book(wallet, -300, 'weld101');
  await world.inTransaction(({ session }) =>
    world.ledger.refundFee({ wallet, amountRials: 200, courseCode: 'weld101' }, session),
  );
  expect((await allPages(wallet)).map(({ kind, balanceRials }) => [kind, balanceRials])).toEqual([
    ['refund', 400],
    ['fee', 200],
    ['top-up', 500],
  ]);
});

test('whatever was booked, each balance is the one before it and the amount', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.integer({ min: -50, max: 100 }).filter((amount) => amount !== 0),
        { maxLength: 20 },
      ),
      async (amounts) => {
        const wallet = personalWallet(new Types.ObjectId());
        for (const amount of amounts) await book(wallet, amount);
        const entries = (await allPages(wallet)).reverse();
        let balance = 0;
        for (const entry of entries) {
          balance += entry.amountRials;
          expect(entry.balanceRials).toBe(balance);
          expect(balance).toBeGreaterThanOrEqual(0);
        }
        expect(balance).toBe(await world.ledger.balanceOf(wallet));
      },
    ),
    { numRuns: 15 },
  );
});

test('pages that are read while others book are each of one moment', async () => {
  const wallet = personalWallet(new Types.ObjectId());
  let booking = true;
  const booked = (async () => {
    for (let count = 0; count < 40; count += 1) await book(wallet, 10);
    booking = false;
  })();
  let looks = 0;
  while (booking) {
    const { entries, balanceRials } = await world.statements.page(wallet, 0);
    expect(entries[0]?.balanceRials ?? 0).toBe(balanceRials);
    expect(entries.every((entry) => entry.balanceRials % 10 === 0 && entry.balanceRials > 0)).toBe(true);
    looks += 1;
  }
  await booked;
  expect(looks).toBeGreaterThan(2);
});

describe('a statement as a file', () => {
  test('is had once a minute, by whichever of many that ask at once', async () => {
    const { person } = await world.trainee();
    const claims = await Promise.all(Array.from({ length: 8 }, () => world.statementFiles.claim(person._id)));
    expect(claims.filter(({ type }) => type === 'granted')).toHaveLength(1);
    const nextAt = new Date(world.clock().getTime() + 60_000);
    expect(await world.statementFiles.claim(person._id)).toEqual({ type: 'too-soon', nextAt });
    world.advance(60_000);
    expect(await world.statementFiles.claim(person._id)).toEqual({ type: 'granted' });
  });

  test('that did not arrive may be asked for at once', async () => {
    const { person } = await world.trainee();
    await world.statementFiles.claim(person._id);
    await world.statementFiles.giveUp(person._id);
    expect(await world.statementFiles.claim(person._id)).toEqual({ type: 'granted' });
  });
});
