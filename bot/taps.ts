/** What each button does. A tap on a button that is not (or no longer) ours gets an answer that is true now. */
import type { Payer } from '../models/enrolment.ts';
import { readTap, tap } from './callback-data.ts';
import { cancelForm, chooseLanguage, showHelp, showMyEnrolments, showWallet } from './commands.ts';
import type { BotContext } from './context.ts';
import { enrolTrainee } from './conversations/begin-trainee.ts';
import { chargeGap, checkPayment } from './conversations/charge.ts';
import { askForCourse, chooseCourse } from './conversations/choose-course.ts';
import { choosePayer } from './conversations/choose-payer.ts';
import { confirmEnrolment } from './conversations/confirm-enrolment.ts';
import { dataRoutes } from './conversations/delete-data.ts';
import {
  continueForm,
  edit,
  keepOpen,
  receive,
  resume,
  showIfElsewhere,
  startForm,
  takeOver,
} from './conversations/engine.ts';
import { give } from './conversations/give.ts';
import { goBack } from './conversations/go-back.ts';
import { goHome } from './conversations/go-home.ts';
import { paybackRoutes } from './conversations/paybacks.ts';
import { staffRoutes } from './conversations/staff-desk.ts';
import { endRegistration, swapRegistration } from './conversations/swap-registration.ts';
import { chargeTrainee } from './conversations/top-up.ts';
import { discardForm, showUnfinishedForms } from './conversations/unfinished.ts';
import { disownChat } from './disown-chat.ts';
import { enrolmentRoutes } from './enrolment-taps.ts';
import { sendInvoice } from './in-chat-payment.ts';
import { centreCourses, centreList, courseList, provinceList } from './screens/course-list.ts';
import { traineeCourses } from './screens/trainee-courses.ts';
import { wallet } from './screens/wallet.ts';
import { windowLogin } from './screens/window-login.ts';
import { sendStatement } from './send-statement.ts';
import { on, onSlow, orOutdated, outdated, type Route } from './tap-routes.ts';
import type { View } from './view.ts';
import type { TextsByLanguage, Visit } from './visit.ts';

/** Answers every tap: at once to the messenger (the button stops waiting), then by what it stands for. */
export function createTapHandler(
  texts: TextsByLanguage,
): (ctx: BotContext & { callbackQuery: object }) => Promise<void> {
  const routes: readonly Route[] = [
    on(tap.home, goHome),
    on(tap.help, showHelp),
    on(tap.wallet, (visit) => showWallet(visit)),
    on(tap.statement, (visit, kind, page) => orOutdated(visit, showStatement(visit, kind, Number(page)))),
    onSlow(tap.statementFile, (visit, kind) => orOutdated(visit, sendStatement(visit, kind))),
    on(tap.myEnrolments, showMyEnrolments),
    on(tap.language, (visit, language) => chooseLanguage(visit, texts, language)),
    on(tap.enrol, (visit) => startForm(visit, 'enrol')),
    on(tap.courses, (visit, page) =>
      page === '0' ? askForCourse(visit) : browse(visit, courseList(visit, Number(page))),
    ),
    on(tap.provinces, (visit) => browse(visit, provinceList(visit))),
    on(tap.province, (visit, province) => browse(visit, centreList(visit, province))),
    on(tap.centre, (visit, code, page) => browse(visit, centreCourses(visit, code, Number(page)))),
    on(tap.course, chooseCourse),
    on(tap.changeCourse, (visit) => orOutdated(visit, edit(visit, 'courseCode'))),
    on(tap.disown, (visit, account) => orOutdated(visit, disownChat(visit, account))),
    on(tap.windowLogin, async (visit) => visit.chat.replace(await windowLogin(visit))),
    on(tap.textMe, (visit) => orOutdated(visit, proveByText(visit))),
    onSlow(tap.sendCodeAgain, (visit) => orOutdated(visit, give(visit, 'mobile-code', 'again'))),
    onSlow(tap.checkAgain, (visit) => orOutdated(visit, checkAgain(visit))),
    onSlow(tap.chargeGap, (visit, courseCode) => orOutdated(visit, chargeGap(visit, courseCode))),
    onSlow(tap.paid, (visit) => orOutdated(visit, checkPayment(visit))),
    onSlow(tap.paidOf, (visit, id) => orOutdated(visit, checkPayment(visit, id))),
    onSlow(tap.payInChat, (visit, id) => orOutdated(visit, sendInvoice(visit, id))),
    on(tap.topUp, topUp),
    on(tap.topUpPortal, (visit) => startForm(visit, 'top-up', { whose: 'my-portal' })),
    on(tap.topUpTrainee, chargeTrainee),
    on(tap.whose, (visit, whose) => orOutdated(visit, give(visit, 'whose-wallet', whose))),
    on(tap.chargeable, (visit, trainee) => orOutdated(visit, give(visit, 'trainee-wallet', trainee))),
    on(tap.enrolTrainee, (visit) => enrolTrainee(visit)),
    onSlow(tap.exemption, (visit, group) => orOutdated(visit, give(visit, 'trainee-mobile', group))),
    on(tap.traineeCourses, (visit, page) => browse(visit, traineeCourses(visit, Number(page)))),
    on(tap.traineeCourse, (visit, code) => orOutdated(visit, give(visit, 'trainee-course', code))),
    on(tap.payer, (visit, payer) => orOutdated(visit, choosePayer(visit, payer))),
    onSlow(tap.amount, (visit, amount) => orOutdated(visit, give(visit, 'amount', amount))),
    onSlow(tap.confirm, confirmEnrolment),
    on(tap.changeAnswer, (visit, name) => orOutdated(visit, edit(visit, name))),
    on(tap.resume, (visit) => orOutdated(visit, resume(visit))),
    on(tap.takeOver, (visit, form) => orOutdated(visit, takeOver(visit, form))),
    on(tap.takeOverFor, (visit, form, courseCode) =>
      orOutdated(visit, takeOver(visit, form, { courseCode })),
    ),
    on(tap.back, goBack),
    on(tap.unfinished, (visit) => showUnfinishedForms(visit)),
    on(tap.continueForm, (visit, form) => orOutdated(visit, continueForm(visit, form))),
    on(tap.discardForm, unlessElsewhere(discardForm)),
    on(tap.cancel, (visit) => cancelForm(visit)),
    on(tap.cancelForm, unlessElsewhere(cancelForm)),
    on(tap.endRegistration, endRegistration),
    on(tap.swap, (visit, id, ref) => swapRegistration(visit, id, { ref })),
    on(tap.swapForCourse, (visit, id, courseCode) =>
      swapRegistration(visit, id, { ref: 'enrol', courseCode }),
    ),
    ...enrolmentRoutes,
    ...dataRoutes,
    ...staffRoutes,
    ...paybackRoutes,
  ];

  return async (ctx) => {
    const { data, keepMessage } = readTap(ctx.callbackQuery?.data ?? '');
    if (keepMessage) ctx.visit.chat = ctx.visit.chat.below();
    const handler = routes.map((route) => route(data)).find((found) => found !== null);
    // Both at once: waiting for this answer first would cost a whole trip to the messenger.
    await Promise.all([
      acknowledgeTap(ctx, handler?.isSlow ?? false),
      (handler?.handle ?? outdated)(ctx.visit),
    ]);
  };
}

async function acknowledgeTap(ctx: BotContext, isSlow: boolean): Promise<void> {
  try {
    await ctx.answerCallbackQuery(isSlow ? { text: ctx.visit.texts.plain('tap-in-work') } : {});
  } catch (error) {
    // Too late to stop the button's waiting sign; what the tap asked for is done all the same.
    ctx.visit.log.debug({ err: error }, 'a tap could not be acknowledged');
  }
}

async function browse(visit: Visit, list: Promise<View>): Promise<void> {
  await visit.chat.replace(await list);
  await keepOpen(visit);
}

/** What was left behind in this chat does not give up a registration that goes on in another (N3). */
function unlessElsewhere(giveUp: (visit: Visit, ref: string) => Promise<void>) {
  return async (visit: Visit, ref: string): Promise<void> => {
    if (!(await showIfElsewhere(visit, ref))) await giveUp(visit, ref);
  };
}

async function showStatement(visit: Visit, kind: Payer, page: number): Promise<boolean> {
  const { person } = visit.caller;
  if (!person) return false;
  await visit.chat.replace(await wallet(visit, person, kind, page));
  return true;
}

/** Asks the mobile-ownership service again with what the person has already given. */
async function checkAgain(visit: Visit): Promise<boolean> {
  const draft = await visit.services.drafts.current(visit.caller);
  const { nationalCode, mobile } = draft?.answers ?? {};
  const given = draft?.asked === 'trainee-mobile' ? mobile : nationalCode;
  return given !== undefined && receive(visit, { kind: 'text', text: given, forwarded: false });
}

/** Whatever they came for goes on with a number that is proven by SMS; who came for nothing yet comes to enrol. */
async function proveByText(visit: Visit): Promise<boolean> {
  const { caller, services } = visit;
  if (caller.person || !services.mobileCodes.isOffered) return false;
  const draft = await services.drafts.current(caller);
  await startForm(visit, draft?.form ?? 'enrol', { byText: true });
  return true;
}

/** A form that was begun for the other wallet goes on for this one. */
function topUp(visit: Visit): Promise<void> {
  return startForm(visit, 'top-up', visit.caller.person?.isPortalUser ? { whose: 'mine' } : {});
}
