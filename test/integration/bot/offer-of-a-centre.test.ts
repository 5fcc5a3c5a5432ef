/** A trainee whom a portal user has put in line: whose wallet is charged when the turn comes, and who hears of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Course } from '../../../models/course.ts';
import type { Payer } from '../../../models/enrolment.ts';
import type { Sender } from '../../../services/notifications/deliver.ts';
import { personalWallet, portalWallet, type Wallet } from '../../../services/wallet/accounts.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { createDeliveries, type Deliveries } from '../../support/deliveries.ts';
import { createWorld, type Trainee, type World } from '../../support/world.ts';

const FEE = 500_000;
/** What is in each wallet when the turn comes; neither suffices. */
const PORTAL_RIALS = 210_000;
const TRAINEE_RIALS = 120_000;

let world: World;
let bot: BotByHand;
let deliveries: Deliveries;
let toChats: Sender;
beforeAll(async () => {
  world = await createWorld();
  bot = await startBotByHand(world, { platform: 'telegram' });
  deliveries = createDeliveries(world);
  ({ toChats } = bot);
});
afterAll(async () => {
  await bot.close();
  await world.close();
});

let course: Course;
let operator: Trainee;
let trainee: Trainee;
let desk: ChatByHand;
let home: ChatByHand;
let seatComesFree: () => Promise<void>;
beforeEach(async () => {
  course = await world.course({ capacity: 1, feeRials: FEE });
  const seated = await world.trainee({ balanceRials: FEE });
  const enrolled = await world.enrolments.enrol(await world.card(seated, course));
  if (enrolled.type !== 'enrolled') throw new Error(enrolled.type);
  seatComesFree = async () => {
    const enrolment = enrolled.enrolment._id;
    const by = { by: seated.person, account: seated.account };
    await world.enrolments.withdraw({ enrolment, ...by, shownRefundRials: FEE });
    await notices();
  };
  operator = await world.portalUser(course.centre);
  await world.charge(operator, PORTAL_RIALS, 'portal-user');
  trainee = await world.trainee({ balanceRials: TRAINEE_RIALS });
  desk = chatByHand(bot, operator.account.platformUserId);
  home = chatByHand(bot, trainee.account.platformUserId);
});

const notices = () => deliveries.deliverWoken(toChats);
const labels = ({ last }: ChatByHand) =>
  last()
    .buttons.map(({ text }) => text)
    .join();
const balanceOf = (wallet: Wallet) => world.ledger.balanceOf(wallet);
const live = async () => world.enrolments.live(trainee.person._id, course._id);

/** Through the chat, up to the place in line. */
async function putsInLine(payer: Payer): Promise<void> {
  await world.drafts.open('enrol-trainee', operator, {
    trainee: trainee.person._id.toHexString(),
    courseCode: course.code,
    payer,
  });
  world.courses.turnedOutOtherwise(course.code);
  await desk.sends('/forms');
  await desk.presses('ادامه');
}

async function pays(): Promise<void> {
  const session = [...world.gateway.sessions.keys()].at(-1) ?? '';
  world.gateway.pay(session);
  await world.topUps.returned('zarinpal', session);
  await world.enrolments.watchPlaces(50);
  await notices();
}

test('the place in line is said to be the trainee’s', async () => {
  await putsInLine('portal-user');
  expect(desk.last().text).toContain('می‌توانید کارآموز را در صف بگذارید');
  await desk.presses('در صف');
  expect(desk.last().text).toMatch(/کارآموز در صف ایستاد.*کارآموز نفر ۱ صف است/s);
  await desk.presses('برداشتن کارآموز از صف');
  expect(desk.last().text).toMatch(/^کارآموز از صف دورهٔ .* برداشته شود.*جای او در صف/s);
  await desk.presses('بله، از صف برداشته شود');
  expect(await live()).toBeNull();
});

test('who cancels the enrolment of a trainee is asked about the trainee, not about themselves', async () => {
  await world.charge(operator, FEE, 'portal-user');
  await putsInLine('portal-user');
  await desk.presses('در صف');
  await seatComesFree();
  await desk.presses('دیدن ثبت‌نام');
  await desk.presses('لغو ثبت‌نام کارآموز');
  expect(desk.last().text).toMatch(
    /^ثبت‌نام کارآموز در دورهٔ .* لغو شود.*به کیف پول پورتال شما.*جای او به نفر بعد/s,
  );
  await desk.presses('بله، لغو شود');
  expect(await live()).toBeNull();
});

describe('when the portal wallet is to pay and is short', () => {
  beforeEach(async () => {
    await putsInLine('portal-user');
    await desk.presses('در صف');
    await seatComesFree();
  });

  test('who put the trainee in line hears of it, charges that wallet, and hears what was taken from it', async () => {
    expect(desk.last().text).toMatch(/نوبت کارآموز.*از کیف پول پورتال شما.*هنوز پولی از شما نگرفته‌ایم/s);
    await desk.presses('گرفتن جا');
    expect(desk.last().text).toMatch(
      /موجودی \S*کیف پول پورتال شما\S*: \S*۲۱۰٬۰۰۰ ریال.*کمبود: \S*۲۹۰٬۰۰۰ ریال/s,
    );
    await desk.presses('شارژ ');
    expect(desk.last().text).toMatch(/کیف پول پورتال.*مبلغ: \S*۲۹۰٬۰۰۰ ریال/s);
    await pays();
    expect(desk.last().text).toMatch(/کارآموز.*ثبت‌نام شد.*از کیف پول پورتال شما گرفتیم/s);
    expect(home.last().text).toMatch(/شما در دورهٔ .* ثبت‌نام شدید.*کیف پول مرکز/s);
    expect(await balanceOf(portalWallet(operator.person._id))).toBe(0);
    expect(await balanceOf(personalWallet(trainee.person._id))).toBe(TRAINEE_RIALS);
  });

  test('the trainee is told that the centre pays, sees no figure of its wallet, and is asked for no money', async () => {
    expect(home.last().text).toContain('شهریه را مرکز می‌پردازد');
    expect(labels(home)).not.toContain('گرفتن جا');
    await home.presses('دیدن ثبت‌نام');
    expect(labels(home)).not.toContain('گرفتن جا');
    const id = (await live())?._id.toHexString();
    for (const forged of [`take:${id}:${FEE}`, `seat-gap:${id}`]) {
      await home.taps(forged);
      expect(home.last().text).toMatch(/به او خبر داده‌ایم.*پولی از شما نگرفته‌ایم/s);
      expect(home.last().text).not.toMatch(/۲۱۰٬۰۰۰|۲۹۰٬۰۰۰/);
    }
    expect(await world.models.TopUp.countDocuments({ startedBy: trainee.person._id, state: 'sent' })).toBe(0);
  });
});

describe('when the trainee’s wallet is to pay and is short', () => {
  beforeEach(async () => {
    await putsInLine('trainee');
    await desk.presses('در صف');
    await seatComesFree();
  });

  test('who put them in line reads only what it lacks, and charges that wallet and no other', async () => {
    expect(desk.last().text).toMatch(/نوبت کارآموز.*از کیف پول کارآموز/s);
    await desk.presses('گرفتن جا');
    expect(desk.last().text).toMatch(/کیف پول کارآموز \S*۳۸۰٬۰۰۰ ریال\S* کم دارد/);
    expect(desk.last().text).not.toContain('۱۲۰٬۰۰۰');
    await desk.presses('شارژ کیف پول کارآموز');
    expect(desk.last().text).toMatch(/کیف پول همین کارآموز.*مبلغ: \S*۳۸۰٬۰۰۰ ریال/s);
    await pays();
    expect(desk.last().text).toMatch(/کارآموز.*ثبت‌نام شد.*از کیف پول کارآموز گرفتیم/s);
    expect(await live()).toMatchObject({ status: 'active' });
    expect(await balanceOf(personalWallet(trainee.person._id))).toBe(0);
    expect(await balanceOf(portalWallet(operator.person._id))).toBe(PORTAL_RIALS);
    expect(await balanceOf(personalWallet(operator.person._id))).toBe(0);
  });

  test('a colleague who sees the card does not take the seat, nor charge anything', async () => {
    const colleague = await world.portalUser(course.centre);
    const chat = chatByHand(bot, colleague.account.platformUserId);
    const id = (await live())?._id.toHexString() ?? '';
    await chat.taps(`card:${id}`);
    expect(labels(chat)).not.toContain('گرفتن جا');
    await chat.taps(`seat-gap:${id}`);
    expect(chat.last().text).toContain('به او خبر داده‌ایم');
    expect(await world.models.TopUp.countDocuments({ startedBy: colleague.person._id })).toBe(0);
  });
});

test('the audit is clean after all this', async () => {
  expect((await world.audit.run()).findings).toEqual([]);
});
