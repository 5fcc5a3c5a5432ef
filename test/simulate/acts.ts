/** What somebody does in one of their chats: mostly what brings them on, now and then what gets in their way. */
import type { Platform } from '../../config.ts';
import type { ChatItem } from '../../sandbox/bot-api/chat-item.ts';
import { anyButton, seldomPressed } from '../monkey/buttons.ts';
import { command, menuKey } from '../monkey/odd-texts.ts';
import type { Actor } from '../monkey/people.ts';
import type { Place } from '../monkey/place.ts';
import type { Random } from '../monkey/random.ts';
import type { Action, Scene } from '../monkey/scene.ts';
import { wanted } from '../monkey/wanted.ts';
import type { Stage } from './stage.ts';

const KINDS = {
  'go on': 56,
  'button seldom pressed': 16,
  'button of any message': 8,
  'course by link': 9,
  'menu key': 6,
  command: 2,
} as const;

export type Kind = keyof typeof KINDS | 'invoice in the chat';

export interface Planned {
  kind: Kind;
  action: Action;
  /** The messenger delivers the identical update so many times. */
  repeat: number;
  /** The person taps once more, which is another update. */
  twice: boolean;
}

export interface Seen {
  stage: Stage;
  actor: Actor;
  platform: Platform;
  place: Place;
  items: readonly ChatItem[];
  pressed: ReadonlyMap<string, number>;
  random: Random;
}

export function plan({ stage, ...seen }: Seen): Planned {
  const { random } = seen;
  const scene: Scene = {
    ...seen,
    actors: stage.actors,
    courses: stage.courses.slice(-FRESH_COURSES),
    stranger: stage.stranger,
    lastSmsTo: (mobile) =>
      stage.outside.sms.received().findLast(({ receptor }) => receptor === mobile)?.message,
    ...{ full: [], seated: stage.actors },
    // Nobody here is of the organisation.
    statement: () => '',
  };
  const hasInvoice = seen.items.some(({ invoice }) => invoice !== undefined);
  const kind = hasInvoice && random.chance(INVOICES_PAID) ? 'invoice in the chat' : random.weighted(KINDS);
  const action = ACTS[kind](scene);
  const repeat = random.chance(0.06) ? 2 + random.below(3) : 1;
  return { kind, action, repeat, twice: 'pressData' in action && random.chance(0.1) };
}

/** As long as an invoice stands on the screen, paid or not. */
const INVOICES_PAID = 0.25;

/** Newer ones have seats and lines that move. */
const FRESH_COURSES = 10;

const ACTS: Record<Kind, (scene: Scene) => Action> = {
  'go on': wanted,
  'button seldom pressed': seldomPressed,
  'button of any message': anyButton,
  'course by link': ({ random, courses }) => ({ text: `/start course_${random.pick(courses)}` }),
  'menu key': ({ random }) => ({ text: menuKey(random) }),
  command: ({ random }) => ({ text: command(random) }),
  'invoice in the chat': ({ items, random }) => ({
    pay: true,
    messageId: random.pick(items.filter(({ invoice }) => invoice !== undefined)).messageId,
  }),
};
