/** The way by which notices leave: a messenger in trouble is asked once, not for minutes. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { FORMS } from '../../../bot/conversations/forms.ts';
import { createBot } from '../../../bot/create-bot.ts';
import { randomIds } from '../../../services/clock.ts';
import { loadTexts } from '../../../texts/texts.ts';
import { silentLog } from '../../support/silent-log.ts';
import { createWorld } from '../../support/world.ts';

test('a call that the messenger cannot answer fails after one attempt, in the messenger’s own form', async () => {
  const received: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push(body);
    response.writeHead(502, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: false, error_code: 502, description: 'Bad Gateway' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const world = await createWorld();
  const handled = {
    includes: async () => false,
    add: async () => {},
    includesAlbum: async () => false,
    addAlbum: async () => {},
  };
  const deps = {
    services: world,
    forms: FORMS,
    texts: loadTexts(),
    ids: randomIds,
    clock: world.clock,
    log: silentLog,
    handled,
  };
  const bot = createBot({ platform: 'bale', token: '1:token', apiRoot }, deps);
  try {
    await expect(bot.noticeApi.sendMessage('7', '<b>سلام</b>', { parse_mode: 'HTML' })).rejects.toThrow(
      'Bad Gateway',
    );
    expect(received.map((body) => JSON.parse(body))).toEqual([{ chat_id: '7', text: '*سلام*' }]);
  } finally {
    await bot.close();
    await world.close();
    server.close();
  }
});
