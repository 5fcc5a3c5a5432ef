/** What somebody does in a chat: often what the open question wants, often anything else. */
import type { Platform } from '../../config.ts';
import type { ChatItem } from '../../sandbox/bot-api/chat-item.ts';
import { loadTexts } from '../../texts/texts.ts';
import { inScript } from '../support/scripts.ts';
import { forgedTap } from './forged-taps.ts';
import { command, menuKey, oddText } from './odd-texts.ts';
import type { Actor, Papers } from './people.ts';
import type { Place } from './place.ts';
import type { Random } from './random.ts';
import { kindOfTap } from './tap-kinds.ts';

/** As the control API takes it. */
export type Action = Record<string, unknown>;

/** What is known to who decides what to do. */
export interface Scene {
  actor: Actor;
  /** All who chat, among whom portal users find their trainees. */
  actors: readonly Actor[];
  platform: Platform;
  place: Place;
  /** The chat as it is on the screen, oldest first. */
  items: readonly ChatItem[];
  /** Codes of courses to choose from. */
  courses: readonly string[];
  /** Papers of a trainee who has no chat. */
  stranger(): Papers;
  /** What the last SMS to this number says. */
  lastSmsTo(mobile: string): string | undefined;
  /** A gateway's file of a day, as text. */
  statement(): string;
  /** How often a button of each kind was pressed so far. */
  pressed: ReadonlyMap<string, number>;
  random: Random;
}

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

/** What the open question or card waits for. */
export function wanted(scene: Scene): Action {
  const { actor, place, items, courses, random } = scene;
  const link = { text: `/start course_${random.pick(courses)}` };
  switch (place.asked) {
    case 'mobile':
      if (hasButton(scene, 'text-me') && random.chance(0.6)) return latestButton(scene, 'text-me');
      if (random.chance(0.3)) return CANNOT_SHARE;
      // A button from before they were somebody else's phone leads to the other form.
      return random.chance(0.8) ? { contact: true } : { pressData: 'topup' };
    case 'texted-mobile':
      return { text: inScript(actor.mobile, random.pick(['latin', 'persian'])) };
    case 'mobile-code':
      return random.chance(0.3)
        ? latestButton(scene, 'code-again')
        : { text: inScript(codeRead(scene), random.pick(['latin', 'persian'])) };
    case 'national-code':
      return { text: spelled(actor.nationalCode, random) };
    case 'course':
      return random.chance(0.8) ? latestButton(scene, 'course:') : { text: 'جوشکاری' };
    case 'trainee-code':
      actor.trainee = traineeOf(scene);
      return { text: spelled(actor.trainee.nationalCode, random) };
    case 'trainee-mobile':
      return traineeMobile(scene);
    case 'trainee-course':
      return random.chance(0.8) ? oneOfLatest(scene, 't-course:') : { text: 'جوشکاری' };
    case 'whose-wallet':
      return oneOfLatest(scene, 'whose:');
    case 'trainee-wallet':
      if (hasButton(scene, 't-wallet:') && random.chance(0.6)) return latestButton(scene, 't-wallet:');
      return { text: spelled((actor.trainee ?? traineeOf(scene)).nationalCode, random) };
    case 'payer':
      return oneOfLatest(scene, 'payer:');
    case 'confirm':
      return latestButton(scene, 'ok:');
    case 'line':
      return latestButton(scene, 'line:');
    case 'right-code':
      return { text: spelled(traineeOf(scene).nationalCode, random) };
    case 'statement-upload':
      return { document: { fileName: 'day.csv', base64: Buffer.from(scene.statement()).toString('base64') } };
    case 'reason':
      if (hasButton(scene, 'reason:') && random.chance(0.6)) return oneOfLatest(scene, 'reason:');
      return { text: random.pick(['مدرک دیده شد', 'شماره پیگیری بانک ۱۲۳۴', 'x', actor.nationalCode]) };
    case 'payment':
      return payment(scene);
    case 'amount':
      return random.pick<Action>([
        latestButton(scene, 'amount:'),
        { text: inScript(random.pick(['750000', '20000', '5000', '2000000000']), 'persian') },
      ]);
    default:
      return random.pick<Action>([
        ...[link, { text: '/start' }, { text: menuKey(random) }],
        // In an empty chat there is nothing to press.
        ...(items.length > 0 ? [{ pressData: 'topup' }, { pressData: 'here' }] : []),
        // Only a portal user is offered these.
        ...(hasButton(scene, 'trainee')
          ? [...Array<Action>(4).fill(latestButton(scene, 'trainee')), { text: WALLET_KEY }]
          : []),
        ...(hasButton(scene, PORTAL_STATEMENT) ? [latestButton(scene, PORTAL_STATEMENT)] : []),
        ...(actor.isStaff ? Array<Action>(6).fill(deskWork(scene)) : [{ text: '/privacy' }]),
        ...(hasButton(scene, 'delete-ask') ? [latestButton(scene, 'delete-ask')] : []),
      ]);
  }
}

/** What the key below the question about the mobile says. */
const CANNOT_SHARE: Action = { text: loadTexts().fa.plain('key-cannot-share') };

/** Off the phone; anything where no SMS came. */
const codeRead = ({ lastSmsTo, actor }: Scene): string =>
  /\d{6}/.exec(lastSmsTo(actor.mobile) ?? '')?.[0] ?? '123456';

const WALLET_KEY = loadTexts().fa.plain('key-wallet');
const PORTAL_STATEMENT = 'statement:portal-user';

/** On with what is open on the desk, the rarest first; or something else of it. */
function deskWork(scene: Scene): Action {
  const { random } = scene;
  const offers = ['correct:', 'pb-do:', 'close-case:', 'case:', 'cases:'];
  const open = offers.find((data) => hasButton(scene, data));
  if (open && random.chance(0.7)) return oneOfLatest(scene, open);
  return { text: random.pick(['/cases', '/cases', '/systems', '/statements']) };
}

function payment(scene: Scene): Action {
  if (hasButton(scene, 'in-chat:') && scene.random.chance(0.4)) {
    return scene.items.some(({ invoice }) => invoice) ? { pay: true } : latestButton(scene, 'in-chat:');
  }
  return latestButton(scene, scene.random.pick(['gap:', 'gap:', 'payer:', 'paid']));
}

/** Whom a portal user may want to register: somebody who chats, or a trainee without a chat. */
function traineeOf({ actors, stranger, random }: Scene): Papers {
  if (random.chance(0.3)) return stranger();
  const { nationalCode, mobile } = random.pick(actors);
  return { nationalCode, mobile: random.chance(0.9) ? mobile : '09121111111' };
}

/** Of whom the code was typed; a target group where one is offered. */
function traineeMobile(scene: Scene): Action {
  const { actor, random } = scene;
  if (hasButton(scene, 'exempt:') && random.chance(0.3)) return oneOfLatest(scene, 'exempt:');
  return { text: inScript(actor.trainee?.mobile ?? '09121111111', random.pick(['latin', 'persian'])) };
}

function spelled(code: string, random: Random): string {
  const script = random.pick(['latin', 'persian', 'arabic'] as const);
  return inScript(code, script).replace(
    /(.{3})(.{6})/,
    random.pick(['$1$2', '$1-$2-', '$1 $2 ', '\u200f$1$2']),
  );
}

interface Press {
  [name: string]: unknown;
  pressData: string;
  messageId: number;
}

/** Every button of the chat, oldest first. */
function offered(items: readonly ChatItem[]): Press[] {
  return items.flatMap(({ buttons = [], messageId }) =>
    buttons.flat().flatMap(({ data }) => (data === undefined ? [] : [{ pressData: data, messageId }])),
  );
}

/** In an empty chat the messenger has only its own button, which says this. */
const START: Action = { text: '/start' };

/** The first such button of the latest message that has one. */
const latestButton = (scene: Scene, data: string): Action => buttonsOfLatest(scene, data)[0] ?? START;

function oneOfLatest(scene: Scene, data: string): Action {
  const buttons = buttonsOfLatest(scene, data);
  return buttons.length > 0 ? scene.random.pick(buttons) : START;
}

const hasButton = (scene: Scene, data: string) => buttonsOfLatest(scene, data).length > 0;

function buttonsOfLatest({ items }: Scene, data: string): Press[] {
  const such = offered(items).filter(({ pressData }) => pressData.startsWith(data));
  return such.filter(({ messageId }) => messageId === such.at(-1)?.messageId);
}

export function anyButton({ items, random }: Scene): Action {
  const buttons = offered(items);
  if (buttons.length === 0) return START;
  return random.pick(random.chance(0.5) ? buttons.slice(-12) : buttons);
}

/** Of the last messages: what nobody has pressed, or few have, is what is to be tried. */
export function seldomPressed(scene: Scene): Action {
  const least = timesOfLeast(scene);
  const seldom = lastOffered(scene).filter((button) => timesOf(scene, button) === least);
  return seldom.length > 0 ? scene.random.pick(seldom) : START;
}

/** So often at least each kind is to be pressed. */
const OFTEN_ENOUGH = 6;

const hasNewButton = (scene: Scene) => timesOfLeast(scene) < OFTEN_ENOUGH;
const lastOffered = ({ items }: Scene) => offered(items.slice(-20));
const timesOf = ({ pressed }: Scene, { pressData }: Press) => pressed.get(kindOfTap(pressData) ?? '') ?? 0;
const timesOfLeast = (scene: Scene) =>
  Math.min(...lastOffered(scene).map((button) => timesOf(scene, button)));

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
