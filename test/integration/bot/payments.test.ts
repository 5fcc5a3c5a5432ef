/** Payments that do not end the usual way, as the payer's chat tells of them. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Course } from '../../../models/course.ts';
import type { Sender } from '../../../services/notifications/deliver.ts';
import { personalWallet } from '../../../services/wallet/accounts.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { createDeliveries, type Deliveries } from '../../support/deliveries.ts';
import { createWorld, type Trainee, type World } from '../../support/world.ts';

const FEE = 500_000;
const MINUTES_MS = 60_000;

let world: World;
let deliveries: Deliveries;
beforeAll(async () => {
  world = await createWorld();
  deliveries = createDeliveries(world);
});
afterAll(() => world.close());

describe.each(['telegram', 'bale'] as const)('on %s', (platform) => {
  let bot: BotByHand;
  let toChats: Sender;
  beforeAll(async () => {
    bot = await startBotByHand(world, { platform });
    ({ toChats } = bot);
  });
  afterAll(() => bot.close());

  let sara: Trainee;
  let chat: ChatByHand;
  let course: Course;
  let session: string;
  beforeEach(async () => {
    course = await world.course({ capacity: 1, feeRials: FEE });
    sara = await world.proven(await world.account(platform), world.stranger());
    chat = chatByHand(bot, sara.account.platformUserId);
    await chat.sends(`/start course_${course.code}`);
    await chat.presses('شارژ');
    expect(chat.last().text).toContain('پیش از پرداخت بررسی کنید');
    session = [...world.gateway.sessions.keys()].at(-1) ?? '';
  });

  const told = (words: string) => chat.all().filter(({ text }) => text.includes(words));
  const balance = () => world.ledger.balanceOf(personalWallet(sara.person._id));
  const deliverNotices = () => deliveries.deliverWoken(toChats);
  async function reconcileLater(): Promise<void> {
    world.advance(2 * MINUTES_MS);
    await world.topUps.reconcile(100);
    await deliverNotices();
  }

  test('scenario 33: a payment without callback that was paid is found, told, and the form goes on', async () => {
    world.gateway.pay(session);
    await reconcileLater();
    expect(told('به کیف پولتان اضافه شد')).toHaveLength(1);
    expect(chat.last().text).toContain('اگر همه چیز درست است');
    expect(await balance()).toBe(FEE);
  });

  test('scenario 33: a payment without callback that failed is found, told, and can be tried again', async () => {
    world.gateway.end(session, 'failed');
    await reconcileLater();
    expect(told('انجام نشد و مبلغی به کیف پول شما اضافه نشد')).toHaveLength(1);
    expect(chat.last().text).toContain('موجودی کافی نیست');
    expect(await balance()).toBe(0);
  });

  test('scenario 34: a verification whose answer was lost is called so, and credited once when it is repeated', async () => {
    world.gateway.pay(session);
    world.gateway.down = true;
    await chat.presses('واریز کردم');
    world.gateway.down = false;
    expect(chat.last().text).toContain('هنوز خبری از پرداخت');
    // The gateway has verified it all the same, and says from now on that it has done so before.
    expect(await world.gateway.inquire(session)).toEqual({ type: 'verified' });
    await Promise.all([chat.presses('بررسی دوباره'), reconcileLater()]);
    await deliverNotices();
    expect(await balance()).toBe(FEE);
    expect(told('به کیف پولتان اضافه شد')).toHaveLength(1);
    expect((await world.statements.page(personalWallet(sara.person._id), 0)).entries).toHaveLength(1);
  });

  test('"I have paid" is answered in another chat of the payer too, though the notice goes to the first', async () => {
    const { nationalCode } = sara.person;
    const { mobile = '' } = sara.person;
    const second = await world.proven(await world.account(platform), { nationalCode, mobile });
    const other = chatByHand(bot, second.account.platformUserId);
    await other.taps('paid');
    expect(other.last().text).toContain('هنوز خبری از پرداخت');
    world.gateway.pay(session);
    await other.taps('paid');
    expect(other.last().text).toContain('الان پرداختی در جریان نیست');
    await deliverNotices();
    expect(told('به کیف پولتان اضافه شد')).toHaveLength(1);
  });

  test('scenario 35: money that comes when the form is set aside and the course is full is in the wallet, and said to be', async () => {
    const draft = await world.drafts.current(sara);
    if (!draft) throw new Error('No form is open');
    await world.drafts.setAside(draft);
    const other = await world.trainee({ balanceRials: FEE });
    expect(await world.enrolments.enrol(await world.card(other, course))).toMatchObject({ type: 'enrolled' });

    // That was a while ago, in another process: nobody here remembers the free seat.
    world.courses.turnedOutOtherwise(course.code);

    world.gateway.pay(session);
    await world.topUps.returned('zarinpal', session);
    await deliverNotices();
    expect(await balance()).toBe(FEE);
    expect(chat.last().text).toMatch(/۵۰۰٬۰۰۰ ریال.*به کیف پولتان اضافه شد.*موجودی کیف پول: .*۵۰۰٬۰۰۰ ریال/s);
    await chat.presses('ثبت‌نام در دوره');
    expect(chat.last().text).toMatch(/۵۰۰٬۰۰۰ ریال در کیف پول شماست.*ظرفیت این دوره پر است.*در صف بایستید/s);
  });
});

test('the audit is clean after all this', async () => {
  expect((await world.audit.run()).findings).toEqual([]);
});
