/** The sandbox's control API as functions: what tests do to the world around people. */
import type { SystemMode, SystemName } from '../../sandbox/systems.ts';
import { until } from './until.ts';

/** A sandbox that runs. */
export interface Surroundings {
  baseUrl: string;
  /** In a sandbox that others use too: people of one's own making are counted from here. */
  peopleFrom?: number;
}

/** GET without a body, POST with one, of `/sandbox/<path>`. Rejects with the sandbox's own words when it refuses. */
export async function control<T = unknown>(
  { baseUrl }: Surroundings,
  path: string,
  body?: object,
): Promise<T> {
  return call<T>(`${baseUrl}/sandbox/${path}`, body ? 'POST' : 'GET', body);
}

/** Switches an outside system: up, down, slow, flaky, limited. */
export async function setSystem(
  { baseUrl }: Surroundings,
  name: SystemName,
  mode: SystemMode | { mode: 'down' },
): Promise<void> {
  await call(`${baseUrl}/sandbox/systems/${name}`, 'PUT', mode);
}

/** Ends the bot's process as a crash would; the sandbox starts it again at once. Does not wait for either. */
export async function killApp(sandbox: Surroundings): Promise<void> {
  // Between two lives there is nothing to kill: wait for the next one.
  await until('the bot runs, so that it can be killed', async () => {
    const { pid } = await control<{ pid: number | null }>(sandbox, 'app');
    return pid !== null && (await control(sandbox, 'app', { signal: 'SIGKILL' }).then(() => true));
  });
}

async function call<T>(url: string, method: string, body?: object): Promise<T> {
  const response = await fetch(url, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
