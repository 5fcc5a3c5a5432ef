/** A seat that is held, the line for a full course, and the way out of both, as people see them in the chat. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Course } from '../../../models/course.ts';
import type { Sender } from '../../../services/notifications/deliver.ts';
import { HOLD_MS } from '../../../services/seats/rules.ts';
import { personalWallet } from '../../../services/wallet/accounts.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { createDeliveries, type Deliveries } from '../../support/deliveries.ts';
import { createWorld, type Trainee, type World } from '../../support/world.ts';

const FEE = 500_000;

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

  let course: Course;
  beforeEach(async () => {
    course = await world.course({ capacity: 1, feeRials: FEE });
  });

  interface Chatting extends Trainee {
    chat: ChatByHand;
  }

  async function comes(balanceRials = 0): Promise<Chatting> {
    const who = await world.proven(await world.account(platform), world.stranger());
    if (balanceRials > 0) await world.charge(who, balanceRials);
    const chat = chatByHand(bot, who.account.platformUserId);
    world.courses.turnedOutOtherwise(course.code);
    await chat.sends(`/start course_${course.code}`);
    return { ...who, chat };
  }

  async function seated(): Promise<Chatting> {
    const who = await comes(FEE);
    await who.chat.presses('تأیید و ثبت‌نام');
    return who;
  }

  async function waits(balanceRials = 0): Promise<Chatting> {
    const who = await comes(balanceRials);
    await who.chat.presses('در صف می‌ایستم');
    return who;
  }

  async function asksToWithdraw({ chat }: Chatting): Promise<void> {
    await chat.presses('ثبت‌نام‌های من');
    await chat.presses('🎓 جوشکاری');
    await chat.presses('انصراف از دوره');
  }

  async function withdraws(who: Chatting): Promise<void> {
    await asksToWithdraw(who);
    await who.chat.presses('بله، انصراف می‌دهم');
  }

  const balanceOf = ({ person }: Trainee) => world.ledger.balanceOf(personalWallet(person._id));
  const notices = () => deliveries.deliverWoken(toChats);

  test('scenario 28: who finds the course full is offered the line, and takes a place in it', async () => {
    await seated();
    const sara = await waits(FEE);
    expect(sara.chat.last().text).toMatch(/در صف ایستادید. هنوز پولی از شما نگرفته‌ایم.*نفر ۱ صف/s);
    const reza = await waits();
    expect(reza.chat.last().text).toContain('نفر ۲ صف');
    expect(await balanceOf(sara)).toBe(FEE);
  });

  test('scenario 40: a withdrawal shows what comes back, gives it back once, and the seat goes to the line', async () => {
    const first = await seated();
    const sara = await waits(FEE);
    await asksToWithdraw(first);
    expect(first.chat.last().text).toContain('همین حالا به کیف پول شما برمی‌گردد');
    const yes = first.chat.last().buttons[0]?.callback_data ?? '';
    await first.chat.taps(yes);
    await first.chat.taps(yes);
    expect(first.chat.last().text).toMatch(/لغوشده.*۵۰۰٬۰۰۰ ریال.*به کیف پول شما برگشت/s);
    expect(await balanceOf(first)).toBe(FEE);
    await notices();
    expect(sara.chat.last().text).toContain('جایی باز شد و شما در دورهٔ «جوشکاری» ثبت‌نام شدید');
    expect(await balanceOf(sara)).toBe(0);
  });

  test('whose wallet is short when the turn comes charges it from the offer, and the seat is taken by itself', async () => {
    const first = await seated();
    const sara = await waits();
    await withdraws(first);
    await notices();
    expect(sara.chat.last().text).toMatch(/نوبت شما در صف.*هنوز پولی از شما نگرفته‌ایم/s);
    await sara.chat.presses('گرفتن جا');
    expect(sara.chat.last().text).toMatch(/کمبود: .*۵۰۰٬۰۰۰ ریال.*هنوز پولی از شما نگرفته‌ایم/s);
    await sara.chat.presses('شارژ');
    const session = [...world.gateway.sessions.keys()].at(-1) ?? '';
    world.gateway.pay(session);
    await world.topUps.returned('zarinpal', session);
    await world.enrolments.watchPlaces(50);
    await notices();
    expect(sara.chat.last().text).toContain('شما در دورهٔ «جوشکاری» ثبت‌نام شدید');
    expect(await balanceOf(sara)).toBe(0);
  });

  test('scenario 18: who goes to pay has the seat until the time on the card, and not after it', async () => {
    const sara = await comes();
    expect(sara.chat.last().text).toMatch(/کمبود: .*۵۰۰٬۰۰۰ ریال.*جای شما تا .* نگه داشته می‌شود/s);
    const reza = await comes(FEE);
    expect(reza.chat.last().text).toContain('در صف بایستید');
    world.advance(HOLD_MS);
    await world.enrolments.watchPlaces(50);
    world.courses.turnedOutOtherwise(course.code);
    await reza.chat.sends(`/start course_${course.code}`);
    await reza.chat.presses('تأیید و ثبت‌نام');
    expect(reza.chat.last().text).toContain('ثبت‌نام شما انجام شد');
    await sara.chat.sends('/start');
    await sara.chat.presses('ادامهٔ ');
    expect(sara.chat.last().text).toContain('در صف بایستید');
  });

  test('giving the form up frees the seat that was held for it', async () => {
    const sara = await comes();
    await sara.chat.sends('/cancel');
    const reza = await comes(FEE);
    expect(reza.chat.last().text).toContain('اگر همه چیز درست است');
  });

  test('a button of an enrolment that is another’s, or none, opens nothing', async () => {
    const sara = await seated();
    const enrolment = await world.enrolments.live(sara.person._id, course._id);
    const reza = await comes();
    for (const kind of ['card', 'leave', 'me', 'not-me']) {
      await reza.chat.taps(`${kind}:${enrolment?._id.toHexString()}`);
      expect(reza.chat.last().text).toContain('این دکمه مربوط به پیام‌های قبلی است');
      expect(reza.chat.last().text).not.toContain(enrolment?.trackingCode ?? '');
    }
    await reza.chat.taps(`left:${enrolment?._id.toHexString()}:${FEE}`);
    expect(await world.enrolments.live(sara.person._id, course._id)).not.toBeNull();
  });
});

test('the audit is clean after all this', async () => {
  expect((await world.audit.run()).findings).toEqual([]);
});
