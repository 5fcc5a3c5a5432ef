/**
 * The sandbox that test files share. For those that only chat as people of their own making: nobody may kill, switch off
 * or count anything of it that is not theirs.
 */
import type { SandboxProcess } from './running-sandbox.ts';

export interface SharedSandbox extends Pick<SandboxProcess, 'baseUrl' | 'dataDir'> {
  peopleFrom: number;
}

/** Starting it takes some seconds, for whoever asks first. */
export async function sharedSandbox(): Promise<SharedSandbox> {
  const desk = process.env.TEST_SANDBOX_DESK;
  if (!desk) throw new Error('jest’s global setup has offered no sandbox');
  const answer = await fetch(desk);
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as SharedSandbox;
}
