/** A Redis that was never there: nobody waits for it, and it is taken up when it comes. */
import { expect, test } from '@jest/globals';
import { Types } from 'mongoose';
import { createQueues } from '../../../jobs/queues.ts';
import { prepareAbsentRedis } from '../../support/redis.ts';
import { silentLog } from '../../support/silent-log.ts';
import { until } from '../../support/until.ts';

test('a wake-up call is given up at once, and taken when Redis is there', async () => {
  const redis = await prepareAbsentRedis();
  const queues = createQueues(redis.url, silentLog);
  const call = { notification: new Types.ObjectId(), channel: 'chat' as const };
  const taken = () =>
    queues.wakeDeliveries([call]).then(
      () => true,
      () => false,
    );
  try {
    expect(await taken()).toBe(false);
    await redis.start();
    await until('the call is taken', taken);
  } finally {
    await queues.close();
    await redis.close();
  }
});
