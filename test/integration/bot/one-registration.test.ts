/** One registration at a time per person (N3), as their chats on both messengers show it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { tap } from '../../../bot/callback-data.ts';
import type { Form, FormSet } from '../../../bot/conversations/form.ts';
import { FORMS } from '../../../bot/conversations/forms.ts';
import { createFormWatch } from '../../../bot/form-watch.ts';
import { createNoticeSender } from '../../../bot/notice-sender.ts';
import { coursePrompt } from '../../../bot/prompts/course.ts';
import type { Prompt } from '../../../bot/prompts/prompt.ts';
import type { Course } from '../../../models/course.ts';
import type { Draft } from '../../../models/draft.ts';
import { randomIds } from '../../../services/clock.ts';
import { createDrafts } from '../../../services/drafts/service.ts';
import { createEnrolments } from '../../../services/enrolments/service.ts';
import { loadTexts } from '../../../texts/texts.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { createDeliveries, type Deliveries } from '../../support/deliveries.ts';
import { silentLog } from '../../support/silent-log.ts';
import { until } from '../../support/until.ts';
import { createWorld, type Trainee, type World } from '../../support/world.ts';

/** Two questions are enough here: whom, told by the id of a person, and which course. */
const traineePrompt: Prompt = {
  id: 'trainee',
  answers: ['trainee'],
  isAnswered: ({ answers }) => answers.trainee !== undefined,
  ask: async () => ({ text: 'کارآموز کیست؟', buttons: [] }),
  read: async (input) =>
    input.kind === 'text'
      ? { type: 'answer', answers: { trainee: input.text } }
      : { type: 'wrong', key: 'course-expected' },
};
const traineeForm: Form = {
  name: 'enrol-trainee',
  titleKey: 'form-enrol',
  prompts: [traineePrompt, coursePrompt],
  cards: [],
  finish: async () => ({ type: 'end', because: 'handed-over', view: { text: 'ثبت شد' } }),
};
const forms: FormSet = { ...FORMS, 'enrol-trainee': traineeForm };
const BEGIN_TRAINEE = tap.enrolTrainee.pack();

const MINUTE_MS = 60_000;
const IDLE_MS = 60 * MINUTE_MS;

let world: World;
let deliveries: Deliveries;
let telegram: BotByHand;
let bale: BotByHand;
let sewing: Course;
let baking: Course;
beforeAll(async () => {
  world = await createWorld();
  deliveries = createDeliveries(world);
  sewing = await world.course({ title: 'خیاطی', feeRials: 0 });
  baking = await world.course({ title: 'نانوایی', feeRials: 0 });
  telegram = await startBotByHand(world, { platform: 'telegram', forms });
  bale = await startBotByHand(anotherProcess(), { platform: 'bale', forms });
});
afterAll(async () => {
  await Promise.all([telegram.close(), bale.close()]);
  await world.close();
});

/** The same world with what another process remembers of it. */
function anotherProcess(): World {
  const drafts = createDrafts(world);
  return { ...world, drafts, enrolments: createEnrolments({ ...world.enrolmentsDeps, drafts }) };
}

let maryam: Trainee;
let onTelegram: ChatByHand;
let onBale: ChatByHand;
beforeEach(async () => {
  const who = world.stranger();
  maryam = await world.proven(await world.account('telegram'), who);
  await world.grants.grant({
    nationalCode: who.nationalCode,
    centreCode: 'T01',
    mayExempt: false,
    reason: 'آزمون',
  });
  const { account } = await world.proven(await world.account('bale'), who);
  onTelegram = chatByHand(telegram, maryam.account.platformUserId);
  onBale = chatByHand(bale, account.platformUserId);
  world.woken.length = 0;
});

const outside = () => ({
  ...{ clock: world.clock, services: world, forms, texts: loadTexts(), ids: randomIds, log: silentLog },
  apis: new Map([
    ['telegram' as const, telegram.noticeApi],
    ['bale' as const, bale.noticeApi],
  ]),
});
const deliverNotices = () => deliveries.deliverWoken(createNoticeSender(outside()));

const registrations = ({ person }: Trainee = maryam) =>
  world.models.Draft.find({
    owner: `person:${person._id.toHexString()}`,
    form: { $in: ['enrol', 'enrol-trainee'] },
  }).lean<Draft[]>();
const open = async () => (await registrations()).filter(({ setAsideAt }) => !setAsideAt);
const labels = (chat: ChatByHand) => chat.last().buttons.map(({ text }) => text);
const asked = (chat: ChatByHand) => chat.last().text.includes('یک ثبت‌نام نیمه‌کاره باز است');

/** Maryam, in a chat, has told whom she registers. */
async function registersTrainee(chat: ChatByHand): Promise<Trainee> {
  const trainee = await world.trainee();
  await chat.taps(BEGIN_TRAINEE);
  await chat.sends(trainee.person._id.toHexString());
  expect(chat.last().text).toContain('انتخاب دوره');
  return trainee;
}

describe('a second attempt', () => {
  test('on the other messenger shows who is being registered, where, since when, and three ways on', async () => {
    await onTelegram.sends(`/start course_${sewing.code}`);
    world.advance(5 * MINUTE_MS);
    await onBale.sends('📝 ثبت‌نام در دوره');
    expect(onBale.last().text).toMatch(
      /کارآموز: خودتان\n.*در گفت‌وگوی دیگری از شما، در تلگرام\n.*از .*آذر ۱۴۰۵، ساعت \d*[۰-۹]+:[۰-۹]+/,
    );
    expect(labels(onBale)).toEqual(['◀️ ادامه در همین‌جا', '✖️ انصراف از آن', '🏠 فعلاً بماند']);
  });

  test('names a trainee by masked name and code, and before that says that the code is not known', async () => {
    await onTelegram.taps(BEGIN_TRAINEE);
    await onBale.taps(BEGIN_TRAINEE);
    expect(onBale.last().text).toContain('کارآموزی که کد ملی‌اش هنوز معلوم نیست');
    const { person } = await world.trainee();
    await onTelegram.sends(person._id.toHexString());
    await onBale.taps(BEGIN_TRAINEE);
    const { nationalCode } = person;
    expect(onBale.last().text).toContain('مریم ش…');
    expect(onBale.last().text).not.toContain('شایسته');
    const toPersian = (digits: string) => digits.replace(/\d/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[Number(digit)] ?? '');
    expect(onBale.last().text).toContain(toPersian(nationalCode.slice(7)));
    expect(onBale.last().text).not.toContain(toPersian(nationalCode));
    await world.models.Person.updateOne({ _id: person._id }, { $unset: { firstName: true } });
    await onBale.taps(BEGIN_TRAINEE);
    expect(onBale.last().text).toContain(`کارآموز با کد ملی ${toPersian(nationalCode.slice(0, 3))}`);
  });

  test('in the same chat by the other kind of form asks too', async () => {
    await onTelegram.sends(`/start course_${sewing.code}`);
    await onTelegram.taps(BEGIN_TRAINEE);
    expect(onTelegram.last().text).toMatch(/خودتان\n.*در همین گفت‌وگو/);
    await onTelegram.presses('ادامه در همین‌جا');
    expect(onTelegram.last().text).toContain('اگر همه چیز درست است');
  });

  test('in the same chat for another trainee asks; before anything was answered it goes on', async () => {
    await onTelegram.taps(BEGIN_TRAINEE);
    await onTelegram.taps(BEGIN_TRAINEE);
    expect(onTelegram.last().text).toContain('کارآموز کیست؟');
    await onTelegram.sends((await world.trainee()).person._id.toHexString());
    await onTelegram.taps(BEGIN_TRAINEE);
    expect(asked(onTelegram)).toBe(true);
    await onTelegram.presses('انصراف از آن');
    expect(onTelegram.last().text).toContain('کارآموز کیست؟');
    expect(await open()).toMatchObject([{ answers: {} }]);
  });

  test('of one’s own in the same chat simply goes on', async () => {
    await onTelegram.sends(`/start course_${sewing.code}`);
    await onTelegram.sends(`/start course_${baking.code}`);
    expect(onTelegram.last().text).toContain('اگر همه چیز درست است');
    expect(await open()).toMatchObject([{ answers: { courseCode: baking.code } }]);
  });

  test('that leaves it changes nothing and leads to the first page', async () => {
    await registersTrainee(onTelegram);
    const before = await open();
    await onBale.sends('📝 ثبت‌نام در دوره');
    await onBale.presses('فعلاً بماند');
    expect(onBale.last().text).toContain('فرم نیمه‌کاره دارید');
    expect(await open()).toEqual(before);
    await deliverNotices();
    expect(onTelegram.last().text).toContain('انتخاب دوره');
  });

  test('still asks when the other chat has been silent for a quarter of an hour', async () => {
    await registersTrainee(onTelegram);
    world.advance(15 * MINUTE_MS);
    await onBale.sends('سلام');
    expect(asked(onBale)).toBe(true);
  });
});

describe('taking over', () => {
  test('brings the answers along, and the other chat is told with the way to bring it back', async () => {
    const trainee = await registersTrainee(onTelegram);
    await onBale.sends(`/start course_${sewing.code}`);
    await onBale.presses('ادامه در همین‌جا');
    expect(onBale.last().text).toContain('انتخاب دوره');
    expect(await open()).toMatchObject([
      { form: 'enrol-trainee', answers: { trainee: trainee.person._id.toHexString() } },
    ]);
    await deliverNotices();
    expect(onTelegram.last().text).toMatch(/ثبت‌نام مریم ش….*بله.*ادامه پیدا کرد.*محفوظ است/s);
    await onTelegram.presses('ادامه در همین‌جا');
    expect(onTelegram.last().text).toContain('انتخاب دوره');
    await deliverNotices();
    expect(onBale.last().text).toContain('ادامه پیدا کرد');
  });

  test('leaves dead buttons behind, which say truly where the registration is', async () => {
    await onTelegram.sends(`/start course_${sewing.code}`);
    const [confirm] = onTelegram.last().buttons;
    const cancel = onTelegram.last().buttons.find(({ text }) => text.includes('انصراف'));
    await onBale.sends('📝 ثبت‌نام در دوره');
    await onBale.presses('ادامه در همین‌جا');
    await onTelegram.taps(confirm?.callback_data ?? '');
    expect(onTelegram.last().text).toMatch(/این کارت قدیمی است.*در گفت‌وگوی دیگری از شما، در بله/s);
    await onTelegram.taps(cancel?.callback_data ?? '');
    expect(asked(onTelegram)).toBe(true);
    await onTelegram.sends('خیاطی');
    expect(asked(onTelegram)).toBe(true);
    expect(await world.enrolments.live(maryam.person._id, sewing._id)).toBeNull();
    await onBale.presses('تأیید و ثبت‌نام');
    expect(onBale.last().text).toContain('ثبت‌نام شما انجام شد');
  });

  test('of what ended meanwhile says that it is over', async () => {
    await registersTrainee(onTelegram);
    await onBale.taps(BEGIN_TRAINEE);
    await onTelegram.sends('/cancel');
    await onBale.presses('ادامه در همین‌جا');
    expect(onBale.last().text).toContain('این دکمه مربوط به پیام‌های قبلی است');
    expect(await open()).toEqual([]);
  });
});

describe('cancelling it', () => {
  test('ends it, tells the other chat, and begins what was asked for', async () => {
    await registersTrainee(onTelegram);
    await onBale.sends(`/start course_${sewing.code}`);
    await onBale.presses('انصراف از آن');
    expect(onBale.last().text).toMatch(/انصراف دادید.*پولی از شما نگرفتیم.*خیاطی.*اگر همه چیز درست است/s);
    expect(await open()).toMatchObject([{ form: 'enrol', answers: { courseCode: sewing.code } }]);
    await deliverNotices();
    expect(onTelegram.last().text).toMatch(/ثبت‌نام مریم ش….*بله.*انصراف داده شد.*پولی از شما نگرفتیم/s);
    await onTelegram.sends('خیاطی');
    expect(onTelegram.last().text).toMatch(/خودتان\n.*در بله/);
  });

  test('where nothing else was asked for leads to the first page', async () => {
    await onTelegram.sends(`/start course_${sewing.code}`);
    await onBale.sends('سلام');
    await onBale.presses('انصراف از آن');
    expect(onBale.last().text).toMatch(/انصراف دادید.*دوره‌های پیش رو/s);
    expect(await registrations()).toEqual([]);
  });

  test('of what ended meanwhile says so and begins what was asked for', async () => {
    await registersTrainee(onTelegram);
    await onBale.sends(`/start course_${sewing.code}`);
    await onTelegram.sends('/cancel');
    await onBale.presses('انصراف از آن');
    expect(onBale.last().text).toMatch(/آن ثبت‌نام دیگر باز نیست.*اگر همه چیز درست است/s);
  });

  test('for a trainee’s registration begins none for who is no portal user (any more)', async () => {
    await onTelegram.sends(`/start course_${sewing.code}`);
    await onBale.taps(BEGIN_TRAINEE);
    expect(asked(onBale)).toBe(true);
    await world.models.Grant.updateMany({ person: maryam.person._id }, { revokedAt: world.clock() });
    await onBale.presses('انصراف از آن');
    expect(onBale.last().text).toMatch(/از آن ثبت‌نام انصراف دادید.*کار کاربران پورتال/s);
    expect(await open()).toEqual([]);
  });

  test('does not end another one that was begun meanwhile', async () => {
    await registersTrainee(onTelegram);
    await onBale.sends('📝 ثبت‌نام در دوره');
    await onTelegram.sends('/cancel');
    const trainee = await registersTrainee(onTelegram);
    await onBale.presses('انصراف از آن');
    expect(asked(onBale)).toBe(true);
    expect(await open()).toMatchObject([{ answers: { trainee: trainee.person._id.toHexString() } }]);
  });

  test('typed as a command is obeyed, and the other chat is told', async () => {
    await registersTrainee(onTelegram);
    await onBale.sends('/cancel');
    expect(await open()).toEqual([]);
    await deliverNotices();
    expect(onTelegram.last().text).toContain('انصراف داده شد');
  });
});

describe('a registration left alone', () => {
  const watch = () => createFormWatch({ ...outside(), idleMs: IDLE_MS })(10);
  async function setAside(): Promise<void> {
    world.advance(46 * MINUTE_MS);
    await watch();
    world.advance(15 * MINUTE_MS);
    await watch();
  }
  beforeEach(() => world.models.Draft.deleteMany({}));

  test('of a trainee is reminded of and set aside by name, and lets another one begin', async () => {
    const first = await registersTrainee(onTelegram);
    await setAside();
    const told = onTelegram.all().map(({ text }) => text);
    expect(told.filter((text) => /مریم ش….*هنوز باز است/s.test(text))).toHaveLength(1);
    expect(onTelegram.last().text).toMatch(/مریم ش….*کنار گذاشتیم/s);
    await registersTrainee(onBale);
    expect(await registrations()).toHaveLength(2);
    expect(await open()).not.toMatchObject([{ answers: { trainee: first.person._id.toHexString() } }]);
  });

  test('is continued later, from its message or from the list, where it was', async () => {
    const first = await registersTrainee(onTelegram);
    await setAside();
    await registersTrainee(onTelegram);
    await onTelegram.sends('/cancel');
    await onTelegram.presses('ادامهٔ فرم');
    expect(onTelegram.last().text).toMatch(/از همان‌جا که مانده بود.*انتخاب دوره/s);
    expect(await open()).toMatchObject([{ answers: { trainee: first.person._id.toHexString() } }]);
  });

  test('waits while another one is open: that is shown, and once cancelled the first goes on', async () => {
    const first = await registersTrainee(onTelegram);
    await setAside();
    const aside = onTelegram.last().buttons.find(({ text }) => text.includes('ادامهٔ فرم'));
    const second = await registersTrainee(onBale);
    await onTelegram.taps(aside?.callback_data ?? '');
    expect(onTelegram.last().text).toContain('در گفت‌وگوی دیگری از شما، در بله');
    expect(await open()).toMatchObject([{ answers: { trainee: second.person._id.toHexString() } }]);
    await onTelegram.presses('انصراف از آن');
    expect(onTelegram.last().text).toMatch(/انصراف دادید.*انتخاب دوره/s);
    expect(await registrations()).toMatchObject([{ answers: { trainee: first.person._id.toHexString() } }]);
  });

  test('of one’s own goes on as before when one enrols again', async () => {
    await onTelegram.sends(`/start course_${sewing.code}`);
    await setAside();
    await onBale.sends('📝 ثبت‌نام در دوره');
    expect(onBale.last().text).toMatch(/از همان‌جا که مانده بود.*اگر همه چیز درست است/s);
  });
});

test('who turns out to have another registration open keeps what was chosen here, and is asked', async () => {
  const trainee = await registersTrainee(onTelegram);
  const { nationalCode, mobile = '' } = maryam.person;
  const newChat = chatByHand(bale, (await world.account('bale')).platformUserId);
  await newChat.sends(`/start course_${baking.code}`);
  await newChat.sharesContact(mobile);
  await newChat.sends(nationalCode);
  expect(newChat.all().at(-2)?.text).toContain('هویت شما تأیید شد');
  expect(newChat.last().text).toMatch(/مریم ش….*در تلگرام/s);
  expect(await open()).toMatchObject([{ answers: { trainee: trainee.person._id.toHexString() } }]);
  await newChat.presses('انصراف از آن');
  expect(newChat.last().text).toMatch(/نانوایی.*اگر همه چیز درست است/s);
});

describe('at the same instant', () => {
  test('two chats that begin open one; one is asked its question, the other is told', async () => {
    for (let round = 1; round <= 8; round += 1) {
      await Promise.all([onTelegram.taps(BEGIN_TRAINEE), onBale.sends(`/start course_${sewing.code}`)]);
      expect(await registrations()).toHaveLength(1);
      expect([asked(onTelegram), asked(onBale)].filter(Boolean)).toHaveLength(1);
      await world.models.Draft.deleteMany({});
      await onTelegram.sends('/cancel');
      await onBale.sends('/cancel');
    }
  });

  test('a take-over and an answer in the other chat both end in one form that one chat has in hand', async () => {
    for (let round = 1; round <= 8; round += 1) {
      const trainee = (await world.trainee()).person._id.toHexString();
      await onTelegram.taps(BEGIN_TRAINEE);
      await onBale.taps(BEGIN_TRAINEE);
      await Promise.all([onTelegram.sends(trainee), onBale.presses('ادامه در همین‌جا')]);
      const [draft, ...others] = await open();
      expect(others).toEqual([]);
      expect(draft?.heldBy).not.toEqual(maryam.account._id);
      // The answer came in time or it did not: each chat says what is so.
      expect(onBale.last().text).toContain(draft?.answers.trainee ? 'انتخاب دوره' : 'کارآموز کیست؟');
      expect(asked(onTelegram) || onTelegram.last().text.includes('انتخاب دوره')).toBe(true);
      await onBale.sends('/cancel');
    }
  });

  test('a take-over and the other chat’s confirmation end in one enrolment or none, and both are told which', async () => {
    const course = await world.course({ title: 'برق', feeRials: 0 });
    await onTelegram.sends(`/start course_${course.code}`);
    await onBale.sends('📝 ثبت‌نام در دوره');
    await Promise.all([onTelegram.presses('تأیید و ثبت‌نام'), onBale.presses('ادامه در همین‌جا')]);
    const enrolled = await world.enrolments.live(maryam.person._id, course._id);
    if (enrolled) {
      expect(onTelegram.last().text).toContain('ثبت‌نام شما انجام شد');
      expect(await open()).toEqual([]);
    } else {
      expect(onTelegram.last().text).toMatch(/این کارت قدیمی است.*در بله/s);
      expect(onBale.last().text).toContain('اگر همه چیز درست است');
    }
  });

  test('the same tap that comes twice, to two processes, takes over once and tells the other chat once', async () => {
    await registersTrainee(onTelegram);
    await onBale.taps(BEGIN_TRAINEE);
    const secondBale = await startBotByHand(anotherProcess(), { platform: 'bale', forms });
    const twin = chatByHand(secondBale, onBale.id);
    const again = onBale.last().buttons.find(({ text }) => text.includes('ادامه'))?.callback_data ?? '';
    await Promise.all([onBale.taps(again), twin.taps(again)]);
    await secondBale.close();
    expect(await open()).toHaveLength(1);
    await deliverNotices();
    const told = onTelegram.all().filter(({ text }) => text.includes('ادامه پیدا کرد'));
    expect(told).toHaveLength(1);
  });

  test('the same update handled by two processes begins one registration, in this chat', async () => {
    const secondBale = await startBotByHand(anotherProcess(), { platform: 'bale', forms });
    const update = onBale.tapUpdate(BEGIN_TRAINEE);
    for (const { messenger } of [bale, secondBale]) messenger.deliver(update);
    await until('both have handled it', async () =>
      [bale, secondBale].every(({ messenger }) => messenger.waiting().length === 0),
    );
    await secondBale.close();
    expect(onBale.last().text).toContain('کارآموز کیست؟');
    expect(await registrations()).toMatchObject([{ form: 'enrol-trainee', answers: {} }]);
  });

  test('a cancellation that comes twice begins the new one once and takes nothing of it away', async () => {
    await registersTrainee(onTelegram);
    await onBale.sends(`/start course_${sewing.code}`);
    const data = onBale.last().buttons.find(({ text }) => text.includes('انصراف'))?.callback_data ?? '';
    const secondBale = await startBotByHand(anotherProcess(), { platform: 'bale', forms });
    await Promise.all([onBale.taps(data), chatByHand(secondBale, onBale.id).taps(data)]);
    await secondBale.close();
    expect(await open()).toMatchObject([{ form: 'enrol', answers: { courseCode: sewing.code } }]);
    await deliverNotices();
    expect(onTelegram.all().filter(({ text }) => text.includes('انصراف داده شد'))).toHaveLength(1);
  });
});
