/**
 * Newcomers enrol themselves while every outside system is in disorder. `npm run storm:identity` does it at length, in each
 * mode of each system.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { storm } from '../storm/run.ts';
import { ALL_AT_ONCE } from '../storm/weather.ts';
import { type SandboxProcess, startSandboxProcess } from '../support/running-sandbox.ts';

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandboxProcess();
}, 90_000);
afterAll(() => sandbox?.stop());

test('no enrolment is lost, nobody is taken for another, and the books agree', async () => {
  const report = await storm(sandbox, { weathers: [ALL_AT_ONCE], people: 8, impostors: 2 });
  expect(report).toMatchObject({ newcomers: 8, findings: [] });
  // It was a storm: somebody had to try again.
  expect(report.heldUp).toBeGreaterThan(0);
}, 120_000);
