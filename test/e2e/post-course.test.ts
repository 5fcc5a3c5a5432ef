/** Staff post a course to a channel from their private chat. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { COURSES, introduces, isKnown } from '../support/enrolling.ts';
import { type Person, type Platform, person } from '../support/person.ts';
import { linkOf, room } from '../support/room.ts';
import { type SharedSandbox, sharedSandbox } from '../support/shared-sandbox.ts';

let sandbox: SharedSandbox;
beforeAll(async () => {
  sandbox = await sharedSandbox();
}, 90_000);

/** Named in the settings of the sandbox's app. */
const ADMINISTRATOR = '9994010131';

async function administrator(platform: Platform): Promise<Person> {
  const saeed = await person(sandbox, platform, { firstName: 'سعید', nationalCode: ADMINISTRATOR });
  await isKnown(saeed);
  return saeed;
}

describe.each<Platform>(['telegram', 'bale'])('on %s', (platform) => {
  test('an administrator posts a course, by the name and by the number of the channel', async () => {
    const saeed = await administrator(platform);
    const channel = await room(sandbox, platform, 'channel');
    await channel.makesBot(saeed, 'administrator');
    for (const address of [channel.address, String(channel.id)]) {
      await saeed.sends(`/post ${COURSES.cheap.code} ${address}`);
      await saeed.sees(/کارت دوره در کانال منتشر شد.*دوره‌های پیش رو/s);
      const card = await channel.sees(/کمک‌های اولیه/);
      expect(linkOf(card)).toMatch(/^https:\/\/(t\.me|ble\.ir)\/karamooz_bot\?start=course_firstaid$/);
    }
    expect(await channel.ofBot()).toHaveLength(2);
  });

  test('what stands in the way is said', async () => {
    const saeed = await administrator(platform);
    const stranger = await person(sandbox, platform);
    const channel = await room(sandbox, platform, 'channel');
    const command = `/post ${COURSES.cheap.code} ${channel.address}`;

    await saeed.sends(command);
    await saeed.sees(/ربات مدیر این کانال نیست/);
    await channel.makesBot(saeed, 'member');
    await saeed.sends(command);
    await saeed.sees(/ربات مدیر این کانال نیست/);
    await channel.makesBot(saeed, 'administrator');
    await saeed.sends('/post firstaid @no_such_channel_at_all');
    await saeed.sees(/کانالی با این نشانی پیدا نشد/);
    await saeed.sends(`/post nothing ${channel.address}`);
    await saeed.sees(/دوره‌ای با این کد پیدا نشد/);
    await saeed.sends('/post firstaid');
    await saeed.sees(/بعد از \/post کد دوره را بنویسید/);

    await stranger.sends('/start');
    await stranger.sees(/۱\. شمارهٔ موبایل/);
    await saeed.sends(`/post firstaid ${stranger.userId}`);
    await saeed.sees(/کانالی با این نشانی پیدا نشد/);
    expect(await stranger.unseen()).toEqual([]);
    expect(await channel.ofBot()).toEqual([]);
  });

  test('nobody else posts, and an open form goes on', async () => {
    const sara = await person(sandbox, platform);
    const channel = await room(sandbox, platform, 'channel');
    await channel.makesBot(sara, 'administrator');
    await sara.sends(`/post firstaid ${channel.address}`);
    await sara.sees(/کار کارشناسان سازمان است/);
    await introduces(sara, COURSES.free.code);
    await sara.sees(/اگر همه چیز درست است/);
    await sara.sends(`/post firstaid ${channel.address}`);
    await sara.sees(/کار کارشناسان سازمان است.*اگر همه چیز درست است/s);
    expect(await channel.ofBot()).toEqual([]);
  });
});
