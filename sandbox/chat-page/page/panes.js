/** On a narrow screen one pane is shown at a time; the bar at the bottom changes between them. */
import { byId } from './element.js';

/** @typedef {'people' | 'chat' | 'side'} Pane */

const PANES = /** @type {Pane[]} */ (['people', 'chat', 'side']);

/** @param {import('./world.js').World} world */
export function createPanes(world) {
  /** @param {Pane} pane */
  function show(pane) {
    document.body.dataset.pane = pane;
    for (const name of PANES) {
      const button = byId(`pane-${name}`);
      if (name === pane) button.setAttribute('aria-current', 'page');
      else button.removeAttribute('aria-current');
    }
  }

  for (const pane of PANES) byId(`pane-${pane}`).addEventListener('click', () => show(pane));
  byId('chat-back').addEventListener('click', () => show('people'));
  world.opened.on(() => show('chat'));
  show('people');
  return { show };
}
