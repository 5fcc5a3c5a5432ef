/** Listens to the sandbox's live updates. The browser connects again by itself when they are interrupted. */

/** @param {import('./world.js').World} world */
export function listen(world) {
  const source = new EventSource('/sandbox/events');
  source.addEventListener('open', () => world.connected.emit(true));
  source.addEventListener('error', () => world.connected.emit(false));
  source.addEventListener('message', (message) => world.happened.emit(JSON.parse(message.data)));
}
