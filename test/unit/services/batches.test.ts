/** What is asked for at about the same time goes together. */
import { expect, test } from '@jest/globals';
import { inBatches } from '../../../services/batches.ts';
import { createGate } from '../../support/gate.ts';

test('what is asked for at once goes in one batch, and each gets its own result', async () => {
  const batches: number[][] = [];
  const double = inBatches(async (numbers: readonly number[]) => {
    batches.push([...numbers]);
    return numbers.map((number) => number * 2);
  }, 10);
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
  expect(batches).toEqual([[1, 2, 3]]);
});

test('what comes while a batch is on its way goes together in the next', async () => {
  const gate = createGate();
  const begun = createGate();
  const batches: string[][] = [];
  const send = inBatches(async (words: readonly string[]) => {
    batches.push([...words]);
    begun.open();
    await gate.opened;
    return words;
  }, 10);
  const first = send('first');
  await begun.opened;
  const later = [send('second'), send('third')];
  gate.open();
  await Promise.all([first, ...later]);
  expect(batches).toEqual([['first'], ['second', 'third']]);
});

test('a batch has a limit; the rest follows', async () => {
  const sizes: number[] = [];
  const count = inBatches(async (items: readonly number[]) => {
    sizes.push(items.length);
    return items;
  }, 2);
  await Promise.all([1, 2, 3, 4, 5].map(count));
  expect(sizes).toEqual([2, 2, 1]);
});

test('a batch that fails is told to all of it, and the next one is tried', async () => {
  let isDown = true;
  const send = inBatches(async (words: readonly string[]) => {
    if (isDown) throw new Error('down');
    return words;
  }, 10);
  const outcomes = await Promise.allSettled([send('a'), send('b')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  isDown = false;
  expect(await send('c')).toBe('c');
});
