/** Scenario 17: a form is open while a version with other steps takes over; nothing is lost and nobody meets silence. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Types } from 'mongoose';
import { enrolForm } from '../../../bot/conversations/enrol.ts';
import type { Form, FormSet } from '../../../bot/conversations/form.ts';
import { FORMS } from '../../../bot/conversations/forms.ts';
import { topUpForm } from '../../../bot/conversations/top-up.ts';
import { BECOMING_KNOWN } from '../../../bot/prompts/becoming-known.ts';
import type { Prompt } from '../../../bot/prompts/prompt.ts';
import type { Course } from '../../../models/course.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { createWorld, type Trainee, type World } from '../../support/world.ts';

const coursePrompt = promptOf(enrolForm, 'course');
const amountPrompt = promptOf(topUpForm, 'amount');
const known = BECOMING_KNOWN;

function promptOf({ prompts }: Form, id: string): Prompt {
  const found = prompts.find((prompt) => prompt.id === id);
  if (!found) throw new Error(`The prompt ${id} is gone`);
  return found;
}

/** Asks for an amount before the course. */
const AMOUNT_FIRST: FormSet = {
  ...FORMS,
  enrol: { ...enrolForm, prompts: [...known, amountPrompt, coursePrompt] },
};
/** Asks for an amount after the course. */
const AMOUNT_LAST: FormSet = {
  ...FORMS,
  enrol: { ...enrolForm, prompts: [...known, coursePrompt, amountPrompt] },
};
/** Knows the question for the course by another name. */
const RENAMED: FormSet = {
  ...FORMS,
  enrol: { ...enrolForm, prompts: [...known, { ...coursePrompt, id: 'which-course' }] },
};
const WITHOUT_ENROLMENT: FormSet = { 'top-up': topUpForm };

let world: World;
let course: Course;
const bots: BotByHand[] = [];
beforeAll(async () => {
  world = await createWorld();
  course = await world.course({ title: 'خیاطی', feeRials: 0 });
});
afterEach(async () => {
  await Promise.all(bots.splice(0).map((bot) => bot.close()));
});
afterAll(() => world.close());

/** The chat of a person with the bot of one version; what was shown by another version's bot is not in it. */
async function on(forms: FormSet, { account }: Trainee): Promise<ChatByHand> {
  const bot = await startBotByHand(world, { forms, platform: 'telegram' });
  bots.push(bot);
  return chatByHand(bot, account.platformUserId);
}

async function openForm(who: Trainee): Promise<Types.ObjectId> {
  const draft = await world.drafts.current(who);
  if (!draft) throw new Error('No form is open');
  return draft._id;
}

test('a question that was added before the open one is asked after it, and the answer on its way is taken', async () => {
  const maryam = await world.trainee();
  const before = await on(FORMS, maryam);
  await before.sends('📝 ثبت‌نام در دوره');
  const button = before.last().buttons.find(({ text }) => text.includes(course.title));
  expect(button).toBeDefined();
  const after = await on(AMOUNT_FIRST, maryam);
  await after.sends(course.title);
  await after.presses(course.title);
  expect(after.last().text).toContain('چه مبلغی');
  await after.sends('500000');
  expect(after.last().text).toContain('اگر همه چیز درست است');
  expect((await world.drafts.current(maryam))?.answers).toEqual({
    courseCode: course.code,
    amountRials: 500_000,
  });
});

test('a question that was added after all answers were given is asked before the card counts', async () => {
  const maryam = await world.trainee();
  const before = await on(FORMS, maryam);
  await before.sends(`/start course_${course.code}`);
  expect(before.last().text).toContain('اگر همه چیز درست است');
  const after = await on(AMOUNT_LAST, maryam);
  await after.sends('سلام');
  expect(after.last().text).toContain('چه مبلغی');
  await after.sends('500000');
  await after.presses('تأیید و ثبت‌نام');
  expect(after.last().text).toContain('ثبت‌نام شما انجام شد');
});

test('a card that the version before has drawn is still carried out', async () => {
  const maryam = await world.trainee();
  const before = await on(FORMS, maryam);
  await before.sends(`/start course_${course.code}`);
  const confirm = before.last().buttons.find(({ text }) => text.includes('تأیید و ثبت‌نام'));
  const after = await on(RENAMED, maryam);
  await after.taps(confirm?.callback_data ?? '');
  expect(after.last().text).toContain('ثبت‌نام شما انجام شد');
  expect((await world.enrolments.live(maryam.person._id, course._id))?.status).toBe('active');
});

test('an answer to a question that is gone is not taken for another; the person is told and asked what is missing', async () => {
  const maryam = await world.trainee();
  const before = await on(FORMS, maryam);
  await before.sends('📝 ثبت‌نام در دوره');
  const after = await on(RENAMED, maryam);
  await after.sends('خیاطی');
  expect(after.last().text).toMatch(/این فرم تازه شده است.*انتخاب دوره/s);
  await after.sends('خیاطی');
  await after.presses(course.title);
  expect(after.last().text).toContain('اگر همه چیز درست است');
});

test('an answer that this version cannot read is asked for again, and the version before still finds it', async () => {
  const maryam = await world.trainee();
  const before = await on(FORMS, maryam);
  await before.sends('💳 کیف پول');
  await before.presses('افزایش اعتبار');
  const _id = await openForm(maryam);
  await world.models.Draft.collection.updateOne(
    { _id },
    { $set: { 'answers.amountRials': 'پنجاه هزار', 'answers.ofAnotherVersion': 7 }, $inc: { version: 1 } },
  );
  const after = await on({ ...FORMS, 'top-up': { ...topUpForm, prompts: [...known, amountPrompt] } }, maryam);
  await after.sends('سلام');
  await after.sends('/help');
  expect(after.last().text).toContain('چه مبلغی');
  const stored = await world.models.Draft.collection.findOne({ _id });
  expect(stored?.answers).toMatchObject({ ofAnotherVersion: 7 });
});

test('a form that this version has no more is listed without its name until it is closed', async () => {
  const maryam = await world.trainee();
  const before = await on(FORMS, maryam);
  await before.sends('📝 ثبت‌نام در دوره');
  const after = await on(WITHOUT_ENROLMENT, maryam);
  await after.sends('/forms');
  expect(after.last().text).toMatch(/^📄 فرم، آخرین تغییر/m);
});

test('a form that this version has no more is closed with a word and the way on', async () => {
  const maryam = await world.trainee();
  const before = await on(FORMS, maryam);
  await before.sends(`/start course_${course.code}`);
  const after = await on(WITHOUT_ENROLMENT, maryam);
  await after.sends('سلام');
  expect(after.last().text).toContain('این فرم دیگر در ربات نیست');
  expect(
    after
      .last()
      .buttons.map(({ text }) => text)
      .join(),
  ).toContain('صفحهٔ اول');
  expect(await world.drafts.unfinished(maryam)).toEqual([]);
});
