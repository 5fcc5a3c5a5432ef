/** All roles in one process, with the settings of an operator whose Redis is not there yet. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type Config, readConfig } from '../../config.ts';
import { PERSONAL_DATA } from '../../sandbox/app-environment.ts';
import { findFreePorts } from '../../sandbox/free-port.ts';
import { startRoles } from '../../start-roles.ts';
import { type AbsentRedis, prepareAbsentRedis } from '../support/redis.ts';
import { silentLog } from '../support/silent-log.ts';
import { until } from '../support/until.ts';
import { COURSE, createWorld, type World } from '../support/world.ts';

let world: World;
let redis: AbsentRedis;
let config: Config;
let roles: { close(): Promise<void> } | undefined;

beforeAll(async () => {
  [world, redis] = await Promise.all([createWorld(), prepareAbsentRedis()]);
  const [port = 0, nobody = 0] = await findFreePorts(2);
  config = readConfig({
    MONGODB_URI: world.mongoUri,
    REDIS_URL: redis.url,
    ...PERSONAL_DATA,
    TELEGRAM_BOT_TOKEN: '1:token',
    TELEGRAM_API_ROOT: `http://127.0.0.1:${nobody}`,
    PORT: String(port),
  });
});
afterEach(async () => {
  await roles?.close();
  roles = undefined;
});
afterAll(async () => {
  await Promise.all([world.close(), redis.close()]);
});

async function start() {
  const { models, connection } = world;
  roles = await startRoles({ config, models, connection, log: silentLog });
  return roles;
}

async function get(path: string) {
  const answer = await fetch(`http://127.0.0.1:${config.port}${path}`);
  return { status: answer.status, body: await answer.json() };
}

test('a process that never found its Redis stops all the same', async () => {
  const started = await start();
  roles = undefined;
  await started.close();
});

test('without Redis the process starts and says what is missing; when it comes, the work begins', async () => {
  await start();
  expect(await get('/healthz')).toMatchObject({ status: 200 });
  expect(await get('/readyz')).toEqual({ status: 503, body: { status: 'not-ready', missing: ['redis'] } });

  // Nobody is woken for this one; only the scheduled sweep can find it.
  const { person } = await world.trainee({ balanceRials: COURSE.feeRials });
  const topUp = await world.models.Notification.findOne({ person: person._id }).orFail();
  await redis.start();
  await until('the process is ready', async () => (await get('/readyz')).status === 200);
  await until('the sweep has found the notice', async () => {
    const { chat } = await world.models.Notification.findById(topUp._id).orFail();
    return chat.attempts > 0;
  });
});
