/** Texts of the bot as elements: a short list of tags is rebuilt, everything else is taken as plain text. */
import { element } from './element.js';

const PLAIN_TAGS = new Set(['B', 'I', 'U', 'S', 'CODE', 'PRE', 'BLOCKQUOTE']);
/** Inside these a link or command is only text. */
const VERBATIM_TAGS = new Set(['A', 'CODE', 'PRE']);

/** A web address, or a command such as /start that stands alone. */
const ADDRESS_OR_COMMAND =
  /https?:\/\/[^\s<>"«»]+[^\s<>"«»().,،؛:!؟]|(?<![\w/.:])\/[a-z][a-z0-9_]{0,31}(?![\w/])/gi;

/**
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function richText(html) {
  // Parsed into a document of its own, in which nothing loads or runs.
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const fragment = document.createDocumentFragment();
  fragment.append(...rebuild(parsed.body, false));
  return fragment;
}

/**
 * A text that has no markup (SMS, e-inbox), with its addresses made pressable.
 * @param {string} text
 * @returns {DocumentFragment}
 */
export function plainText(text) {
  const fragment = document.createDocumentFragment();
  fragment.append(...withLinks(text, false));
  return fragment;
}

/**
 * @param {Node} source
 * @param {boolean} verbatim
 * @returns {Node[]}
 */
function rebuild(source, verbatim) {
  return [...source.childNodes].flatMap((node) => {
    if (node instanceof Text) return verbatim ? [new Text(node.data)] : withLinks(node.data, true);
    if (!(node instanceof HTMLElement)) return [];
    const inside = rebuild(node, verbatim || VERBATIM_TAGS.has(node.tagName));
    const shell = shellFor(node);
    if (!shell) return inside;
    shell.append(...inside);
    return [shell];
  });
}

/**
 * The element that stands for `node`, without any attribute we did not choose; null when its tag is not on the list.
 * @param {HTMLElement} node
 */
function shellFor(node) {
  if (PLAIN_TAGS.has(node.tagName)) return document.createElement(node.tagName);
  if (node.tagName === 'SPAN' && node.className === 'spoiler') {
    return element('span', {
      class: 'spoiler',
      role: 'button',
      tabindex: 0,
      'aria-label': 'نوشتهٔ پنهان؛ برای دیدن فشار دهید',
    });
  }
  if (node.tagName === 'A') return linkTo(node.getAttribute('href') ?? '');
  return null;
}

/** @param {string} address */
function linkTo(address) {
  const safe = /^(https?|tg):\/\//i.test(address);
  return safe
    ? element('a', { href: address, target: '_blank', rel: 'noopener noreferrer', dir: 'auto' })
    : null;
}

/**
 * @param {string} text
 * @param {boolean} commandsToo
 * @returns {Node[]}
 */
function withLinks(text, commandsToo) {
  /** @type {Node[]} */
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(ADDRESS_OR_COMMAND)) {
    const [found] = match;
    const made = found.startsWith('/') ? commandsToo && commandButton(found) : linkTo(found);
    if (!made) continue;
    if (made instanceof HTMLAnchorElement) made.append(found);
    nodes.push(new Text(text.slice(done, match.index)), made);
    done = match.index + found.length;
  }
  nodes.push(new Text(text.slice(done)));
  return nodes;
}

/** @param {string} command */
const commandButton = (command) =>
  element('button', { type: 'button', class: 'command', 'data-command': command, dir: 'ltr' }, command);
