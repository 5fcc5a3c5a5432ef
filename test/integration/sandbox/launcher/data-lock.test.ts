import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { takeDataLock } from '../../../../sandbox/data-lock.ts';

const ADDRESS = 'http://127.0.0.1:8080';

const scratch = mkdtempSync(join(tmpdir(), 'karamooz-lock-'));

afterAll(() => rmSync(scratch, { recursive: true }));

function freshFolder(): string {
  return mkdtempSync(join(scratch, 'data-'));
}

function take(folder: string) {
  const taking = takeDataLock(folder, ADDRESS);
  if (taking.type !== 'taken') throw new Error('the folder is held');
  return taking.lock;
}

test('the second to take a data folder learns who holds it and where', () => {
  const folder = freshFolder();
  take(folder);
  expect(takeDataLock(folder, 'http://127.0.0.1:8081')).toMatchObject({
    type: 'held',
    by: { pid: process.pid, address: ADDRESS, stopping: false },
  });
});

test('a released folder can be taken again and keeps nothing of the lock', () => {
  const folder = freshFolder();
  take(folder).release();
  expect(readdirSync(folder)).toEqual([]);
  take(folder);
});

test('others see that the holder is about to stop', () => {
  const folder = freshFolder();
  take(folder).announceStop();
  expect(takeDataLock(folder, ADDRESS)).toMatchObject({ type: 'held', by: { stopping: true } });
});

test('a folder whose holder has died is taken over', () => {
  const folder = freshFolder();
  const dead = { pid: process.pid, commandLine: 'a program of before the restart', address: ADDRESS };
  writeFileSync(join(folder, 'running.4.json'), JSON.stringify({ ...dead, stopping: false }));
  take(folder);
  expect(readdirSync(folder)).toEqual(['running.5.json']);
});

test('a torn lock file holds nobody up', () => {
  const folder = freshFolder();
  writeFileSync(join(folder, 'running.1.json'), '{"pid":');
  take(folder);
});
