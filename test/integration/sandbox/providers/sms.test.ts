import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SMS_API_KEY, SMS_LINE } from '../../../../sandbox/providers/credentials.ts';
import { type OutsideSystems, startOutsideSystems } from '../../../support/outside-systems.ts';

let world: OutsideSystems;

beforeAll(async () => {
  world = await startOutsideSystems();
});
afterAll(() => world.close());

interface Envelope {
  return: { status: number; message: string };
  entries: Record<string, unknown>[] | Record<string, unknown> | null;
}

async function call(method: string, parameters: Record<string, string> = {}, key = SMS_API_KEY) {
  const response = await fetch(`${world.url}/systems/sms/v1/${key}/${method}.json`, {
    method: 'POST',
    body: new URLSearchParams(parameters),
  });
  const text = await response.text();
  return { status: response.status, text, envelope: JSON.parse(text) as Envelope };
}

const message = { receptor: '09120000001', message: 'سلام' };

test.each([
  ['no receptor', { message: 'سلام' }, 400],
  ['an empty receptor', { ...message, receptor: '' }, 406],
  ['one bad number among good ones', { ...message, receptor: '09120000001,0912' }, 411],
  ["a line that is not the account's", { ...message, sender: '10004346' }, 412],
  ['an empty text', { ...message, message: ' ' }, 413],
  ['a Latin text too long', { ...message, message: 'a'.repeat(613) }, 413],
  ['more than 200 numbers', { ...message, receptor: Array(201).fill('09120000001').join(',') }, 414],
  [
    'fewer local ids than numbers',
    { receptor: '09120000001,09120000002', message: 'سلام', localid: '1' },
    419,
  ],
  ['a local id that is no number', { ...message, localid: 'a' }, 400],
])('%s is refused, and nobody gets an SMS', async (_case, parameters, code) => {
  const before = world.sms.received().length;
  const { status, envelope } = await call('sms/send', parameters);
  expect(status).toBe(code);
  expect(envelope).toEqual({ return: { status: code, message: expect.any(String) }, entries: null });
  expect(world.sms.received()).toHaveLength(before);
});

test('a text goes to many numbers, each in its local form and with its own local id', async () => {
  const { envelope, text } = await call('sms/send', {
    receptor: '9120000001,+989120000002,00989120000003',
    message: 'سلام',
    sender: SMS_LINE,
    localid: '11,12,13',
  });
  expect(envelope.return.status).toBe(200);
  expect(envelope.entries).toHaveLength(3);
  expect(text).toMatch(/"messageid":\d{16,19},/);
  expect(world.sms.received().slice(-3)).toMatchObject([
    { receptor: '09120000001', localId: '11', sender: SMS_LINE },
    { receptor: '09120000002', localId: '12' },
    { receptor: '09120000003', localId: '13' },
  ]);
});

test('parameters may come in the address instead of a form', async () => {
  const query = new URLSearchParams({ ...message, localid: '77' });
  const response = await fetch(`${world.url}/systems/sms/v1/${SMS_API_KEY}/sms/send.json?${query}`);
  expect(response.status).toBe(200);
  expect(world.sms.received().at(-1)).toMatchObject({ localId: '77', message: 'سلام' });
});

test('a message is read back whole, and an id that nobody was given has a state of its own', async () => {
  await call('sms/send', message);
  const id = world.sms.received().at(-1)?.id ?? '';
  const selected = await call('sms/select', { messageid: `${id},1` });
  expect(selected.envelope.entries).toMatchObject([{ receptor: '09120000001', message: 'سلام', status: 1 }]);
  const states = await call('sms/status', { messageid: `${id},1` });
  expect(states.envelope.entries).toMatchObject([{ status: 1 }, { messageid: 1, status: 100 }]);
});

test('only the clock can be asked without a key', async () => {
  expect((await call('utils/getdate', {}, '0')).envelope.entries).toMatchObject({ year: expect.any(Number) });
  expect((await call('account/info', {}, '0')).status).toBe(403);
  expect((await call('account/info')).envelope.entries).toMatchObject({ remaincredit: expect.any(Number) });
  expect((await call('sms/nonsense')).status).toBe(404);
});

test('what arrives is shown to the control API and to whoever listens', async () => {
  const seen: unknown[] = [];
  const stop = world.events.subscribe((event) => seen.push(event));
  await call('sms/send', { ...message, localid: '99' });
  stop();
  const listed = (await (await fetch(`${world.url}/sandbox/sms`)).json()) as unknown[];
  expect(listed.at(-1)).toMatchObject({ localId: '99', sender: SMS_LINE, status: 1 });
  expect(seen).toMatchObject([{ type: 'sms', item: { localId: '99' } }]);
});
