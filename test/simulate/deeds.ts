/** Each deed as the chat, the payment's return page or a job has it done by the services. */
import { Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { Course } from '../../models/course.ts';
import type { Person } from '../../models/person.ts';
import { randomIds } from '../../services/clock.ts';
import type { Deed, Outcome, Who } from './messages.ts';
import type { WorkerServices } from './services.ts';

type DeedOf<Kind extends Deed['do']> = Extract<Deed, { do: Kind }>;

/** So much one pass of a job looks at. */
const PASS = 200;
const FORM_IDLE_MS = 60 * 60 * 1000;

export async function carryOut(services: WorkerServices, deed: Deed): Promise<Outcome> {
  const { enrolments, topUps } = services;
  switch (deed.do) {
    case 'draw':
      return draw(services, deed);
    case 'confirm':
      return enrolments.enrol({ ...(await caller(services, deed.who)), operationId: deed.operationId });
    case 'join':
      return enrolments.join({ ...(await caller(services, deed.who)), operationId: deed.operationId });
    case 'hold':
      return hold(services, deed);
    case 'give-up':
      return giveUp(services, deed);
    case 'withdraw':
      return withdraw(services, deed);
    case 'accept': {
      const { person: by } = await caller(services, deed.who);
      const { quotedFeeRials } = deed;
      return enrolments.acceptOffer({ enrolment: new Types.ObjectId(deed.enrolment), by, quotedFeeRials });
    }
    case 'consent': {
      const { person } = await caller(services, deed.who);
      const { isMe } = deed;
      return enrolments.answerConsent({ enrolment: new Types.ObjectId(deed.enrolment), person, isMe });
    }
    case 'top-up': {
      const { amountRials, wallet } = deed;
      const who = await caller(services, deed.who);
      const started = await topUps.start({ ...who, amountRials, wallet, description: 'شارژ' });
      const { sessionId } = started.type === 'ready' ? started.topUp : {};
      return { type: started.type, ...(sessionId ? { sessionId } : {}) };
    }
    case 'returned':
      return (await topUps.returned('zarinpal', deed.sessionId)) ?? { type: 'no-such-payment' };
    case 'watch':
      return watch(services);
  }
}

async function caller(
  { models, people }: WorkerServices,
  who: Who,
): Promise<{ person: Person; account: Account }> {
  return {
    person: await people.known(new Types.ObjectId(who.person)),
    account: await models.Account.findById(who.account).orFail().lean<Account>(),
  };
}

/** Opens the form, or takes it over from the other chat, and draws its confirm card here. */
async function draw(
  services: WorkerServices,
  { who, courseCode, trainee, payer }: DeedOf<'draw'>,
): Promise<Outcome> {
  const { drafts, models } = services;
  const me = await caller(services, who);
  const answers = { courseCode, payer, ...(trainee ? { trainee } : {}) };
  const form = trainee ? 'enrol-trainee' : 'enrol';
  const draft = await drafts.open(form, me, answers);
  if (draft.form !== form || draft.answers.trainee !== trainee) return { type: 'another-is-open' };
  const { feeRials } = await models.Course.findOne({ code: courseCode }).orFail().lean<Course>();
  const operationId = randomIds.operation();
  const here = { heldBy: me.account._id, remindedAt: null, setAsideAt: null };
  const card = { answers, asked: 'confirm', operationId, quotedFeeRials: feeRials };
  const drawn = await drafts.write(draft, { ...here, ...card });
  return drawn ? { type: 'drawn', operationId } : { type: 'somebody-wrote-meanwhile' };
}

/** Goes to pay: a seat is kept for the open form, whose card is no longer valid. */
async function hold(services: WorkerServices, { who }: DeedOf<'hold'>): Promise<Outcome> {
  const { drafts, models, seats } = services;
  const me = await caller(services, who);
  const draft = await drafts.openRegistration(me);
  if (!draft?.answers.courseCode) return { type: 'no-form' };
  const { courseCode, trainee } = draft.answers;
  const course = await models.Course.findOne({ code: courseCode }).orFail().lean<Course>();
  const person = trainee ? new Types.ObjectId(trainee) : me.person._id;
  const outcome = await seats.hold({ course: course._id, person, draft: draft._id });
  if (outcome.type === 'held') await drafts.write(draft, { operationId: null, holdsSeat: true });
  return outcome;
}

async function giveUp(services: WorkerServices, { who }: DeedOf<'give-up'>): Promise<Outcome> {
  const me = await caller(services, who);
  const draft = await services.drafts.openRegistration(me);
  if (!draft) return { type: 'no-form' };
  const ended = await services.drafts.end(draft, 'cancelled', me.account._id);
  return { type: ended ? 'given-up' : 'somebody-wrote-meanwhile' };
}

/** Looks at what would come back, and presses. */
async function withdraw(services: WorkerServices, deed: DeedOf<'withdraw'>): Promise<Outcome> {
  const { person: by, account } = await caller(services, deed.who);
  const enrolment = new Types.ObjectId(deed.enrolment);
  const seen = await services.enrolments.lookAt(enrolment, by);
  if (!seen) return { type: 'none-of-theirs' };
  const shownRefundRials = seen.withdrawal.type === 'allowed' ? seen.withdrawal.refundRials : 0;
  return services.enrolments.withdraw({ enrolment, by, account, shownRefundRials });
}

/** What the jobs do again and again: forms left alone, seats, lines and offers, payments. */
async function watch({ drafts, enrolments, topUps, clock }: WorkerServices): Promise<Outcome> {
  const since = new Date(clock().getTime() - FORM_IDLE_MS);
  for (const draft of await drafts.leftTooLong(since, PASS)) await drafts.setAside(draft);
  await enrolments.watchPlaces(PASS);
  await topUps.reconcile(PASS);
  return { type: 'watched' };
}
