import { expect, test } from '@jest/globals';
import { HttpError, type Transformer } from 'grammy';
import { retryCalls } from '../../../../bot/platforms/retry-calls.ts';

type Answer = Awaited<ReturnType<Parameters<Transformer>[0]>>;

const OK: Answer = { ok: true, result: true as never };
const refused = (error_code: number, retry_after?: number): Answer => ({
  ok: false,
  error_code,
  description: 'refused',
  ...(retry_after !== undefined && { parameters: { retry_after } }),
});
const BROKEN_LINE = new HttpError('the line broke', new Error('ECONNRESET'));

/** Plays a messenger that answers so; tells how often it was called and how long the caller waited in between. */
async function play(answers: (Answer | Error)[], method: 'sendMessage' | 'getUpdates' = 'sendMessage') {
  const waits: number[] = [];
  let calls = 0;
  const call = async () => {
    const answer = answers[Math.min(calls, answers.length - 1)] ?? OK;
    calls += 1;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const retrying = retryCalls(new AbortController().signal, async (seconds) => waits.push(seconds));
  const outcome = await Promise.resolve(retrying(call as never, method, {} as never)).catch((error) => error);
  return { outcome, calls, waits };
}

test('a broken line, a server fault and too many calls are waited for, and the answer arrives', async () => {
  expect(await play([BROKEN_LINE, refused(502), refused(429), OK])).toEqual({
    outcome: OK,
    calls: 4,
    waits: [0.5, 1, 2],
  });
});

test('the messenger says how long to wait', async () => {
  expect(await play([refused(429, 7), OK])).toEqual({ outcome: OK, calls: 2, waits: [7] });
});

test('calling too often has a second code on Bale, which names no time', async () => {
  expect(await play([refused(420), refused(420), OK])).toEqual({ outcome: OK, calls: 3, waits: [0.5, 1] });
});

test.each([400, 401, 403, 404])('a refusal with %i is final', async (code) => {
  expect(await play([refused(code)])).toEqual({ outcome: refused(code), calls: 1, waits: [] });
});

test('more patience than a minute is not had', async () => {
  expect(await play([refused(429, 61)])).toMatchObject({ calls: 1, waits: [] });
});

test('after some minutes of outage the failure is handed on, and no wait is longer than half a minute', async () => {
  const { outcome, waits } = await play([BROKEN_LINE]);
  expect(outcome).toBe(BROKEN_LINE);
  expect(Math.max(...waits)).toBe(30);
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(180);
});

test('a messenger that asks for patience again and again gets as much as an outage', async () => {
  const { outcome, waits } = await play([refused(429, 60)]);
  expect(outcome).toEqual(refused(429, 60));
  expect(waits).toEqual([60, 60, 60, 60]);
});

test.each(['the bot', 'the caller'])(
  'a pause ends when %s is stopped, and the failure is handed on',
  async (who) => {
    const [bot, caller] = [new AbortController(), new AbortController()];
    let calls = 0;
    const call = async () => {
      calls += 1;
      setImmediate(() => (who === 'the bot' ? bot : caller).abort());
      return refused(429, 60);
    };
    const { signal } = caller;
    const answer = await retryCalls(bot.signal)(call as never, 'sendMessage', {} as never, signal as never);
    expect(answer).toEqual(refused(429, 60));
    expect(calls).toBe(1);
  },
);

test('asking for updates is left to who asks', async () => {
  expect(await play([BROKEN_LINE], 'getUpdates')).toEqual({ outcome: BROKEN_LINE, calls: 1, waits: [] });
});
