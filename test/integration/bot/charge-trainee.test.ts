/** A portal user charges the wallet of a trainee: found by the code, shown masked, confirmed, and only then an amount. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Course } from '../../../models/course.ts';
import type { TopUp } from '../../../models/top-up.ts';
import { personalWallet } from '../../../services/wallet/accounts.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { inScript } from '../../support/scripts.ts';
import { createWorld, type Trainee, type World } from '../../support/world.ts';

let world: World;
let course: Course;
beforeAll(async () => {
  world = await createWorld();
  course = await world.course({ feeRials: 500_000, capacity: 100 });
});
afterAll(() => world.close());

describe.each(['telegram', 'bale'] as const)('on %s', (platform) => {
  let bot: BotByHand;
  beforeAll(async () => {
    bot = await startBotByHand(world, { platform });
  });
  afterAll(() => bot.close());

  let operator: Trainee;
  let trainee: Trainee;
  let chat: ChatByHand;
  beforeEach(async () => {
    operator = await world.portalUser(course.centre, { platform });
    chat = chatByHand(bot, operator.account.platformUserId);
    trainee = await enrolled();
    await chat.sends('💳 کیف پول');
    await chat.presses('شارژ کیف پول کارآموز');
  });

  async function enrolled(): Promise<Trainee> {
    const known = await world.trainee({ balanceRials: 500_000 });
    await world.enrolments.enrol(await world.card(known, course));
    return known;
  }
  const labels = () => chat.last().buttons.map(({ text }) => text);
  const payments = () =>
    world.models.TopUp.find({ startedBy: operator.person._id }).sort({ createdAt: 1 }).lean<TopUp[]>();
  async function finds({ person }: Trainee): Promise<void> {
    await chat.sends(person.nationalCode);
    expect(chat.last().text).toContain('کیف پول همین کارآموز شارژ شود؟');
  }

  test('the trainee is shown masked, with centre and last digits, and nothing is opened before the yes', async () => {
    await finds(trainee);
    const { nationalCode, mobile = '', firstName = '', lastName = '' } = trainee.person;
    const { text } = chat.last();
    expect(text).toContain(firstName);
    expect(text).not.toContain(lastName);
    expect(text).toContain('مرکز شماره ۱');
    expect(text).toContain(inScript(mobile.slice(-4), 'persian'));
    for (const number of [nationalCode, mobile]) {
      expect(text).not.toContain(number);
      expect(text).not.toContain(inScript(number, 'persian'));
    }
    expect(text).toMatch(/هنوز پولی از شما نگرفته‌ایم\.$/);
    await chat.sends('۵۰۰٬۰۰۰ ریال');
    expect(chat.last().text).toMatch(/کد ملی/);
    expect(await payments()).toEqual([]);
  });

  test('what is paid is in the wallet of the trainee, and the operator reads whose it is at every step', async () => {
    await finds(trainee);
    await chat.presses('بله، همین کارآموز');
    expect(chat.last().text).toMatch(/به کیف پول .* می‌رود.*چه مبلغی/s);
    await chat.sends('هفتاد هزار تومان');
    expect(chat.last().text).toMatch(/کیف پول همین کارآموز.*به حروف: هفتاد هزار تومان/s);
    const [payment] = await payments();
    const sessionId = payment?.sessionId ?? '';
    world.gateway.pay(sessionId);
    await world.topUps.returned('zarinpal', sessionId);
    expect(await world.ledger.balanceOf(personalWallet(trainee.person._id))).toBe(700_000);
    expect(await world.ledger.balanceOf(personalWallet(operator.person._id))).toBe(0);
  });

  test('a mistyped code opens nothing and is explained; nor does that of somebody of no centre of theirs', async () => {
    const { nationalCode } = trainee.person;
    const lastWrong = (Number(nationalCode.at(-1)) + 1) % 10;
    await chat.sends(`${nationalCode.slice(0, 9)}${lastWrong}`);
    expect(chat.last().text).not.toContain('شارژ شود؟');
    const stranger = await world.trainee();
    await chat.sends(stranger.person.nationalCode);
    const answer = chat.last().text;
    expect(answer).toContain('کارآموزی در مرکز شما پیدا نشد');
    // Whether there is such a person is not to be learned here.
    await chat.sends(world.stranger().nationalCode);
    expect(chat.last().text).toContain('کارآموزی در مرکز شما پیدا نشد');
    expect(labels().join()).not.toContain('بله');
  });

  test('another code replaces who was found, and the older card says yes to nobody', async () => {
    const other = await enrolled();
    await finds(trainee);
    await finds(other);
    await chat.taps(`t-wallet:${trainee.person._id.toHexString()}`);
    expect(chat.last().text).toContain('الان به کد ملی کارآموزی');
    await chat.taps(`t-wallet:${other.person._id.toHexString()}`);
    await chat.sends('۶۰۰٬۰۰۰ ریال');
    expect((await payments()).map(({ person }) => person)).toEqual([other.person._id]);
  });

  test('a button with the id of somebody else’s trainee opens nothing', async () => {
    const stranger = await world.trainee();
    await chat.taps(`t-wallet:${stranger.person._id.toHexString()}`);
    expect(chat.last().text).not.toContain('چه مبلغی');
    expect(await payments()).toEqual([]);
  });

  test('going back leads to the choice of the wallet, and who was found is forgotten', async () => {
    await finds(trainee);
    await chat.presses('بازگشت');
    expect(chat.last().text).toMatch(/کدام کیف پول شارژ شود.*شخصی: ۰ ریال.*پورتال: ۰ ریال/s);
    await chat.presses('کیف پول پورتال');
    await chat.sends('۶۰۰٬۰۰۰ ریال');
    expect(await payments()).toMatchObject([{ person: operator.person._id, wallet: 'portal-user' }]);
  });

  test('a grant that ends meanwhile ends it, and says so', async () => {
    await finds(trainee);
    await chat.presses('بله، همین کارآموز');
    await world.models.Grant.updateMany({ person: operator.person._id }, { revokedAt: world.clock() });
    await chat.sends('۶۰۰٬۰۰۰ ریال');
    expect(chat.last().text).toContain('اجازهٔ شما برای شارژ این کیف پول پایان یافته است');
    expect(await payments()).toEqual([]);
  });

  test('a code without its zeros is offered with them, and then shown like any other', async () => {
    const nationalCode = platform === 'telegram' ? '0012345679' : '0012345687';
    const { mobile } = world.stranger();
    world.registers.people.set(nationalCode, { firstName: 'مریم', lastName: 'شایسته', mobile, alive: true });
    const known = await world.proven(await world.account(platform), { mobile, nationalCode });
    await world.fund(personalWallet(known.person._id), 500_000);
    await world.enrolments.enrol(await world.card(known, course));
    await chat.sends(String(Number(nationalCode)));
    await chat.presses('۰۰');
    expect(chat.last().text).toContain('کیف پول همین کارآموز شارژ شود؟');
  });
});

test('somebody who is no portal user is told so', async () => {
  const bot = await startBotByHand(world, { platform: 'telegram' });
  const nobody = await world.trainee();
  const chat = chatByHand(bot, nobody.account.platformUserId);
  await chat.sends('💳 کیف پول');
  expect(
    chat
      .last()
      .buttons.map(({ text }) => text)
      .join(),
  ).not.toContain('کارآموز');
  await chat.taps('topup-trainee');
  expect(chat.all().some(({ text }) => text.includes('کار کاربران پورتال'))).toBe(true);
  await bot.close();
});
