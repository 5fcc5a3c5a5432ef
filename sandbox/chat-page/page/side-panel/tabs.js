/** Tabs as the ARIA practices describe them: arrow keys move, only the chosen tab is in the tab order. */
import { count } from '../dates.js';
import { byId } from '../element.js';

/**
 * @param {HTMLElement} list holds buttons `id="tab-NAME"`, each for a panel `id="panel-NAME"`
 * @param {{ onNews: (total: number) => void }} deps told whenever the number of unseen things changes
 */
export function createTabs(list, { onNews }) {
  const tabs = /** @type {HTMLElement[]} */ ([...list.querySelectorAll('[role=tab]')]);
  /** @type {Map<string, number>} */
  const unseen = new Map();

  /** @param {HTMLElement} chosen */
  function choose(chosen) {
    for (const tab of tabs) {
      tab.setAttribute('aria-selected', String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
      byId(`panel-${nameOf(tab)}`).hidden = tab !== chosen;
    }
    setNews(nameOf(chosen), 0);
  }

  /**
   * @param {string} name
   * @param {number} news
   */
  function setNews(name, news) {
    unseen.set(name, news);
    const badge = byId(`tab-${name}`).querySelector('.badge');
    if (badge instanceof HTMLElement) {
      badge.hidden = news === 0;
      badge.textContent = count(news);
    }
    onNews([...unseen.values()].reduce((total, one) => total + one, 0));
  }

  list.addEventListener('click', (event) => {
    const tab = /** @type {Element} */ (event.target).closest('[role=tab]');
    if (tab instanceof HTMLElement) choose(tab);
  });
  list.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: 1, ArrowRight: -1 }[event.key];
    if (!step) return;
    const now = tabs.findIndex((tab) => tab.getAttribute('aria-selected') === 'true');
    const next = tabs[(now + step + tabs.length) % tabs.length];
    if (!next) return;
    choose(next);
    next.focus();
  });

  return {
    /** One more thing to see in this tab, unless it is open. @param {string} name */
    news(name) {
      const seen = byId(`tab-${name}`).getAttribute('aria-selected') === 'true' && isOnScreen(list);
      if (!seen) setNews(name, (unseen.get(name) ?? 0) + 1);
    },
  };
}

/** @param {HTMLElement} tab */
const nameOf = (tab) => tab.id.replace('tab-', '');

/** @param {HTMLElement} list a pane that a narrow screen does not show has no size */
const isOnScreen = (list) => list.offsetParent !== null;
