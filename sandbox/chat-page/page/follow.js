/** Goes where a link leads, and keeps the open chat in the page's own address (`?chat=telegram:1001&start=…`). */
import { destination } from './links.js';

/**
 * @typedef {import('./world.js').World} World
 * @typedef {import('./types.ts').Platform} Platform
 */

/**
 * @param {World} world
 * @param {{ visit: (url: string) => void, offerStart: () => void }} deps
 * @returns {(address: string) => void}
 */
export function createFollow(world, { visit, offerStart }) {
  return (address) => {
    const goal = destination(address);
    if (goal?.kind === 'start') startIn(world, goal.platform, goal.payload, offerStart);
    else if (goal?.kind === 'here') visit(goal.url);
    else if (goal) window.open(goal.url, '_blank', 'noopener,noreferrer');
  };
}

/**
 * The same person's chat in the messenger of the link, or the open one where they have no account in the other.
 * @param {World} world
 * @param {Platform} platform
 * @param {string} payload
 * @param {() => void} offerStart
 */
function startIn(world, platform, payload, offerStart) {
  if (!world.current) return;
  const account = world.current.person?.accounts[platform];
  const chat = account ? world.chat(platform, account.userId) : world.current;
  if (payload) chat.startPayload = payload;
  if (chat !== world.current) world.open(chat);
  offerStart();
}

/**
 * The chat that the page's address names, with what its start button will carry.
 * @param {World} world
 */
export function chatOfAddress(world) {
  const asked = new URLSearchParams(window.location.search);
  const [platform, userId] = (asked.get('chat') ?? '').split(':');
  if ((platform !== 'telegram' && platform !== 'bale') || !/^\d{1,16}$/.test(userId ?? '')) return null;
  const chat = world.chat(platform, userId ?? '');
  const payload = asked.get('start');
  if (payload) chat.startPayload = payload;
  return chat;
}

/** @param {World} world */
export function rememberInAddress(world) {
  world.opened.on((chat) => history.replaceState(null, '', `/?chat=${chat.key}`));
}
