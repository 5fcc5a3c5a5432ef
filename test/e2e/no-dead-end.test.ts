/** The walks of the gallery without its pictures: from every screen there is a way on, and it is written well. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isDeadEnd } from '../../gallery/check-state.ts';
import type { Setting } from '../../gallery/state.ts';
import { type Survey, survey } from '../../gallery/survey.ts';
import { WALKS } from '../../gallery/walks/all-walks.ts';
import type { Walk } from '../../gallery/walks/walk.ts';
import { type SandboxProcess, startSandboxProcess } from '../support/running-sandbox.ts';

const SETTINGS: readonly Setting[] = [
  { platform: 'telegram', language: 'fa' },
  { platform: 'bale', language: 'en' },
  { platform: 'bale', language: 'fa' },
  { platform: 'telegram', language: 'en' },
];
function settingOf({ only: platform }: Walk, index: number): Setting {
  const setting = SETTINGS[index % SETTINGS.length] ?? { platform: 'telegram', language: 'fa' };
  return { ...setting, ...(platform && { platform }) };
}

let sandbox: SandboxProcess;
let found: Survey;
beforeAll(async () => {
  sandbox = await startSandboxProcess();
  found = await survey(sandbox, {
    // What waits for jobs, and every walk in every setting, is left to `npm run gallery`.
    errands: WALKS.filter(({ slow }) => !slow).map((walk, index) => ({
      walk,
      setting: settingOf(walk, index),
    })),
    atOnce: 4,
  });
}, 240_000);
afterAll(() => sandbox?.stop());

test('every walk comes to its end, and nobody is left without a button, a key or words of their language', () => {
  expect(found.faults).toEqual([]);
  expect(new Set(found.states.map(({ screen }) => screen)).size).toBeGreaterThan(80);
});

test('a screen with nothing to press would be found, also when its button only copies', () => {
  const [state] = found.states;
  if (!state) throw new Error('There is no state to look at');
  const [message] = state.news;
  if (!message) throw new Error('The bot has said nothing');
  const copying = { text: 'کپی', kind: 'copy' as const, copyText: '1' };
  expect(isDeadEnd(state)).toBe(false);
  expect(isDeadEnd({ ...state, keyboard: null, news: [{ ...message, buttons: [[copying]] }] })).toBe(true);
  expect(isDeadEnd({ ...state, keyboard: { rows: [] }, news: [] })).toBe(true);
});
