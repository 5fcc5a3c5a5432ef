/** The wallet as its owner sees it: pages, both wallets of a portal user, and the file. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomIds } from '../../../services/clock.ts';
import { createGrants, type Grants } from '../../../services/grants/service.ts';
import { personalWallet, portalWallet, type Wallet } from '../../../services/wallet/accounts.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { createWorld, type Trainee, type World } from '../../support/world.ts';

let world: World;
let grants: Grants;
beforeAll(async () => {
  world = await createWorld();
  grants = createGrants(world);
});
afterAll(() => world.close());

describe.each(['telegram', 'bale'] as const)('on %s', (platform) => {
  let bot: BotByHand;
  beforeAll(async () => {
    bot = await startBotByHand(world, { platform });
  });
  afterAll(() => bot.close());

  let sara: Trainee;
  let chat: ChatByHand;
  beforeEach(async () => {
    world.advance(60_000);
    sara = await world.proven(await world.account(platform), world.stranger());
    chat = chatByHand(bot, sara.account.platformUserId);
  });

  const credit = (wallet: Wallet, amountRials: number, reference = '2011') =>
    world.inTransaction(({ session }) =>
      world.ledger.creditTopUp({ wallet, amountRials, reference, key: randomIds.operation() }, session),
    );
  async function isGranted() {
    await world.course();
    const key = { nationalCode: sara.person.nationalCode, centreCode: 'T01', reason: 'آزمون' };
    await grants.grant({ ...key, mayExempt: false });
    return key;
  }
  const opensWallet = () => {
    // What is remembered of a caller for some seconds is of before the grant.
    world.accounts.forget(sara.account);
    return chat.sends('💳 کیف پول');
  };
  const labels = () => chat.last().buttons.map(({ text }) => text);

  test('shows each entry with what for, amount, date and the balance after it, eight a page', async () => {
    const wallet = personalWallet(sara.person._id);
    for (let count = 1; count <= 9; count += 1) await credit(wallet, count * 100_000);
    const course = await world.course({ title: 'نجاری' });
    await world.inTransaction(({ session }) =>
      world.ledger.debitFee({ wallet, amountRials: 500_000, courseCode: course.code }, session),
    );
    await opensWallet();
    expect(chat.last().text).toMatch(/موجودی: .*۴٬۰۰۰٬۰۰۰ ریال/);
    expect(chat.last().text).toContain('صفحهٔ ۱ از ۲');
    expect(chat.last().text).toMatch(
      /➖ .*۵۰۰٬۰۰۰ ریال.*شهریهٔ «نجاری»\n.* ۱۴۰۵، ساعت ..:..\nمانده: ۴٬۰۰۰٬۰۰۰ ریال\n➕ .*۹۰۰٬۰۰۰ ریال.*، شارژ کیف پول\n.*\nمانده: ۴٬۵۰۰٬۰۰۰ ریال/,
    );
    await chat.presses('بعدی');
    expect(chat.last().text).toMatch(/صفحهٔ ۲ از ۲.*مانده: ۳۰۰٬۰۰۰ ریال.*مانده: ۱۰۰٬۰۰۰ ریال$/s);
    expect(labels()).toContain('▶️ قبلی');
    expect(labels()).not.toContain('بعدی ◀️');
    await chat.presses('قبلی');
    expect(chat.last().text).toContain('صفحهٔ ۱ از ۲');
  });

  test('comes as a file that holds all of it, once a minute', async () => {
    const wallet = personalWallet(sara.person._id);
    for (let count = 0; count < 10; count += 1) await credit(wallet, 1_000_000 + count);
    const course = await world.course({ title: '=جوش, و "برش"' });
    await world.inTransaction(({ session }) =>
      world.ledger.debitFee({ wallet, amountRials: 700_000, courseCode: course.code }, session),
    );
    await opensWallet();
    await chat.presses('فایل همهٔ گردش‌ها');
    const { file, text } = chat.last();
    expect(text).toContain('گردش کیف پول شما');
    expect(file?.name).toMatch(/^wallet-1405-\d\d-\d\d\.csv$/);
    const lines = (file?.bytes.toString('utf8') ?? '').split('\r\n');
    expect(lines[0]).toBe('\ufeffتاریخ,ساعت,شرح,مبلغ (ریال),مانده (ریال)');
    expect(lines).toHaveLength(13);
    expect(lines[1]).toMatch(
      /^1405\/\d\d\/\d\d,\d\d:\d\d,شارژ کیف پول، شمارهٔ پیگیری بانک 2011,1000000,1000000$/,
    );
    expect(lines[11]).toMatch(/,"شهریهٔ «=جوش, و ""برش""»",-700000,9300045$/);
    expect(lines[12]).toBe('');

    await chat.presses('کیف پول');
    await chat.presses('فایل همهٔ گردش‌ها');
    expect(chat.last().text).toContain('کمتر از یک دقیقه پیش');
    world.advance(60_000);
    await chat.presses('فایل همهٔ گردش‌ها');
    expect(chat.last().file?.bytes).toEqual(file?.bytes);
  });

  test('a file that the messenger refused may be asked for again at once', async () => {
    await credit(personalWallet(sara.person._id), 1_000_000);
    await opensWallet();
    const refused = { ok: false, error_code: 400, description: 'Bad Request: no' };
    bot.messenger.answers.sendDocument = { status: 400, body: refused };
    await chat.presses('فایل همهٔ گردش‌ها');
    expect(chat.last().text).toContain('مشکلی از سمت ما');
    delete bot.messenger.answers.sendDocument;
    await chat.presses('فایل همهٔ گردش‌ها');
    expect(chat.last().file?.name).toMatch(/\.csv$/);
  });

  test('who is no portal user has one wallet, and is offered no other', async () => {
    await opensWallet();
    expect(labels().join()).not.toContain('پورتال');
  });

  test('a portal user goes from one wallet to the other, and charges the one that is shown', async () => {
    await isGranted();
    await credit(personalWallet(sara.person._id), 100_000);
    await credit(portalWallet(sara.person._id), 900_000);
    await opensWallet();
    expect(chat.last().text).toMatch(/^.*کیف پول شما.*\nموجودی: .*۱۰۰٬۰۰۰ ریال/);
    await chat.presses('کیف پول پورتال');
    expect(chat.last().text).toMatch(/^.*کیف پول پورتال.*موجودی: .*۹۰۰٬۰۰۰ ریال/s);
    await chat.presses('افزایش اعتبار');
    await chat.sends('۶۰۰۰ تومان');
    expect(chat.last().text).toMatch(
      /کیف پول پورتال.*شما می‌رود.*۶۰٬۰۰۰ ریال \(۶٬۰۰۰ تومان\).*\nبه حروف: شش هزار تومان/s,
    );
    const session = [...world.gateway.sessions.keys()].at(-1) ?? '';
    world.gateway.pay(session);
    await world.topUps.returned('zarinpal', session);
    expect(await world.ledger.balanceOf(portalWallet(sara.person._id))).toBe(960_000);
    expect(await world.ledger.balanceOf(personalWallet(sara.person._id))).toBe(100_000);
  });

  test('whose grants were taken back still sees what is in that wallet, and cannot charge it any more', async () => {
    await grants.revoke(await isGranted());
    await credit(portalWallet(sara.person._id), 900_000);
    await opensWallet();
    await chat.presses('کیف پول پورتال');
    expect(chat.last().text).toMatch(/موجودی: .*۹۰۰٬۰۰۰ ریال/);
    expect(labels().join()).not.toContain('افزایش اعتبار');
  });

  describe('an amount that is', () => {
    beforeEach(async () => {
      await opensWallet();
      await chat.presses('افزایش اعتبار');
    });
    const amounts = () => labels().filter((label) => label.includes('ریال'));

    test('ten times what is usual is asked back, with what may be meant beside it', async () => {
      await chat.sends('۵ میلیون تومان');
      expect(chat.last().text).toMatch(/نوشتید .*۵۰٬۰۰۰٬۰۰۰ ریال.*یعنی پنج میلیون تومان.*ده برابر/s);
      expect(amounts().map((label) => label.replace(/[^۰-۹٬ ]/g, '').split(' ')[0])).toEqual([
        '۵۰٬۰۰۰٬۰۰۰',
        '۵٬۰۰۰٬۰۰۰',
      ]);
      expect(await world.models.TopUp.countDocuments({ person: sara.person._id })).toBe(0);
      await chat.presses('۵۰۰٬۰۰۰ تومان');
      expect(chat.last().text).toMatch(/مبلغ: .*۵٬۰۰۰٬۰۰۰ ریال/);
    });

    test('a tenth of what is usual is asked back, and meant all the same', async () => {
      await chat.sends('۵۰ هزار ریال');
      expect(chat.last().text).toMatch(/پنج هزار تومان.*یک‌دهم/s);
      await chat.presses('(۵٬۰۰۰ تومان)');
      expect(chat.last().text).toMatch(/مبلغ: .*۵۰٬۰۰۰ ریال/);
    });

    test('often charged by this payer is not strange for them', async () => {
      for (let count = 0; count < 3; count += 1) await charged(60_000_000);
      await chat.sends('۵ میلیون تومان');
      expect(chat.last().text).toMatch(/مبلغ: .*۵۰٬۰۰۰٬۰۰۰ ریال/);
    });
  });

  async function charged(amountRials: number): Promise<void> {
    const started = await world.topUps.start({ ...sara, amountRials, description: 'شارژ' });
    if (started.type !== 'ready') throw new Error(`The payment was not opened: ${started.type}`);
    const session = started.topUp.sessionId ?? '';
    world.gateway.pay(session);
    await world.topUps.returned('zarinpal', session);
  }

  test('when no gateway answers the amount is kept, and can be tried again or changed', async () => {
    await opensWallet();
    await chat.presses('افزایش اعتبار');
    world.gateway.down = true;
    await chat.sends('۷۰۰٬۰۰۰ ریال');
    expect(chat.last().text).toMatch(/درگاه پرداخت الان پاسخ نمی‌دهد.*پولی از شما نگرفتیم/s);
    world.gateway.down = false;
    await chat.presses('تلاش دوباره');
    expect(chat.last().text).toMatch(/مبلغ: .*۷۰۰٬۰۰۰ ریال/);
  });

  test('a grant that ends while its portal user says how much leaves that wallet alone', async () => {
    const key = await isGranted();
    await opensWallet();
    await chat.presses('کیف پول پورتال');
    await chat.presses('افزایش اعتبار');
    await grants.revoke(key);
    await chat.sends('۷۰۰٬۰۰۰ ریال');
    expect(chat.last().text).toContain('اجازهٔ شما برای شارژ این کیف پول پایان یافته است');
    expect(await world.models.TopUp.countDocuments({ person: sara.person._id })).toBe(0);
  });

  test('a button of a wallet in the chat of somebody who is not known shows nothing', async () => {
    const stranger = chatByHand(bot, (await world.account(platform)).platformUserId);
    await stranger.taps('statement:portal-user:0');
    expect(stranger.last().text).not.toContain('موجودی');
    await stranger.taps('statement-file:trainee');
    expect(stranger.all().some(({ file }) => file)).toBe(false);
  });
});
