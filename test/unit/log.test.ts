/** Nothing secret or personal reaches the log, whatever error carries it. */
import { expect, test } from '@jest/globals';
import { Bot, GrammyError, HttpError } from 'grammy';
import { createLog } from '../../log.ts';

const TOKEN = '123456789:AAE-planted_token_0123456789abcdefgh';
const NATIONAL_CODE = '0076229645';
const MOBILE = '09121234567';
const IN_PERSIAN_DIGITS = '۰۰۷۶۲۲۹۶۴۵';
const WORDS = 'my planted words';
const PLANTED = [TOKEN, 'planted_token', NATIONAL_CODE, MOBILE, IN_PERSIAN_DIGITS, WORDS, 'hunter2'];

/** What the log writes for a record, as text. */
function logged(record: object): string {
  let written = '';
  createLog('info', { write: (line) => (written += line) }).error(record, 'it failed');
  expect(written).toContain('it failed');
  return written;
}

/** Any property that an error of a library has besides its message. */
const withProperties = (error: Error, properties: object) => Object.assign(error, properties);

/** As grammY makes it: with the context, so with the token and the message. */
async function botError(thrown: unknown): Promise<unknown> {
  const botInfo = { id: 1, is_bot: true, first_name: 'b', username: 'b' } as never;
  const bot = new Bot(TOKEN, { botInfo });
  bot.use(() => {
    throw thrown;
  });
  const message = { message_id: 1, date: 1, text: `${WORDS} ${NATIONAL_CODE}`, chat: { id: 1 } };
  return bot.handleUpdate({ update_id: 1, message } as never).catch((error) => error);
}

const REFUSED = { ok: false, error_code: 400, description: `Bad Request: ${MOBILE}` } as const;

test.each<[string, unknown]>([
  ['a refused call', new GrammyError('refused', REFUSED, 'sendMessage', { text: `${WORDS} ${MOBILE}` })],
  [
    'a broken call',
    new HttpError('failed', new Error(`GET https://api.telegram.org/bot${TOKEN}/sendMessage: ECONNRESET`)),
  ],
  [
    'a duplicate key',
    withProperties(new Error(`E11000 duplicate key: { nationalCode: "${NATIONAL_CODE}" }`), {
      ...{ code: 11000, keyValue: { nationalCode: NATIONAL_CODE } },
    }),
  ],
  [
    'a refused command of Redis',
    withProperties(new Error('READONLY'), { command: { name: 'set', args: [MOBILE, WORDS] } }),
  ],
  ['an address with a password', new Error('no answer from mongodb://karamooz:hunter2@db.local/karamooz')],
  [
    'an error under an error',
    new Error('outer', { cause: new Error(`of ${IN_PERSIAN_DIGITS} by ${TOKEN}`) }),
  ],
  ['an error under the error of a library', withProperties(new Error('x'), { inner: { text: WORDS } })],
  ['a thrown sentence', `${MOBILE} is taken`],
])('of %s the log keeps nothing personal', async (_kind, error) => {
  for (const err of [error, await botError(error)]) {
    const written = logged({ err });
    for (const secret of PLANTED) expect(written).not.toContain(secret);
  }
});

test('what helps to find the fault is kept', () => {
  const error = new GrammyError('refused', REFUSED, 'sendMessage', {});
  const { err } = JSON.parse(logged({ err: new Error('outer', { cause: error }) }));
  expect(err).toMatchObject({ type: 'Error', message: 'outer' });
  expect(err.stack).toMatch(/log\.test\.ts:\d+:\d+/);
  expect(err.cause).toMatchObject({
    ...{ type: 'GrammyError', method: 'sendMessage', error_code: 400 },
    description: 'Bad Request: <digits>',
  });
});

test('an error that is its own cause is logged all the same', () => {
  const error = new Error('round and round');
  error.cause = error;
  expect(logged({ err: error })).toContain('round and round');
});

test('our own records do not tell a token, a code or a mobile by name', () => {
  const person = { nationalCode: NATIONAL_CODE, mobile: MOBILE };
  const written = logged({ person, token: TOKEN, ...person });
  for (const secret of PLANTED) expect(written).not.toContain(secret);
});
