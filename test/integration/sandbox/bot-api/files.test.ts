import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { methodUrl, openWorld, SARA, TOKENS, type World } from './messenger-world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.act(SARA.telegram, { text: '/start' });
});
afterEach(() => world.close());

const CONTENT = 'فهرست کارآموزان';

async function upload(method: string, parts: Record<string, string | Blob>) {
  const form = new FormData();
  form.set('chat_id', String(SARA.telegram));
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part === 'string') form.set(name, part);
    else form.set(name, part, 'report.csv');
  }
  const response = await fetch(methodUrl(world.url, method), { method: 'POST', body: form });
  return JSON.parse(await response.text());
}

async function download(path: string): Promise<string> {
  return (await fetch(`${world.url}/bot-api/telegram/file/bot${TOKENS.telegram}/${path}`)).text();
}

test('an upload reaches the person, can be fetched, and sent again by its id, also after a restart', async () => {
  const sent = await upload('sendDocument', {
    document: 'attach://list',
    list: new Blob([CONTENT], { type: 'text/csv' }),
    caption: '<b>گزارش</b>',
    parse_mode: 'HTML',
  });
  expect(sent.result).toMatchObject({
    caption: 'گزارش',
    document: { file_name: 'report.csv', mime_type: 'text/csv', file_size: Buffer.byteLength(CONTENT) },
  });
  world = await world.reopen();

  const { file_id } = sent.result.document;
  const { result } = await world.call('getFile', { file_id });
  expect(await download(result.file_path)).toBe(CONTENT);
  await world.call('sendDocument', { chat_id: SARA.telegram, document: file_id });
  const item = (await world.items(SARA.telegram)).at(-1);
  expect(item?.media).toMatchObject({ kind: 'document', fileName: 'report.csv' });
  const shown = await fetch(`${world.url}${item?.media?.url}`);
  expect(await shown.text()).toBe(CONTENT);
  expect(shown.headers.get('content-disposition')).toMatch(/^attachment/);
});

test('a picture of a person can be fetched by the bot', async () => {
  await world.act(SARA.telegram, {
    photo: { base64: Buffer.from('picture').toString('base64'), caption: 'کارت' },
  });
  const { result } = await world.call('getUpdates');
  const { photo, caption } = result.at(-1).message;
  expect(caption).toBe('کارت');
  const file = await world.call('getFile', { file_id: photo.at(-1).file_id });
  expect(await download(file.result.file_path)).toBe('picture');
});

test('an album comes whole or not at all', async () => {
  const part = (media: string, type = 'photo') => ({ type, media });
  const one = await upload('sendMediaGroup', {
    media: JSON.stringify([part('attach://a')]),
    a: new Blob(['1']),
  });
  expect(one.description).toBe('Bad Request: there must be from 2 to 10 media in the album');
  const torn = await upload('sendMediaGroup', {
    media: JSON.stringify([part('attach://a'), part('attach://b')]),
    a: new Blob(['1']),
  });
  expect(torn.description).toBe('Bad Request: there is no photo in the request');
  expect(await world.items(SARA.telegram)).toHaveLength(1);
  const whole = await upload('sendMediaGroup', {
    media: JSON.stringify([{ ...part('attach://a'), caption: 'آلبوم' }, part('attach://b', 'video')]),
    a: new Blob(['1']),
    b: new Blob(['2']),
  });
  expect(whole.result).toHaveLength(2);
  expect(whole.result[0].media_group_id).toBe(whole.result[1].media_group_id);
});

test.each([
  ['sendPhoto', {}, 'there is no photo in the request'],
  ['sendPhoto', { photo: 'nonsense' }, 'wrong file identifier/HTTP URL specified'],
  ['sendPhoto', { photo: 'https://example.ir/a.jpg' }, 'failed to get HTTP URL content'],
  ['getFile', { file_id: 'nonsense' }, 'invalid file_id'],
])('%s of %j is refused', async (method, payload, words) => {
  const answer = await world.call(method, { chat_id: SARA.telegram, ...payload });
  expect(answer.description).toBe(`Bad Request: ${words}`);
});

test('captions have their own limit', async () => {
  const answer = await upload('sendPhoto', { photo: new Blob(['1']), caption: 'x'.repeat(1_025) });
  expect(answer.description).toBe('Bad Request: message caption is too long');
});

test('a picture may not be as large as a document', async () => {
  const large = new Blob([Buffer.alloc(10 * 1024 * 1024 + 1)]);
  expect((await upload('sendPhoto', { photo: large })).error_code).toBe(413);
  expect((await upload('sendDocument', { document: large })).ok).toBe(true);
});
