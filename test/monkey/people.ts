/** Those who chat: each with a phone, a chat on both messengers, and some with a trouble of their own. */
import type { Platform } from '../../config.ts';
import type { Random } from './random.ts';
import type { Stage } from './stage.ts';

export interface Actor {
  nationalCode: string;
  mobile: string;
  userId: Record<Platform, number>;
  /** Chats that have put the bot out. */
  blocked: Set<Platform>;
}

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
  return { ...registered, userId, blocked: new Set() };
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
  const kinds = { none: 14, 'other SIM': 2, dead: 1, unknown: 1 } as const;
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
