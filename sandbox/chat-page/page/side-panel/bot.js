/** The bot's own process: whether it runs, and two ways to end it. */
import { appState, endApp } from '../api.js';
import { count, persianDigits, timeOfDay } from '../dates.js';
import { byId, element } from '../element.js';
import { attempt } from '../notices.js';

/**
 * @typedef {import('../types.ts').AppState} AppState
 */

/** @type {Record<AppState['state'], string>} */
const STATES = { ready: 'در حال کار', starting: 'در حال راه‌اندازی', stopped: 'ایستاده' };

/** How many of the last events the diary keeps. */
const DIARY_LENGTH = 30;

/** @param {import('../world.js').World} world */
export function createBotTab(world) {
  const diary = byId('bot-diary');

  /** @param {AppState['state']} state */
  function showState(state) {
    byId('bot-state').dataset.state = state;
    byId('bot-state-text').textContent = STATES[state] ?? state;
    byId('chat-status').textContent = state === 'ready' ? 'ربات' : `ربات — ${STATES[state] ?? state}`;
  }

  async function load() {
    const { state, pid, restarts } = await appState();
    showState(state);
    byId('bot-pid').textContent = persianDigits(pid ?? '—');
    byId('bot-restarts').textContent = count(restarts);
  }

  /** @param {string} text */
  function note(text) {
    const now = new Date();
    diary.prepend(
      element(
        'li',
        {},
        element('time', { datetime: now.toISOString() }, timeOfDay(now)),
        element('span', {}, text),
      ),
    );
    while (diary.children.length > DIARY_LENGTH) diary.lastElementChild?.remove();
  }

  world.happened.on((event) => {
    if (event.type !== 'app') return;
    showState(event.state);
    note(`ربات: ${STATES[event.state] ?? event.state}`);
    void attempt(load);
  });
  byId('bot-kill').addEventListener('click', () => {
    note('ربات ناگهان از کار انداخته شد');
    void attempt(() => endApp('SIGKILL'));
  });
  byId('bot-stop').addEventListener('click', () => {
    note('از ربات خواسته شد که بایستد');
    void attempt(() => endApp('SIGTERM'));
  });

  return { load };
}
