/** Building the page's elements without ever parsing a string as HTML. */

/**
 * @typedef {Record<string, string | number | boolean | undefined | null | ((event: any) => unknown)>} Attributes
 *   `onclick: f` listens; `true` is an attribute without a value; `false`, `null` and `undefined` leave it out.
 * @typedef {Node | string | number | false | null | undefined} Child
 */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name.slice('on'.length), value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  for (const child of children) {
    if (child instanceof Node) made.append(child);
    else if (child !== false && child !== null && child !== undefined) made.append(String(child));
  }
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/**
 * One of the drawings that index.html holds as `<symbol id="icon-…">`.
 * @param {string} name
 * @returns {SVGElement}
 */
export function icon(name) {
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('class', 'icon');
  drawing.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#icon-${name}`);
  drawing.append(use);
  return drawing;
}

/**
 * The element that index.html promises under this id.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no element with id "${id}"`);
  return found;
}

/**
 * Makes `wanted` the children of `parent` and touches only what differs, so that focus, scrolling and screen readers
 * notice nothing but the change.
 * @param {Element} parent
 * @param {Element[]} wanted
 */
export function syncChildren(parent, wanted) {
  const kept = new Set(wanted);
  for (const child of [...parent.children]) if (!kept.has(child)) child.remove();
  for (const [index, child] of wanted.entries()) {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  }
}
