/** What becomes of a link that somebody presses: a chat with the bot, a page of this sandbox, or the outside. */

/**
 * @typedef {{ kind: 'start', platform: import('./types.ts').Platform, payload: string }
 *   | { kind: 'here', url: string }
 *   | { kind: 'outside', url: string }} Destination
 */

const MESSENGER_HOSTS = { 't.me': 'telegram', 'telegram.me': 'telegram', 'ble.ir': 'bale' };
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * @param {string} address
 * @param {Location | URL} page where the page itself was opened
 * @returns {Destination | null} null for what is no web link at all
 */
export function destination(address, page = window.location) {
  const url = URL.parse(address, page.href);
  if (!url) return null;
  const platform = url.protocol === 'tg:' ? 'telegram' : messengerOf(url);
  if (platform) return { kind: 'start', platform, payload: url.searchParams.get('start') ?? '' };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (url.origin === page.origin) return { kind: 'here', url: url.href };
  if (LOOPBACK.has(url.hostname) && LOOPBACK.has(page.hostname) && url.port === page.port) {
    // The same server under its other name: stay on ours, so that the page may look into its own frame.
    return { kind: 'here', url: new URL(url.pathname + url.search + url.hash, page.origin).href };
  }
  return { kind: 'outside', url: url.href };
}

/**
 * @param {URL} url
 * @returns {import('./types.ts').Platform | null}
 */
function messengerOf(url) {
  const host = /** @type {keyof typeof MESSENGER_HOSTS} */ (url.hostname.replace(/^www\./, ''));
  return /** @type {import('./types.ts').Platform | undefined} */ (MESSENGER_HOSTS[host]) ?? null;
}
