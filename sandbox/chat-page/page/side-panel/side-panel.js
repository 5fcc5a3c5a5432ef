/** The tabs beside the chat: the person's phone and e-inbox, the payments, and the switches of the world. */
import { count } from '../dates.js';
import { byId } from '../element.js';
import { attempt } from '../notices.js';
import { createBotTab } from './bot.js';
import { createKarpooshe } from './karpooshe.js';
import { createPayments } from './payments.js';
import { createPhone } from './phone.js';
import { createSystems } from './systems.js';
import { createTabs } from './tabs.js';

/**
 * @param {import('../world.js').World} world
 * @param {{ follow: (address: string) => void }} deps
 */
export function createSidePanel(world, { follow }) {
  const tabs = createTabs(byId('tabs'), { onNews: showNews });
  const parts = [
    createPhone(world, { news: () => tabs.news('phone') }),
    createKarpooshe(world, { news: () => tabs.news('karpooshe') }),
    createPayments(world),
    createSystems(world),
    createBotTab(world),
  ];

  world.connected.on((connected) => {
    if (!connected) return;
    for (const part of parts) void attempt(part.load);
  });
  byId('side').addEventListener('click', (event) => {
    const link = /** @type {Element} */ (event.target).closest('a[href]');
    if (!(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    follow(link.href);
  });
}

/** @param {number} news */
function showNews(news) {
  const badge = byId('pane-badge-side');
  badge.hidden = news === 0;
  badge.textContent = count(news);
}
