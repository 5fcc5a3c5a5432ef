/** A fault of ours, and a worker that dies or hangs with an answer in hand: the person is served all the same. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { enrolForm } from '../../../bot/conversations/enrol.ts';
import type { FormSet } from '../../../bot/conversations/form.ts';
import { FORMS } from '../../../bot/conversations/forms.ts';
import { amountPrompt } from '../../../bot/prompts/amount.ts';
import { coursePrompt } from '../../../bot/prompts/course.ts';
import { mobilePrompt } from '../../../bot/prompts/mobile.ts';
import { nationalCodePrompt } from '../../../bot/prompts/national-code.ts';
import { createDrafts } from '../../../services/drafts/service.ts';
import type { Identity } from '../../../services/identity/service.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { createGate } from '../../support/gate.ts';
import { until } from '../../support/until.ts';
import { createWorld, type World } from '../../support/world.ts';

const FEE = 500_000;
const WHO = [mobilePrompt, nationalCodePrompt];

let world: World;
const bots: BotByHand[] = [];
beforeAll(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await Promise.all(bots.splice(0).map((bot) => bot.close()));
});
afterAll(() => world.close());

/** A process of its own: what it remembers of drafts is its own too. */
async function startWorker(
  platform: 'telegram' | 'bale',
  change: Partial<World> = {},
  forms: FormSet = FORMS,
) {
  const services = { ...world, drafts: createDrafts(world), ...change };
  const bot = await startBotByHand(services, { platform, forms });
  bots.push(bot);
  return bot;
}

const tells = (chat: ChatByHand, words: string) => chat.all().some(({ text }) => text.includes(words));

describe.each(['telegram', 'bale'] as const)('on %s', (platform) => {
  test('scenario 23: an unknown exception is answered with a code, holds up nobody, and /start works', async () => {
    const forms: FormSet = {
      ...FORMS,
      enrol: { ...enrolForm, prompts: enrolForm.prompts.map(stumblingOver('!')) },
    };
    const bot = await startWorker(platform, {}, forms);
    const sara = await world.proven(await world.account(platform), world.stranger());
    const chat = chatByHand(bot, sara.account.platformUserId);
    const course = await world.course({ feeRials: 0 });
    await chat.sends('📝 ثبت‌نام در دوره');

    await chat.sends('!');
    expect(chat.last().text).toMatch(/مشکلی از سمت ما پیش آمد.*کد پیگیری خطا:\s*\S*[۰-۹]{6}/s);
    await chat.sends('دوره‌ای که نیست');
    expect(chat.last().text).toContain('دوره‌ای با این نام پیدا نشد');
    await chat.sends('!');
    await chat.sends(`/start course_${course.code}`);
    await chat.presses('تأیید و ثبت‌نام');
    expect(chat.last().text).toContain('ثبت‌نام شما انجام شد');
  });

  test('scenario 29: while one worker hangs with an answer another serves the next one, and the late write changes nothing', async () => {
    const gate = createGate();
    const asked = createGate();
    const prove: Identity['prove'] = async (attempt) => {
      asked.open();
      await gate.opened;
      return world.identity.prove(attempt);
    };
    const hanging = await startWorker(platform, { identity: { ...world.identity, prove } });
    const other = await startWorker(platform);
    const who = world.stranger();
    const account = await world.account(platform);
    await world.drafts.open('top-up', { account, person: null }, { mobile: who.mobile });
    const [before, after] = [hanging, other].map((bot) => chatByHand(bot, account.platformUserId));
    if (!before || !after) throw new Error('There are no two workers');

    await after.sends('سلام');
    expect(after.last().text).toContain('۲. کد ملی');

    const lateAnswer = before.sends(who.nationalCode);
    await asked.opened;
    await after.sends(who.nationalCode);
    expect(tells(after, 'هویت شما تأیید شد')).toBe(true);
    await until('the amount is asked', async () => tells(after, 'چه مبلغی شارژ شود'));
    gate.open();
    await lateAnswer;

    // Read as an amount, the code would have opened a payment.
    const caller = await world.accounts.identify({
      ...{ platform, platformUserId: account.platformUserId, chatId: account.chatId, language: 'fa' },
    });
    expect(await createDrafts(world).current(caller)).toMatchObject({
      asked: 'amount',
      answers: {},
      mistakes: 0,
    });
    expect(before.last().text).toContain('چه مبلغی شارژ شود');
    await after.sends(String(FEE));
    expect(after.last().text).toContain('صاحب کیف پول');
  });

  test('an answer that comes late is for its own question, not for the one that is open by then', async () => {
    const forms: FormSet = {
      ...FORMS,
      enrol: { ...enrolForm, prompts: [...WHO, amountPrompt, coursePrompt] },
    };
    const drafts = createDrafts(world);
    const gate = createGate();
    const writing = createGate();
    const write: typeof drafts.write = async (draft, change) => {
      writing.open();
      await gate.opened;
      return drafts.write(draft, change);
    };
    const hanging = await startWorker(platform, { drafts: { ...drafts, write } }, forms);
    const other = await startWorker(platform, {}, forms);
    const sara = await world.proven(await world.account(platform), world.stranger());
    const before = chatByHand(hanging, sara.account.platformUserId);
    const after = chatByHand(other, sara.account.platformUserId);
    await after.sends('📝 ثبت‌نام در دوره');
    expect(after.last().text).toContain('چه مبلغی شارژ شود');

    const lateAnswer = before.sends('500000');
    await writing.opened;
    await after.sends('750000');
    expect(after.last().text).toContain('انتخاب دوره');
    gate.open();
    await lateAnswer;
    expect(before.last().text).toContain(after.last().text);
    expect(await createDrafts(world).current(sara)).toMatchObject({
      asked: 'course',
      answers: { amountRials: 750_000 },
      mistakes: 0,
    });
  });
});

/** A prompt with a fault of ours in it, which these words bring about. */
function stumblingOver(words: string) {
  return (prompt: (typeof enrolForm.prompts)[number]): typeof prompt => ({
    ...prompt,
    async read(input, visit, draft) {
      if (input.kind === 'text' && input.text === words) throw new TypeError('x is not a function');
      return prompt.read(input, visit, draft);
    },
  });
}
