/** What somebody does in a chat: often what the open question wants, often anything else. */
import type { ChatItem } from '../../sandbox/bot-api/chat-item.ts';
import { anyButton, hasNewButton, START, seldomPressed } from './buttons.ts';
import { forgedTap } from './forged-taps.ts';
import { command, menuKey, oddText } from './odd-texts.ts';
import type { Actor } from './people.ts';
import type { Random } from './random.ts';
import type { Action, Scene } from './scene.ts';
import { wanted } from './wanted.ts';

const KINDS = {
  'what is wanted': 42,
  text: 10,
  command: 5,
  'menu key': 6,
  'button of any message': 12,
  'button seldom pressed': 9,
  'forged button': 5,
  medium: 7,
  contact: 3,
  edit: 3,
  forward: 2,
  pin: 1,
} as const;

export type Kind = keyof typeof KINDS;

export function chooseAct(scene: Scene): { kind: Kind; action: Action } {
  const kind = chooseKind(scene);
  const action = ACTS[kind](scene);
  // The messenger delivers one in twenty more than once.
  return { kind, action: scene.random.chance(0.05) ? { ...action, repeat: 3 } : action };
}

function chooseKind(scene: Scene): Kind {
  const { place, random } = scene;
  if (hasNewButton(scene) && random.chance(0.4)) return 'button seldom pressed';
  // Few come here, and whoever does is to come on.
  if (/^(enrol-trainee|introduce|staff-deed):/.test(place.name) && random.chance(0.5))
    return 'what is wanted';
  return random.weighted(KINDS);
}

const ACTS: Record<Kind, (scene: Scene) => Action> = {
  'what is wanted': wanted,
  text: ({ random }) => ({ text: oddText(random) }),
  command: ({ random }) => ({ text: command(random) }),
  'menu key': ({ random }) => ({ text: menuKey(random) }),
  'button of any message': anyButton,
  'button seldom pressed': seldomPressed,
  'forged button': forgedButton,
  medium: ({ random, actor }) => medium(random, actor),
  contact: anyContact,
  edit: anyEdit,
  forward: ({ random, actor }) => ({
    forward: { text: random.pick([actor.nationalCode, oddText(random).slice(0, LONGEST_TEXT)]) },
  }),
  pin: ({ items, random }) => ({ pin: anyMessageId(items, random) }),
};

/** Of one message. */
const LONGEST_TEXT = 4_096;

function forgedButton({ items, random }: Scene): Action {
  if (items.length === 0) return START;
  const messageId = random.chance(0.5) && { messageId: anyMessageId(items, random) };
  return { pressData: forgedTap(random), ...messageId };
}

const NO_MESSAGE = 999_999_999;

function anyMessageId(items: readonly ChatItem[], random: Random): number {
  return items.length === 0 || random.chance(0.1) ? NO_MESSAGE : random.pick(items).messageId;
}

function medium(random: Random, { nationalCode }: Actor): Action {
  const caption = random.pick(['سلام', nationalCode, '/cancel']);
  return random.pick([
    ...['sticker', 'voice', 'videoNote', 'location', 'poll', 'album', 'video'].map((kind) => ({
      [kind]: true,
    })),
    { photo: { caption } },
    { document: { caption } },
  ]);
}

function anyContact({ actor, platform, random }: Scene): Action {
  const card = { phoneNumber: actor.mobile, firstName: 'کارت' };
  return random.pick([
    { contact: true },
    { contact: card },
    { contact: { ...card, phoneNumber: '+4915112345678', userId: actor.userId[platform] } },
    { contact: { ...card, phoneNumber: '09121111111', userId: 4_711 } },
    { forward: { contact: { ...card, userId: actor.userId[platform] } } },
  ]);
}

function anyEdit({ items, random, actor }: Scene): Action {
  const own = items.filter(({ from, text }) => from === 'person' && text !== '');
  const messageId = own.length === 0 ? NO_MESSAGE : random.pick(own).messageId;
  return { edit: { messageId, text: random.pick(['/cancel', actor.nationalCode, 'چیز دیگر']) } };
}
