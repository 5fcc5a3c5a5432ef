/** What somebody sets out to do: one step of the simulation, made of one deed or of several. */
import type { Enrolment, Payer } from '../../models/enrolment.ts';
import type { Random } from '../monkey/random.ts';
import { act } from './act.ts';
import type { Deed, Outcome, Who } from './messages.ts';
import type { Stage, VirtualPerson } from './stage.ts';

export interface Scene {
  stage: Stage;
  /** Of this plan alone: the choices of one do not depend on how fast another one is. */
  random: Random;
  /** Codes of courses that may be chosen. */
  courses: readonly string[];
}

const PAYERS: readonly Payer[] = ['portal-user', 'trainee'];
const AMOUNTS = [20_000, 50_000, 150_000];

/** How often each is chosen, beside the others. */
export const PLANS = {
  enrol: { weight: 22, carryOut: enrol },
  register: { weight: 16, carryOut: register },
  tapOldCard: { weight: 5, carryOut: tapOldCard },
  takeOver: { weight: 8, carryOut: takeOver },
  topUp: { weight: 12, carryOut: topUp },
  hold: { weight: 5, carryOut: hold },
  giveUp: { weight: 4, carryOut: giveUp },
  withdraw: { weight: 12, carryOut: withdraw },
  accept: { weight: 7, carryOut: accept },
  consent: { weight: 6, carryOut: consent },
  changeCourse: { weight: 3, carryOut: changeCourse },
  watch: { weight: 6, carryOut: watch },
};

const anybody = ({ stage, random }: Scene) => random.pick([...stage.trainees, ...stage.portalUsers]);
const chatOf = ({ random }: Scene, { chats }: VirtualPerson) => random.pick(chats);

/** The same deed once or several times in one instant, on whichever workers. */
function atOnce({ stage, random }: Scene, deed: Deed, times: number): Promise<Outcome[]> {
  return Promise.all(Array.from({ length: times }, () => act(stage, random, deed)));
}

async function enrol(scene: Scene): Promise<void> {
  const { random, courses } = scene;
  const person = anybody(scene);
  const who = chatOf(scene, person);
  const ownPurse = random.chance(0.85) || !scene.stage.portalUsers.includes(person);
  const payer = ownPurse ? 'trainee' : 'portal-user';
  await goThrough(scene, person, { do: 'draw', who, courseCode: random.pick(courses), payer });
}

/** A portal user, for a trainee, from either wallet. */
async function register(scene: Scene): Promise<void> {
  const { stage, random, courses } = scene;
  const person = random.pick(stage.portalUsers);
  const trainee = random.pick(stage.trainees).chats[0].person;
  const who = chatOf(scene, person);
  const payer = random.pick(PAYERS);
  await goThrough(scene, person, { do: 'draw', who, courseCode: random.pick(courses), trainee, payer });
}

/** Card, taps, and what follows from the answer. */
async function goThrough(
  scene: Scene,
  person: VirtualPerson,
  form: Extract<Deed, { do: 'draw' }>,
): Promise<void> {
  const { stage, random } = scene;
  const { who } = form;
  const operationId = await draw(scene, person, form);
  // Some leave the card where it is.
  if (!operationId || random.chance(0.1)) return;
  const [answer] = await atOnce(scene, { do: 'confirm', who, operationId }, random.pick([1, 1, 2, 3]));
  if (answer?.type === 'course-full' && random.chance(0.8)) {
    await atOnce(scene, { do: 'join', who, operationId }, random.pick([1, 1, 2]));
  }
  if (answer?.type !== 'wallet-short' || random.chance(0.3)) return;
  await act(stage, random, { do: 'hold', who });
  if (random.chance(0.5)) return;
  await pay(scene, who, form.payer);
  const paid = await draw(scene, person, form);
  if (paid) await act(stage, random, { do: 'confirm', who, operationId: paid });
}

async function draw(
  { stage, random }: Scene,
  person: VirtualPerson,
  form: Extract<Deed, { do: 'draw' }>,
): Promise<string | undefined> {
  const { operationId } = await act(stage, random, form);
  if (operationId) person.cards.push({ who: form.who, operationId });
  return operationId;
}

async function tapOldCard(scene: Scene): Promise<void> {
  const { stage, random } = scene;
  const { cards } = anybody(scene);
  if (cards.length === 0) return;
  await act(stage, random, { do: random.pick(['confirm', 'join'] as const), ...random.pick(cards) });
}

/** The form goes on in the other chat, while the card in the first one is tapped late. */
async function takeOver(scene: Scene): Promise<void> {
  const { stage, random, courses } = scene;
  const person = anybody(scene);
  const [here, there] = person.chats;
  const form = { do: 'draw', courseCode: random.pick(courses), payer: 'trainee' } as const;
  const first = await draw(scene, person, { ...form, who: here });
  const late = first ? [act(stage, random, { do: 'confirm', who: here, operationId: first })] : [];
  const [second] = await Promise.all([draw(scene, person, { ...form, who: there }), ...late]);
  if (second) await act(stage, random, { do: 'confirm', who: there, operationId: second });
}

async function topUp(scene: Scene): Promise<void> {
  const { stage, random } = scene;
  const person = anybody(scene);
  const isPortalUser = stage.portalUsers.includes(person);
  await pay(scene, chatOf(scene, person), isPortalUser ? random.pick(PAYERS) : 'trainee');
}

/** Most pay, and come back once or several times; some never come back, and some pay nothing. */
async function pay(scene: Scene, who: Who, wallet: Payer): Promise<void> {
  const { stage, random } = scene;
  const { gateway } = stage.world;
  const deed = { do: 'top-up', who, amountRials: random.pick(AMOUNTS), wallet } as const;
  const { sessionId } = await act(stage, random, deed);
  if (!sessionId) return;
  const state = gateway.sessions.get(sessionId)?.state;
  if (state === 'in-progress' && random.chance(0.8)) gateway.pay(sessionId);
  else if (state === 'in-progress' && random.chance(0.5)) gateway.end(sessionId, 'failed');
  await atOnce(scene, { do: 'returned', sessionId }, random.below(4));
}

async function hold(scene: Scene): Promise<void> {
  await act(scene.stage, scene.random, { do: 'hold', who: chatOf(scene, anybody(scene)) });
}

async function giveUp(scene: Scene): Promise<void> {
  await act(scene.stage, scene.random, { do: 'give-up', who: chatOf(scene, anybody(scene)) });
}

/** Newest first; mostly of those that live. */
async function enrolmentOf({ stage, random }: Scene, filter: object): Promise<Enrolment | undefined> {
  const live = random.chance(0.9) ? { status: { $ne: 'cancelled' as const } } : {};
  const found = await stage.world.models.Enrolment.find({ ...live, ...filter })
    .sort({ enrolledAt: -1, _id: -1 })
    .limit(4)
    .lean<Enrolment[]>();
  return found.length > 0 ? random.pick(found) : undefined;
}

/** From a seat, an offer or the line; by the trainee, or by a portal user of the centre. */
async function withdraw(scene: Scene): Promise<void> {
  const { stage, random } = scene;
  const person = anybody(scene);
  const who = chatOf(scene, person);
  const byCentre = stage.portalUsers.includes(person) && random.chance(0.7);
  const enrolment = await enrolmentOf(scene, byCentre ? { centre: { $ne: null } } : { person: who.person });
  if (!enrolment) return;
  const deed = { do: 'withdraw', who, enrolment: enrolment._id.toHexString() } as const;
  await atOnce(scene, deed, random.pick([1, 2, 2, 3]));
}

async function accept(scene: Scene): Promise<void> {
  const { random } = scene;
  const offered = await enrolmentOf(scene, random.chance(0.9) ? { status: 'offered' } : {});
  if (!offered) return;
  const chats = [...scene.stage.trainees, ...scene.stage.portalUsers].flatMap((person) => person.chats);
  const who = chats.find(({ person }) => person === offered.person.toHexString());
  if (!who) return;
  if (random.chance(0.6)) await pay(scene, who, 'trainee');
  const { feeRials: quotedFeeRials } = offered;
  const deed = { do: 'accept', who, enrolment: offered._id.toHexString(), quotedFeeRials } as const;
  await atOnce(scene, deed, random.pick([1, 2]));
}

async function consent(scene: Scene): Promise<void> {
  const { stage, random } = scene;
  const who = chatOf(scene, random.pick(stage.trainees));
  const enrolment = await enrolmentOf(scene, { person: who.person, centre: { $ne: null } });
  if (!enrolment) return;
  const answer = { do: 'consent', who, enrolment: enrolment._id.toHexString() } as const;
  const isMe = random.chance(0.6);
  await Promise.all([
    act(stage, random, { ...answer, isMe }),
    ...(random.chance(0.3) ? [act(stage, random, { ...answer, isMe: !isMe })] : []),
  ]);
}

/** By who keeps the catalogue: another fee, or a seat more. */
async function changeCourse({ stage, random, courses }: Scene): Promise<void> {
  const change = random.chance(0.5)
    ? { $set: { feeRials: random.pick([0, 20_000, 50_000, 100_000]) } }
    : { $inc: { capacity: 1 } };
  await stage.world.models.Course.updateOne({ code: random.pick(courses) }, change);
}

async function watch(scene: Scene): Promise<void> {
  await atOnce(scene, { do: 'watch' }, scene.random.pick([1, 2]));
}
