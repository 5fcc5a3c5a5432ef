import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createAccounts } from '../../../../services/accounts/service.ts';
import { createWorld, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const SENDER = { platform: 'telegram' as const, platformUserId: '7', chatId: '7', language: 'fa' as const };
/** The same accounts as another process knows them: nothing remembered. */
const anotherProcess = () => createAccounts(world);

test('two first messages at once, in two processes, make one account', async () => {
  const callers = await Promise.all(
    Array.from({ length: 10 }, () => anotherProcess().identify({ ...SENDER, platformUserId: '100' })),
  );
  expect(new Set(callers.map(({ account }) => account._id.toHexString())).size).toBe(1);
  expect(callers[0]).toMatchObject({ person: null, account: { language: 'fa', reachable: true } });
});

test('the same number on the other messenger is another account', async () => {
  const telegram = await world.accounts.identify(SENDER);
  const bale = await world.accounts.identify({ ...SENDER, platform: 'bale' });
  expect(bale.account._id).not.toEqual(telegram.account._id);
});

test('the language of the app counts the first time only; what was chosen stays', async () => {
  const sender = { ...SENDER, platformUserId: '101', language: 'en' as const };
  const { account } = await world.accounts.identify(sender);
  expect(account.language).toBe('en');
  await world.accounts.setLanguage(account, 'fa');
  expect((await world.accounts.identify(sender)).account.language).toBe('fa');
  expect((await anotherProcess().identify(sender)).account.language).toBe('fa');
});

test('choosing a language is for the person’s notices too', async () => {
  const { account, person } = await world.trainee();
  await world.accounts.setLanguage(account, 'en');
  expect(await world.models.Person.findById(person._id)).toMatchObject({ language: 'en' });
});

test('who was just proven is known at the next message', async () => {
  const sender = { ...SENDER, platformUserId: '102' };
  const { account } = await world.accounts.identify(sender);
  const { person } = await world.proven(account, world.stranger());
  expect((await world.accounts.identify(sender)).person?._id).toEqual(person._id);
  expect((await anotherProcess().identify(sender)).person?._id).toEqual(person._id);
});

test('a chat that was blocked gets no notice until its person writes again', async () => {
  const sender = { ...SENDER, platformUserId: '103' };
  const { account } = await world.accounts.identify(sender);
  const { person } = await world.proven(account, world.stranger());
  await world.accounts.setReachable(account, false);
  expect(await world.accounts.ofPerson(person._id)).toEqual([]);
  await world.accounts.identify(sender);
  expect(await world.accounts.ofPerson(person._id)).toMatchObject([{ _id: account._id, reachable: true }]);
});

test('every chat of a person can be told', async () => {
  const who = world.stranger();
  const first = await world.proven(await world.account('telegram'), who);
  const second = await world.proven(await world.account('bale'), who);
  const chats = await world.accounts.ofPerson(first.person._id);
  expect(chats.map(({ _id }) => _id.toHexString()).sort()).toEqual(
    [first.account._id.toHexString(), second.account._id.toHexString()].sort(),
  );
});

test('whoever was let in without a name is known by it as soon as it has come', async () => {
  const sender = { ...SENDER, platformUserId: '104' };
  const { account } = await world.accounts.identify(sender);
  const { person } = await world.proven(account, world.stranger());
  await world.models.Person.updateOne(
    { _id: person._id },
    { identity: 'pending', $unset: { firstName: true } },
  );
  world.accounts.remember({ account, person: { ...person, identity: 'pending' } });
  expect((await world.accounts.identify(sender)).person?.identity).toBe('pending');
  // A job's doing, in another process.
  await world.models.Person.updateOne({ _id: person._id }, { identity: 'verified', firstName: 'سارا' });
  expect((await world.accounts.identify(sender)).person?.firstName).toBe('سارا');
});
