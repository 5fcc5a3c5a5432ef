/** Those who chat: each with a phone, a chat on both messengers, and some with a trouble or a grant of their own. */
import type { Platform } from '../../config.ts';
import type { Trainee } from '../support/world.ts';
import type { Random } from './random.ts';
import { PLATFORMS, type Stage } from './stage.ts';

/** What proves somebody: a code and the mobile that is registered to it. */
export interface Papers {
  nationalCode: string;
  mobile: string;
}

export interface Actor extends Papers {
  userId: Record<Platform, number>;
  /** Chats that have put the bot out. */
  blocked: Set<Platform>;
  /** Whom this portal user was last about to register; what they are asked for comes from these papers. */
  trainee?: Papers;
  kind: ActorKind;
}

/** `trainee`: known from the beginning. `staff` look after cases and systems, and take courses like anybody else. */
export type ActorKind = 'stranger' | 'trainee' | 'portal user' | 'staff';

/** Names as registers hold them, and some that would be taken for markup. */
const NAMES = [
  'مریم',
  'علی‌رضا',
  'Ω<b>',
  '*رضا*',
  '[سارا](x)',
  'O’Neil & "Co"',
  '\u202eبرعکس',
  'ن'.repeat(60),
];

/** The centre of all courses here. */
export const CENTRE_CODE = 'T01';

let born = 0;

export function createActor({ world, messengers }: Stage, random: Random): Actor {
  born += 1;
  const registered = world.stranger();
  const userId = { telegram: 700_000 + born, bale: 900_000 + born };
  const firstName = random.pick(NAMES);
  const languageCode = random.chance(0.3) ? 'en' : 'fa';
  trouble(world.registers.people, registered.nationalCode, firstName, random);
  messengers.population.put({
    ...registered,
    ...{ firstName, lastName: 'آزمون', fatherName: '', birthDate: '1370/01/01', alive: true },
    ...{ role: 'trainee', note: '' },
    accounts: {
      telegram: { userId: String(userId.telegram), languageCode },
      bale: { userId: String(userId.bale), languageCode },
    },
  });
  return { ...registered, userId, blocked: new Set(), kind: 'stranger' };
}

/** Most are as the registers have them; of some the registers say otherwise, or nothing. */
function trouble(
  registry: Stage['world']['registers']['people'],
  nationalCode: string,
  firstName: string,
  random: Random,
): void {
  const record = registry.get(nationalCode);
  if (!record) throw new Error('The registers do not know somebody who was just born');
  const kinds = { none: 10, 'other SIM': 2, dead: 3, unknown: 3 } as const;
  switch (random.weighted(kinds)) {
    case 'none':
      return void registry.set(nationalCode, { ...record, firstName });
    case 'other SIM':
      return void registry.set(nationalCode, { ...record, mobile: '09990000000' });
    case 'dead':
      return void registry.set(nationalCode, { ...record, alive: false });
    case 'unknown':
      return void registry.set(nationalCode, { ...record, firstName: '' });
  }
}

/**
 * Somebody with a grant for the centre, which may allow target groups. Most are known in both chats and have money in
 * the portal wallet; the others have never said a word.
 */
export async function createPortalUser(stage: Stage, random: Random): Promise<Actor> {
  const { grants } = stage.world;
  // The centre has looked into who they are.
  const actor = createWithoutTrouble(stage, random);
  const { nationalCode } = actor;
  await grants.grant({
    nationalCode,
    centreCode: CENTRE_CODE,
    mayExempt: random.chance(0.6),
    reason: 'آزمون',
  });
  const charge = (known: Trainee) =>
    stage.world.charge(known, random.pick([300_000, 6_000_000]), 'portal-user');
  if (random.chance(0.8)) await stage.whileAllIsUp(() => becomeKnown(stage, actor, charge));
  return { ...actor, kind: 'portal user' };
}

/** Somebody known in both chats who has done nothing yet. */
export async function createKnown(stage: Stage, random: Random): Promise<Actor> {
  const actor = createWithoutTrouble(stage, random);
  await stage.whileAllIsUp(() => becomeKnown(stage, actor, async () => {}));
  return { ...actor, kind: 'trainee' };
}

/** Somebody of the organisation, known in both chats. */
export async function createStaff(stage: Stage, random: Random): Promise<Actor> {
  const { models } = stage.world;
  const actor = createWithoutTrouble(stage, random);
  const appoint = ({ person }: Trainee) => models.Person.updateOne({ _id: person._id }, { roles: ['staff'] });
  await stage.whileAllIsUp(() => becomeKnown(stage, actor, appoint));
  return { ...actor, kind: 'staff' };
}

/** The registers have them as they say. */
function createWithoutTrouble(stage: Stage, random: Random): Actor {
  const actor = createActor(stage, random);
  const { nationalCode, mobile } = actor;
  const record = { firstName: random.pick(NAMES), lastName: 'کاربر', mobile, alive: true };
  stage.world.registers.people.set(nationalCode, record);
  return actor;
}

/** `first` happens once they are known in the first of their chats. */
async function becomeKnown(
  { world, messengers, handled }: Stage,
  actor: Actor,
  first: (known: Trainee) => Promise<unknown>,
): Promise<void> {
  for (const platform of PLATFORMS) {
    // A bot may write only to a chat in which it was spoken to.
    await messengers.chats.act(platform, actor.userId[platform], { text: '/start', repeat: 1 });
    await handled();
    const id = String(actor.userId[platform]);
    const chat = { platform, platformUserId: id, chatId: id, language: 'fa' as const };
    const { account } = await world.accounts.identify(chat);
    const known = await world.proven(account, actor);
    world.accounts.forget(account);
    if (platform === PLATFORMS[0]) await first(known);
  }
}
