/** Courses that are not for everybody: who may not enrol reads which rule it is, and what would satisfy it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { faultsInBooks, mongoUriOf } from '../support/books.ts';
import { COURSES, isKnown } from '../support/enrolling.ts';
import { type Person, type Platform, person } from '../support/person.ts';
import { whose } from '../support/personal-data.ts';
import { type SandboxProcess, startSandboxProcess } from '../support/running-sandbox.ts';

let sandbox: SandboxProcess;
let database: MongoClient;
beforeAll(async () => {
  sandbox = await startSandboxProcess();
  database = new MongoClient(mongoUriOf(sandbox.dataDir));
}, 90_000);
afterAll(async () => {
  await database?.close();
  await sandbox?.stop();
});

/** What the national window tells of a person, once they have logged in there. */
interface Facts {
  gender?: 'woman' | 'man';
  birthDate?: Date;
}

async function becomesKnown({ nationalCode }: Person, facts: Facts): Promise<void> {
  const people = database.db().collection('people');
  expect(await people.updateOne(whose(nationalCode), { $set: facts })).toMatchObject({ matchedCount: 1 });
}

/** Nobody else's: what is changed about it is seen by no other test. */
async function aFreeCourse(code: string): Promise<string> {
  const courses = database.db().collection('courses');
  const course = await courses.findOne({ code: COURSES.alsoFree.code }, { projection: { _id: 0 } });
  await courses.insertOne({ ...course, code });
  return code;
}

const bornYearsAgo = (years: number) => new Date(Date.now() - (years * 365.25 + 100) * 24 * 60 * 60 * 1000);

const isRefused = async (somebody: Person, code: string, why: RegExp) => {
  await somebody.sends(`/start course_${code}`);
  const { text, buttons = [] } = await somebody.sees(why);
  expect(buttons.flat().filter(({ data }) => data?.startsWith('course:'))).not.toHaveLength(0);
  return text;
};

describe.each<Platform>(['telegram', 'bale'])('on %s', (platform) => {
  test('each rule refuses by name, says what would satisfy it, and leaves another course to choose', async () => {
    const reza = await person(sandbox, platform, { firstName: 'رضا' });
    await isKnown(reza);
    await becomesKnown(reza, { gender: 'man', birthDate: bornYearsAgo(60) });
    const notPossible = (title: string) => `ثبت‌نام در دورهٔ «${title}» فعلاً ممکن نیست:\n`;

    expect(await isRefused(reza, 'tailor101', /ویژهٔ بانوان/)).toContain(
      `${notPossible('دوخت لباس زنانه')}• این دوره ویژهٔ بانوان است.\nدورهٔ دیگری انتخاب کنید.`,
    );
    expect(await isRefused(reza, 'excel101', /سن کارآموز/)).toContain(
      'سن کارآموز در روز شروع باید حداکثر ۴۰ سال باشد.',
    );
    await becomesKnown(reza, { gender: 'woman', birthDate: bornYearsAgo(12) });
    await isRefused(reza, 'auto101', /• این دوره ویژهٔ آقایان است/);
    await isRefused(reza, 'plumb101', /در روز شروع باید ۱۸ سال به بالا باشد/);
    await isRefused(reza, 'solar101', /در روز شروع باید ۱۸ تا ۴۵ سال باشد/);
    expect(await isRefused(reza, 'weld201', /اول باید/)).toMatch(
      /• اول باید دورهٔ «جوشکاری با قوس الکتریکی \(SMAW\)» گذرانده شود\.\nنام دورهٔ پیش‌نیاز را بنویسید/,
    );
    await isRefused(reza, COURSES.closed.code, /ثبت‌نام دورهٔ «تراشکاری درجهٔ ۲» بسته شده است/);
    await isRefused(reza, COURSES.notYetOpen.code, /ثبت‌نام دورهٔ «رباتیک و اینترنت اشیا» از .* باز می‌شود/);
    await isRefused(reza, 'glass101', /برگزار نمی‌شود/);

    // The prerequisite is found by its name, as the refusal says.
    await isRefused(reza, 'weld201', /اول باید/);
    await reza.sends('جوشکاری با قوس');
    await reza.sees(/دوره‌هایی که با «جوشکاری با قوس» پیدا شد/);
  });

  test('who is not known refuses nobody: the card says what the centre will check; who is known reads nothing of it', async () => {
    const sara = await person(sandbox, platform);
    await isKnown(sara);
    await sara.sends('/start course_hair201');
    const { text } = await sara.sees(/موجودی کافی نیست/);
    expect(text).toContain('👥 ویژهٔ بانوان\n🎂 سن در روز شروع: ۱۶ سال به بالا');
    expect(text).toMatch(/ℹ️ این دوره ویژهٔ بانوان است.*مرکز این را در جلسهٔ اول بررسی می‌کند/s);

    await becomesKnown(sara, { gender: 'woman', birthDate: bornYearsAgo(20) });
    await sara.sends('/start course_hair201');
    const known = await sara.sees(/موجودی کافی نیست/);
    expect(known.text).toContain('👥 ویژهٔ بانوان');
    expect(known.text).not.toContain('بررسی می‌کند');
  });

  test('a card that was drawn before is refused when it is confirmed, with the reason, and takes nothing', async () => {
    const reza = await person(sandbox, platform);
    await isKnown(reza);
    await becomesKnown(reza, { gender: 'man' });
    const code = await aFreeCourse(`changes-${platform}`);
    await reza.sends(`/start course_${code}`);
    await reza.sees(/اگر همه چیز درست است/);
    await database
      .db()
      .collection('courses')
      .updateOne({ code }, { $set: { audience: { gender: 'women' } } });
    await reza.presses('تأیید');
    await reza.sees(/فعلاً ممکن نیست:\n• این دوره ویژهٔ بانوان است/);
    await reza.sends('🎓 ثبت‌نام‌های من');
    await reza.sees(/هنوز در دوره‌ای ثبت‌نام نکرده‌اید/);
  });

  test('a course at the same time as another can be had, after a warning', async () => {
    const sara = await person(sandbox, platform);
    await isKnown(sara);
    await sara.sends(`/start course_${COURSES.free.code}`);
    await sara.sees(/شهریه: رایگان/);
    await sara.presses('تأیید');
    await sara.sees(/ثبت‌نام شما انجام شد/);
    // In the mornings, too, and a part of it in the same days.
    await sara.sends('/start course_elec101');
    await sara.sees(/⚠️ این دوره با «مهارت‌های کسب‌وکار خانگی» .* هم‌زمان برگزار می‌شود/);
    // In the evenings of the same days: nothing to warn of.
    await sara.sends('/start course_mobile101');
    expect((await sara.sees(/تعمیر تلفن همراه\n/)).text).not.toContain('هم‌زمان');
  });
});

test('money and seats agree after all this', async () => {
  expect(await faultsInBooks(sandbox)).toEqual([]);
});
