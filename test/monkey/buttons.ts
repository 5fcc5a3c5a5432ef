/** The buttons of a chat, and which of them to press. */
import type { ChatItem } from '../../sandbox/bot-api/chat-item.ts';
import type { Action, Scene } from './scene.ts';
import { kindOfTap } from './tap-kinds.ts';

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
export const START: Action = { text: '/start' };

/** The first such button of the latest message that has one. */
export const latestButton = (scene: Scene, data: string): Action => buttonsOfLatest(scene, data)[0] ?? START;

export function oneOfLatest(scene: Scene, data: string): Action {
  const buttons = buttonsOfLatest(scene, data);
  return buttons.length > 0 ? scene.random.pick(buttons) : START;
}

export const hasButton = (scene: Scene, data: string) => buttonsOfLatest(scene, data).length > 0;

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

export const hasNewButton = (scene: Scene) => timesOfLeast(scene) < OFTEN_ENOUGH;
const lastOffered = ({ items }: Scene) => offered(items.slice(-20));
const timesOf = ({ pressed }: Scene, { pressData }: Press) => pressed.get(kindOfTap(pressData) ?? '') ?? 0;
const timesOfLeast = (scene: Scene) =>
  Math.min(...lastOffered(scene).map((button) => timesOf(scene, button)));
