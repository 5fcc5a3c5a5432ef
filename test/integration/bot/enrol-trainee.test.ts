/** A portal user registers trainees, through the chat of either messenger. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { tap } from '../../../bot/callback-data.ts';
import type { Course } from '../../../models/course.ts';
import { deliver, type Sender } from '../../../services/notifications/deliver.ts';
import { createKarpoosheSender } from '../../../services/notifications/senders.ts';
import { personalWallet, portalWallet } from '../../../services/wallet/accounts.ts';
import { loadTexts } from '../../../texts/texts.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { createDeliveries, type Deliveries } from '../../support/deliveries.ts';
import { inPersianDigits } from '../../support/person.ts';
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
  let operator: Trainee;
  let chat: ChatByHand;
  let trainee: { nationalCode: string; mobile: string };
  beforeEach(async () => {
    world.registers.registryDown = false;
    world.registers.shahkarDown = false;
    course = await world.course({ feeRials: FEE, title: `سفالگری ${trainee?.nationalCode ?? ''}` });
    operator = await world.portalUser(course.centre, { platform, mayExempt: true });
    chat = chatByHand(bot, operator.account.platformUserId);
    trainee = world.stranger();
  });

  const deliverNotices = () => deliveries.deliverWoken(toChats);
  const balanceOf = (wallet: ReturnType<typeof personalWallet>) => world.ledger.balanceOf(wallet);
  const personOf = (nationalCode: string) => world.people.ofCode(nationalCode);
  const fundPortal = (rials: number) => world.fund(portalWallet(operator.person._id), rials);
  const draft = () => world.drafts.current(operator);
  /** Nothing of a payment that a test made up stands in the way of the audit. */
  const enrolmentOf = async (nationalCode: string) =>
    world.enrolments.live((await personOf(nationalCode))._id, course._id);

  async function toCourse(): Promise<void> {
    await chat.sends('/trainee');
    expect(chat.last().text).toContain('کد ملی کارآموز');
    await chat.sends(trainee.nationalCode);
    expect(chat.last().text).toContain('موبایل کارآموز');
    await chat.sends(trainee.mobile);
    expect(chat.last().text).toContain('دورهٔ کارآموز');
  }

  test('what is typed of a trainee is echoed masked, and never in full', async () => {
    await toCourse();
    const { nationalCode, mobile } = trainee;
    // Bale, where a star is markup, is sent another sign.
    const said = chat.all().map(({ text }) => text.replaceAll('∗', '*'));
    const echoes = said.filter((text) => text.includes('دریافتی'));
    expect(echoes.join()).toContain(
      inPersianDigits(`${nationalCode.slice(0, 3)}****${nationalCode.slice(7)}`),
    );
    expect(echoes.join()).toContain(inPersianDigits(`${mobile.slice(0, 4)}***${mobile.slice(7)}`));
    for (const number of [nationalCode, mobile]) {
      expect(said.join()).not.toContain(number);
      expect(said.join()).not.toContain(inPersianDigits(number));
    }
  });

  test('of another course of the trainee the card tells that it is at the same time, and not which', async () => {
    const known = await world.proven(await world.account(platform), trainee);
    const other = await world.course({ feeRials: 0, title: 'کوزه‌گری پنهان' });
    await world.enrolments.enrol(await world.card(known, other));
    await fundPortal(FEE);
    await toPayer();
    await chat.presses('از کیف پول پورتال');
    expect(chat.last().text).toContain('دورهٔ دیگری هم دارد');
    expect(
      chat
        .all()
        .map(({ text }) => text)
        .join(),
    ).not.toContain('کوزه‌گری پنهان');
  });

  test('a seat that is kept while the wallet is charged is said to be the trainee’s', async () => {
    await toPayer();
    await chat.presses('از کیف پول پورتال');
    expect(chat.last().text).toContain('جای کارآموز تا');
    expect(chat.last().text).not.toContain('جای شما');
  });

  async function toPayer(): Promise<void> {
    await toCourse();
    await chat.taps(`t-course:${course.code}`);
    expect(chat.last().text).toContain('شهریه از کدام کیف پول؟');
  }

  test('scenario 2: the four facts are recorded, the portal wallet pays, and the next trainee is a tap away', async () => {
    const known = await world.proven(await world.account(platform), trainee);
    await fundPortal(2 * FEE);
    await toPayer();
    await chat.presses('از کیف پول پورتال');
    expect(chat.last().text).toMatch(/مریم ش….*از کیف پول پورتال شما.*پس از ثبت‌نام: ۵۰۰٬۰۰۰ ریال/s);
    await chat.presses('تأیید و ثبت‌نام');
    expect(chat.last().text).toContain('کارآموز ثبت‌نام شد');
    expect(await enrolmentOf(trainee.nationalCode)).toMatchObject({
      person: known.person._id,
      registeredBy: operator.person._id,
      centre: course.centre,
      payer: 'portal-user',
      consent: { state: 'asked' },
      status: 'active',
    });
    expect(await balanceOf(portalWallet(operator.person._id))).toBe(FEE);
    await chat.presses('ثبت‌نام کارآموز دیگر');
    expect(chat.last().text).toContain('کد ملی کارآموز');
    expect((await draft())?.answers).toEqual({});

    await deliverNotices();
    const theirs = chatByHand(bot, known.account.platformUserId);
    expect(theirs.last().text).toMatch(/مرکز شماره ۱.*ثبت‌نام کرد/s);
    expect(theirs.last().buttons.map(({ text }) => text)).toEqual(
      expect.arrayContaining([expect.stringContaining('من هستم'), expect.stringContaining('من نیستم')]),
    );
    await theirs.presses('من نیستم');
    expect(theirs.last().text).toMatch(/متوقف شد/);
    expect(await enrolmentOf(trainee.nationalCode)).toMatchObject({
      consent: { state: 'refused' },
      frozen: { because: 'not-me' },
    });
    await deliverNotices();
    expect(chat.last().text).toContain('من نیستم');
    await theirs.presses('من هستم');
    expect(await enrolmentOf(trainee.nationalCode)).toMatchObject({ consent: { state: 'given' } });
  });

  test('once code and mobile are proven the form keeps whom they belong to, and neither of them', async () => {
    await toCourse();
    const { _id } = await personOf(trainee.nationalCode);
    expect((await draft())?.answers).toEqual({ trainee: _id.toHexString() });
    expect(await world.models.Account.countDocuments({ person: _id })).toBe(0);
  });

  test.each([
    { name: 'with a proven number', hasMobile: true, sms: 1 },
    { name: 'of an exempt group', hasMobile: false, sms: 0 },
  ])(
    'scenario 3: a trainee $name and without a chat hears by e-inbox, by SMS only if that may be',
    async ({ hasMobile, sms }) => {
      const free = await world.course({ feeRials: 0 });
      await chat.sends('/trainee');
      await chat.sends(trainee.nationalCode);
      if (hasMobile) await chat.sends(trainee.mobile);
      else await chat.presses('موبایل ندارد: زندانی');
      await chat.taps(`t-course:${free.code}`);
      world.woken.length = 0;
      deliveries.sms.recover();
      await chat.presses('تأیید و ثبت‌نام');
      const { senders } = deliveries.deps;
      const letters: string[] = [];
      const karpooshe = createKarpoosheSender({
        texts: loadTexts(),
        provider: {
          deliver: async ({ nationalCode, title }) => {
            letters.push(`${nationalCode} ${title}`);
            return { type: 'accepted', id: 'K1' };
          },
        },
      });
      const deps = { ...deliveries.deps, senders: { ...senders, karpooshe, chat: toChats } };
      for (const call of world.woken.splice(0)) await deliver(deps, call.notification, call.channel);

      expect(letters).toEqual([expect.stringContaining(trainee.nationalCode)]);
      expect(deliveries.sms.received.filter(({ to }) => to === trainee.mobile)).toHaveLength(sms);
      const { _id: person } = await personOf(trainee.nationalCode);
      const notice = await world.models.Notification.findOne({ person }).orFail().lean();
      expect(notice.event).toBe('enrolled-by-centre');
      expect(notice.chat).toMatchObject({ state: 'skipped', reason: 'no-chat' });
      expect(notice.sms).toMatchObject(
        hasMobile ? { state: 'sent' } : { state: 'skipped', reason: 'no-mobile' },
      );
    },
  );

  test('scenario 36: the chosen wallet is short: nothing is debited, a seat is held, and the other pays by one tap', async () => {
    await fundPortal(FEE);
    await toPayer();
    await chat.presses('از کیف پول کارآموز');
    const card = chat.last();
    expect(card.text).toMatch(/کیف پول کارآموز: ۵۰۰٬۰۰۰ ریال کم دارد/);
    expect(card.text).toMatch(/کیف پول پورتال شما: \S*۵۰۰٬۰۰۰ ریال/);
    expect(card.text).toContain('نگه داشته می‌شود');
    const { _id: person } = await personOf(trainee.nationalCode);
    expect(await world.models.SeatHold.countDocuments({ course: course._id, person })).toBe(1);
    expect(card.buttons.map(({ text }) => text).join()).toMatch(
      /از کیف پول پورتال.*شارژ کیف پول کارآموز.*انصراف/s,
    );
    await chat.presses('از کیف پول پورتال');
    expect(chat.last().text).toContain('از کیف پول پورتال شما');
    await chat.presses('تأیید و ثبت‌نام');
    expect(await enrolmentOf(trainee.nationalCode)).toMatchObject({ payer: 'portal-user' });
    expect(await balanceOf(portalWallet(operator.person._id))).toBe(0);
    expect(await world.models.SeatHold.countDocuments({ course: course._id })).toBe(0);
  });

  test.each([
    { payer: 'کارآموز', button: 'شارژ کیف پول کارآموز' },
    { payer: 'پورتال', button: 'شارژ کیف پول پورتال' },
  ])(
    'the gap of the wallet ($payer) is charged from the form, which goes on by itself',
    async ({ payer, button }) => {
      const known = await world.proven(await world.account(platform), trainee);
      await toPayer();
      await chat.presses(`از کیف پول ${payer}`);
      expect(chat.last().text).toContain('هیچ‌کدام از دو کیف پول کافی نیست');
      await chat.presses(button);
      expect(chat.last().text).toMatch(
        payer === 'پورتال' ? /کیف پول پورتال خودتان است/ : /کیف پول همین کارآموز است.*مریم ش…/s,
      );
      const session = [...world.gateway.sessions.keys()].at(-1) ?? '';
      world.gateway.pay(session);
      await world.topUps.returned('zarinpal', session);
      await deliverNotices();
      expect(chat.all().at(-2)?.text).toMatch(/پرداخت شما رسید/);
      expect(chat.last().text).toContain('اگر همه چیز درست است');
      const wallets = {
        کارآموز: personalWallet(known.person._id),
        پورتال: portalWallet(operator.person._id),
      };
      expect(await balanceOf(wallets[payer as keyof typeof wallets])).toBe(FEE);
      const heard = chatByHand(bot, known.account.platformUserId).all();
      expect(heard.filter(({ text }) => text.includes('کیف پول شما را شارژ کرد'))).toHaveLength(
        payer === 'کارآموز' ? 1 : 0,
      );
      await chat.presses('تأیید و ثبت‌نام');
      expect(chat.last().text).toContain('کارآموز ثبت‌نام شد');
      expect(await balanceOf(wallets[payer as keyof typeof wallets])).toBe(0);
    },
  );

  test('while neither wallet suffices the other one may still be chosen, and its own gap be charged', async () => {
    await world.fund(portalWallet(operator.person._id), 200_000);
    await toPayer();
    await chat.presses('از کیف پول کارآموز');
    await chat.presses('تغییر کیف پول');
    expect(chat.last().text).toContain('شهریه از کدام کیف پول؟');
    await chat.presses('بازگشت');
    expect(chat.last().text).toContain('هیچ‌کدام از دو کیف پول کافی نیست');
    await chat.presses('تغییر کیف پول');
    await chat.presses('از کیف پول پورتال');
    await chat.presses('شارژ کیف پول پورتال: ');
    expect(chat.last().text).toMatch(/کیف پول پورتال خودتان است.*مبلغ: \S*۳۰۰٬۰۰۰ ریال/s);
  });

  test('course and payer can be changed on the summary, and back leads to it', async () => {
    await fundPortal(FEE);
    await toPayer();
    await chat.presses('از کیف پول پورتال');
    await chat.presses('تغییر کیف پول');
    expect(chat.last().text).toContain('شهریه از کدام کیف پول؟');
    await chat.presses('بازگشت');
    expect(chat.last().text).toContain('از کیف پول پورتال شما');
    const another = await world.course({ feeRials: 0, title: 'رایگان' });
    await chat.presses('تغییر دوره');
    await chat.taps(`t-course:${another.code}`);
    expect(chat.last().text).toMatch(/رایگان.*اگر همه چیز درست است/s);
  });

  test('a free course asks for no payer', async () => {
    const free = await world.course({ feeRials: 0 });
    await toCourse();
    await chat.taps(`t-course:${free.code}`);
    await chat.presses('تأیید و ثبت‌نام');
    expect(chat.last().text).toMatch(/کارآموز ثبت‌نام شد.*پولی از شما نگرفتیم/s);
  });

  test('a trainee without a mobile is entered by their group, where the grant allows it', async () => {
    await chat.sends('/trainee');
    await chat.sends(trainee.nationalCode);
    await chat.presses('موبایل ندارد: زندانی');
    expect(chat.last().text).toContain('دورهٔ کارآموز');
    expect(await personOf(trainee.nationalCode)).toMatchObject({
      mobileState: 'none',
      exemption: 'prisoner',
    });
  });

  test('a forged tap on a group does nothing for who may not exempt', async () => {
    const { nationalCode } = operator.person;
    await world.grants.grant({ nationalCode, centreCode: 'T01', mayExempt: false, reason: 'آزمون' });
    await chat.sends('/trainee');
    await chat.sends(trainee.nationalCode);
    expect(
      chat
        .last()
        .buttons.map(({ text }) => text)
        .join(),
    ).not.toContain('زندانی');
    await chat.taps('exempt:prisoner');
    expect(chat.last().text).toContain('بدون موبایل را در بر نمی‌گیرد');
    expect(await world.people.byCode(trainee.nationalCode)).toBeNull();
  });

  test('while the registry is down the name is said to be on its way, and what that means', async () => {
    world.registers.registryDown = true;
    await toCourse();
    expect(chat.last().text).toMatch(/نامش بعداً خودکار کامل می‌شود/);
  });

  test('while Shahkar is down what was typed is kept, and checked again by a tap', async () => {
    world.registers.shahkarDown = true;
    await chat.sends('/trainee');
    await chat.sends(trainee.nationalCode);
    await chat.sends(trainee.mobile);
    expect(chat.last().text).toContain('الان پاسخ نمی‌دهد');
    await chat.presses('بررسی دوباره');
    expect(chat.last().text).toContain('هنوز پاسخ نمی‌دهد');
    world.registers.shahkarDown = false;
    await chat.presses('بررسی دوباره');
    expect(chat.last().text).toContain('دورهٔ کارآموز');
  });

  test('a number of somebody else, and a code that the registry does not know, are asked for again', async () => {
    await chat.sends('/trainee');
    await chat.sends(trainee.nationalCode);
    await chat.sends('09350000000');
    expect(chat.last().text).toContain('به نام کد ملی');
    Object.assign(world.registers.people.get(trainee.nationalCode) ?? {}, { firstName: '' });
    await chat.sends(trainee.mobile);
    expect(chat.last().text).toMatch(/نمی‌شناسد.*کد ملی کارآموز/s);
    const other = world.stranger();
    await chat.sends(other.nationalCode);
    await chat.sends(other.mobile);
    expect(chat.last().text).toContain('دورهٔ کارآموز');
  });

  test('one’s own code is no trainee’s', async () => {
    await chat.sends('/trainee');
    await chat.sends(operator.person.nationalCode);
    expect(chat.last().text).toContain('کد ملی خود شماست');
  });

  test('a course of another centre is refused, by whatever button it came', async () => {
    await world.models.Centre.updateOne(
      { code: 'T02' },
      { $set: { name: 'مرکز شماره ۲', kind: 'state', province: 'تهران', city: 'تهران', address: '' } },
      { upsert: true },
    );
    const { _id: centre } = await world.models.Centre.findOne({ code: 'T02' }).orFail().lean();
    const foreign = await world.course({ feeRials: 0, title: 'بیگانه' });
    await world.models.Course.updateOne({ _id: foreign._id }, { centre });
    await toCourse();
    expect(
      chat
        .last()
        .buttons.map(({ text }) => text)
        .join(),
    ).not.toContain('بیگانه');
    await chat.taps(`t-course:${foreign.code}`);
    expect(chat.last().text).toContain('اجازهٔ ثبت‌نام کارآموز ندارید');
  });

  test('a grant taken back before the tap on confirm enrols nobody and takes nothing', async () => {
    await fundPortal(FEE);
    await toPayer();
    await chat.presses('از کیف پول پورتال');
    await world.grants.revoke({
      nationalCode: operator.person.nationalCode,
      centreCode: 'T01',
      reason: 'آزمون',
    });
    await chat.presses('تأیید و ثبت‌نام');
    expect(chat.last().text).toContain('اجازهٔ');
    expect(await enrolmentOf(trainee.nationalCode)).toBeNull();
    expect(await balanceOf(portalWallet(operator.person._id))).toBe(FEE);
  });

  test('somebody else registering the same trainee just now is told of, and stands in nobody’s way', async () => {
    await toCourse();
    const second = await world.portalUser(course.centre, { platform });
    const theirs = chatByHand(bot, second.account.platformUserId);
    await theirs.sends('/trainee');
    await theirs.sends(trainee.nationalCode);
    await theirs.sends(trainee.mobile);
    expect(theirs.last().text).toMatch(/در جای دیگری هم.*دورهٔ کارآموز/s);
  });

  test('who is no portal user is told so, and sees no button for it', async () => {
    const anybody = await world.proven(await world.account(platform), world.stranger());
    const theirs = chatByHand(bot, anybody.account.platformUserId);
    await theirs.sends('/trainee');
    expect(theirs.last().text).toContain('کار کاربران پورتال');
    await theirs.sends('/start');
    expect(
      theirs
        .all()
        .flatMap(({ keys }) => keys)
        .join(),
    ).not.toContain('کارآموز');
    expect(
      theirs
        .all()
        .flatMap(({ buttons }) => buttons.map(({ text }) => text))
        .join(),
    ).not.toContain('ثبت‌نام کارآموز');
    await chat.sends('/start');
    expect(
      chat
        .all()
        .flatMap(({ keys }) => keys)
        .join(),
    ).toContain('ثبت‌نام کارآموز');
    expect(
      chat
        .last()
        .buttons.map(({ text }) => text)
        .join(),
    ).toContain('ثبت‌نام کارآموز');
  });

  test('a portal user who enrols themselves is asked for the payer too', async () => {
    await fundPortal(FEE);
    await chat.sends(`/start course_${course.code}`);
    expect(chat.last().text).toMatch(/کیف پول پورتال شما: \S*۵۰۰٬۰۰۰ ریال.*کیف پول شخصی شما: \S*۰ ریال/s);
    await chat.presses('از کیف پول شخصی');
    expect(chat.last().text).toMatch(/کیف پول شخصی شما \S*۵۰۰٬۰۰۰ ریال\S* کم دارد/);
    await chat.presses('از کیف پول پورتال');
    await chat.presses('تأیید و ثبت‌نام');
    expect(chat.last().text).toContain('ثبت‌نام شما انجام شد');
    expect(await balanceOf(portalWallet(operator.person._id))).toBe(0);
  });

  test.each([123_457, 456_789, 777_777])(
    'with %i rials in the trainee’s wallet no text to the portal user tells it, the full name or the code',
    async (balance) => {
      const known = await world.proven(await world.account(platform), trainee);
      await world.fund(personalWallet(known.person._id), balance);
      await fundPortal(FEE);
      await toPayer();
      await chat.presses('از کیف پول کارآموز');
      if (balance < FEE) {
        await chat.presses('شارژ کیف پول کارآموز');
        const session = [...world.gateway.sessions.keys()].at(-1) ?? '';
        world.gateway.pay(session);
        await world.topUps.returned('zarinpal', session);
        await deliverNotices();
      }
      await chat.presses('تأیید و ثبت‌نام');
      expect(chat.last().text).toContain('کارآموز ثبت‌نام شد');
      await chatByHand(bot, known.account.platformUserId).taps(
        tap.itIsNotMe.pack((await enrolmentOf(trainee.nationalCode))?._id.toHexString() ?? ''),
      );
      await deliverNotices();
      const said = chat
        .all()
        .flatMap(({ text, buttons, keys }) => [text, ...buttons.map((button) => button.text), ...keys])
        .join('\n');
      const figures = [balance, Math.max(balance, FEE) - (balance < FEE ? 0 : FEE)].filter(
        (rials) => rials !== FEE,
      );
      for (const rials of figures)
        expect(said).not.toContain(inPersianDigits(rials.toLocaleString('en')).replaceAll(',', '٬'));
      expect(said).not.toContain('شایسته');
      expect(said).not.toContain(trainee.nationalCode);
      expect(said).not.toContain(inPersianDigits(trainee.nationalCode));
    },
  );
});
