/**
 * The sandbox that the test files share which only chat in it: starting four processes anew for each took a good part of
 * the run. It is started when the first of them asks. Plain JavaScript, since jest loads it before its transforms.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const PROCESS = fileURLToPath(new URL('serve-sandbox.ts', import.meta.url));

let desk;
let sandbox;
let started;
/** Test files that have asked. */
let guests = 0;

/** Nobody makes so many people. */
const PEOPLE_EACH = 1_000;

/** Test files ask at the address in `TEST_SANDBOX_DESK`, and are answered when the sandbox is ready. */
export async function offerSandbox() {
  desk = createServer((_request, response) => {
    started ??= start();
    guests += 1;
    const peopleFrom = guests * PEOPLE_EACH;
    started.then(
      (place) => response.end(JSON.stringify({ ...place, peopleFrom })),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  desk.listen(0, '127.0.0.1');
  await once(desk, 'listening');
  desk.unref();
  process.env.TEST_SANDBOX_DESK = `http://127.0.0.1:${desk.address().port}`;
}

async function start() {
  sandbox = spawn(process.execPath, ['--import', 'tsx', PROCESS], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  sandbox.unref();
  sandbox.channel?.unref();
  const ended = once(sandbox, 'exit').then(([code]) => {
    throw new Error(`The sandbox for all test files ended with ${code}`);
  });
  const [place] = await Promise.race([once(sandbox, 'message'), ended]);
  return place;
}

export async function withdrawSandbox() {
  desk?.close();
  if (!sandbox || sandbox.exitCode !== null) return;
  const ended = once(sandbox, 'exit');
  sandbox.ref();
  sandbox.disconnect();
  await ended;
}
