/** Commands and menu keys: obeyed at any time, never taken as an answer. */
import type { Composer } from 'grammy';
import type { Platform } from '../config.ts';
import type { Wanted } from '../models/draft.ts';
import { COURSE_CODE } from '../services/courses/rules.ts';
import type { BotContext } from './context.ts';
import { enrolTrainee } from './conversations/begin-trainee.ts';
import { askForCourse, chooseCourse } from './conversations/choose-course.ts';
import { showMyData } from './conversations/delete-data.ts';
import { cancel, keepOpen, resume, startForm } from './conversations/engine.ts';
import { goBack } from './conversations/go-back.ts';
import { goHome, welcome } from './conversations/go-home.ts';
import { SCREENS } from './conversations/introduce.ts';
import { showCases, showStatements, showSystems } from './conversations/staff-desk.ts';
import { showUnfinishedForms } from './conversations/unfinished.ts';
import { postCourse } from './post-course.ts';
import { courseList, searchResults } from './screens/course-list.ts';
import { help } from './screens/help.ts';
import { greeting } from './screens/home.ts';
import { identity } from './screens/identity.ts';
import { type MenuKey, menuKeys, readMenuKey } from './screens/menu-keys.ts';
import { otherWaysIn } from './screens/other-ways-in.ts';
import { paymentParams } from './screens/payment-under-way.ts';
import { withReason } from './view.ts';
import type { TextsByLanguage, Visit } from './visit.ts';

/** Shown beside the text field where the messenger has such a menu. */
export const COMMANDS = ['start', 'help', 'forms', 'identity', 'cancel', 'language'] as const;

const COURSE_LINK = /^course_([A-Za-z0-9-]{1,32})$/;

export function installCommands(bot: Composer<BotContext>, platform: Platform, texts: TextsByLanguage): void {
  const languages = Object.values(texts);
  bot.command('start', (ctx) => start(ctx.visit, ctx.match));
  bot.command('course', (ctx) => showCourses(ctx.visit, ctx.match.trim()));
  bot.command('post', (ctx) => postCourse(ctx, ctx.match, platform));
  bot.command('help', (ctx) => showHelp(ctx.visit));
  // In nobody's menu of commands: that is one for all, and this is for portal users.
  bot.command('trainee', (ctx) => enrolTrainee(ctx.visit));
  // For whoever knows it from elsewhere; the help leads there, too.
  bot.command('privacy', (ctx) => showMyData(ctx.visit));
  // For staff alone, and in nobody's menu either.
  bot.command('cases', (ctx) => showCases(ctx.visit));
  bot.command('systems', (ctx) => showSystems(ctx.visit));
  bot.command('statements', (ctx) => showStatements(ctx.visit));
  bot.command('forms', (ctx) => showUnfinishedForms(ctx.visit));
  bot.command('identity', (ctx) => showIdentity(ctx.visit));
  bot.command('cancel', (ctx) => cancelForm(ctx.visit));
  bot.command('language', (ctx) =>
    chooseLanguage(ctx.visit, texts, ctx.visit.texts.language === 'fa' ? 'en' : 'fa'),
  );
  bot.on('message:text', async (ctx, next) => {
    const key = readMenuKey(ctx.message.text, languages);
    if (key) return MENU[key](ctx.visit);
    if (!ctx.message.text.startsWith('/')) return next();
    const why = ctx.visit.texts.chat('unknown-command');
    if (!(await resume(ctx.visit, why))) await goHome(ctx.visit, why);
  });
}

const MENU: Record<MenuKey, (visit: Visit) => Promise<void>> = {
  'key-enrol': (visit) => startForm(visit, 'enrol'),
  'key-enrol-trainee': enrolTrainee,
  'key-wallet': (visit) => showWallet(visit),
  'key-mine': (visit) => showMyEnrolments(visit),
  'key-help': (visit) => showHelp(visit),
  'key-back': (visit) => goBack(visit),
  'key-cancel': (visit) => cancelForm(visit),
  'key-cannot-share': (visit) => showOtherWaysIn(visit),
};

/** `/start`, also with a course from a deep link. */
async function start(visit: Visit, payload: string): Promise<void> {
  const courseCode = COURSE_LINK.exec(payload)?.[1];
  if (!visit.caller.person) return welcome(visit, courseCode);
  await visit.chat.show(greeting(visit));
  if (courseCode) return chooseCourse(visit, courseCode);
  await goHome(visit);
}

/** `/course CODE` begins what the course's link begins, and other words are looked for; without any there is the list. */
async function showCourses(visit: Visit, words: string): Promise<void> {
  const { caller, chat, services, texts } = visit;
  if (!caller.person) return welcome(visit, words || undefined);
  if (words === '') return askForCourse(visit);
  const course = COURSE_CODE.test(words) ? await services.courses.byCode(words) : null;
  if (course) return chooseCourse(visit, course.code);
  const found = await searchResults(visit, words);
  await chat.show(found ?? withReason(await courseList(visit, 0), texts.chat('course-unknown')));
}

export async function showHelp(visit: Visit): Promise<void> {
  await visit.chat.show(help(visit));
  await resume(visit);
}

/** Who is not known yet has other ways to become known than the one that a form asks for. */
async function showIdentity(visit: Visit): Promise<void> {
  const { person } = visit.caller;
  await visit.chat.show(person ? await identity(visit, person) : await otherWaysIn(visit));
  await keepOpen(visit);
}

async function showOtherWaysIn(visit: Visit): Promise<void> {
  if (visit.caller.person) return showIdentity(visit);
  await visit.chat.show(await otherWaysIn(visit));
  await keepOpen(visit);
}

export const showWallet = (visit: Visit) => showToPerson(visit, 'wallet');
export const showMyEnrolments = (visit: Visit) => showToPerson(visit, 'my-enrolments');

/** What belongs to a person is shown to that person only; somebody not proven yet is asked who they are first. */
async function showToPerson(visit: Visit, wanted: Wanted): Promise<void> {
  const { caller, chat, services, texts } = visit;
  if (caller.person) return chat.replace(await SCREENS[wanted](visit, caller.person));
  // The number may be known from a form that was begun before.
  const { mobile } = (await services.drafts.current(caller))?.answers ?? {};
  const known = mobile === undefined ? {} : { mobile };
  return startForm(visit, 'introduce', { wanted, ...known }, texts.chat('prove-first'));
}

/** Gives up the form of this name, or the one that is open. */
export async function cancelForm(visit: Visit, form?: string): Promise<void> {
  const { caller, chat, services, texts } = visit;
  const dropped = await cancel(visit, form);
  const payment = dropped && caller.person ? await services.topUps.underWay(caller.person) : null;
  const text = payment
    ? texts.chat('cancelled-payment-under-way', paymentParams(payment))
    : texts.chat(dropped ? 'cancelled' : 'nothing-to-cancel');
  await chat.show({ text, keys: menuKeys(texts, caller.person) });
  if (caller.person) await goHome(visit);
}

export async function chooseLanguage(
  visit: Visit,
  texts: TextsByLanguage,
  language: 'fa' | 'en',
): Promise<void> {
  await visit.services.accounts.setLanguage(visit.caller.account, language);
  visit.texts = texts[language];
  await visit.chat.show({
    text: visit.texts.chat('language-chosen'),
    keys: menuKeys(visit.texts, visit.caller.person),
  });
  if (await resume(visit)) return;
  if (visit.caller.person) await goHome(visit);
}
