/** Telegram's `parse_mode: HTML`, with its own words for what is wrong. Offsets in errors count bytes of UTF-8. */
import { badRequest } from '../errors.ts';
import { type Entity, type EntityType, type FormattedText, inOrder } from './formatted-text.ts';

const TAG_TYPES = new Map<string, EntityType>([
  ['b', 'bold'],
  ['strong', 'bold'],
  ['i', 'italic'],
  ['em', 'italic'],
  ['u', 'underline'],
  ['ins', 'underline'],
  ['s', 'strikethrough'],
  ['strike', 'strikethrough'],
  ['del', 'strikethrough'],
  ['tg-spoiler', 'spoiler'],
  ['span', 'spoiler'],
  ['tg-emoji', 'custom_emoji'],
  ['tg-time', 'date_time'],
  ['a', 'text_link'],
  ['code', 'code'],
  ['pre', 'pre'],
  ['blockquote', 'blockquote'],
]);

interface Tag {
  name: string;
  attributes: Map<string, string>;
  /** Where the tag begins in the source. */
  at: number;
}

interface OpenTag extends Tag {
  /** Where its content begins in the plain text. */
  offset: number;
}

export function parseHtml(source: string): FormattedText {
  const open: OpenTag[] = [];
  const entities: Entity[] = [];
  let text = '';
  let at = 0;
  while (at < source.length) {
    const bracket = source.indexOf('<', at);
    const end = bracket === -1 ? source.length : bracket;
    text += decodeReferences(source.slice(at, end));
    if (bracket === -1) break;
    if (source[bracket + 1] === '/') {
      const { tag, next } = readEndTag(source, bracket, open.pop());
      closeTag(tag, text, entities);
      at = next;
    } else {
      const { tag, next } = readStartTag(source, bracket);
      open.push({ ...tag, offset: text.length });
      at = next;
    }
  }
  const left = open.at(-1);
  if (left) throw cannotParse(`Can't find end tag corresponding to start tag "${left.name}"`);
  return { text, entities: inOrder(entities) };
}

function readStartTag(source: string, at: number): { tag: Tag; next: number } {
  const name = (/[^\s>]*/.exec(source.slice(at + 1))?.[0] ?? '').toLowerCase();
  let next = at + 1 + name.length;
  if (next >= source.length) throw cannotParse(`Unclosed start tag at byte offset ${bytes(source, at)}`);
  if (!TAG_TYPES.has(name)) {
    throw cannotParse(`Unsupported start tag "${name}" at byte offset ${bytes(source, at)}`);
  }
  const attributes = new Map<string, string>();
  const attribute = /\s+([^\s=>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/y;
  for (;;) {
    attribute.lastIndex = next;
    const match = attribute.exec(source);
    if (!match) break;
    attributes.set((match[1] ?? '').toLowerCase(), decodeReferences(match[2] ?? match[3] ?? match[4] ?? ''));
    next = attribute.lastIndex;
  }
  while (/\s/.test(source[next] ?? '')) next += 1;
  if (source[next] !== '>') throw cannotParse(`Unclosed start tag at byte offset ${bytes(source, at)}`);
  if (name === 'span' && attributes.get('class') !== 'tg-spoiler') {
    throw cannotParse(`Tag "span" must have class "tg-spoiler" at byte offset ${bytes(source, at)}`);
  }
  return { tag: { name, attributes, at }, next: next + 1 };
}

function readEndTag(source: string, at: number, opened: OpenTag | undefined): { tag: OpenTag; next: number } {
  if (!opened) throw cannotParse(`Unexpected end tag at byte offset ${bytes(source, at)}`);
  const end = source.indexOf('>', at);
  if (end === -1) throw cannotParse(`Unclosed end tag at byte offset ${bytes(source, at)}`);
  const name = source
    .slice(at + 2, end)
    .trim()
    .toLowerCase();
  // An empty end tag closes whatever is open.
  if (name !== '' && name !== opened.name) {
    throw cannotParse(
      `Unmatched end tag at byte offset ${bytes(source, at)}, expected "</${opened.name}>", found "</${name}>"`,
    );
  }
  return { tag: opened, next: end + 1 };
}

function closeTag(tag: OpenTag, text: string, entities: Entity[]): void {
  const type = TAG_TYPES.get(tag.name) ?? 'code';
  const entity: Entity = { type, offset: tag.offset, length: text.length - tag.offset };
  if (type === 'text_link') {
    const url = tag.attributes.get('href') || text.slice(tag.offset);
    // Like the real one: an address that is none leaves plain text, not an error.
    if (isLinkable(url)) entities.push({ ...entity, url });
  } else if (type === 'blockquote' && tag.attributes.has('expandable')) {
    entities.push({ ...entity, type: 'expandable_blockquote' });
  } else if (type === 'code' && tag.attributes.has('class')) {
    entities.push({ ...entity, language: tag.attributes.get('class')?.replace(/^language-/, '') });
  } else if (type === 'pre') {
    entities.push(adoptLanguage(entity, entities));
  } else {
    entities.push(entity);
  }
}

/** `<pre><code class="language-x">` is one block with a language. */
function adoptLanguage(pre: Entity, entities: Entity[]): Entity {
  const inner = entities.at(-1);
  const same = inner?.type === 'code' && inner.offset === pre.offset && inner.length === pre.length;
  if (!same) return pre;
  entities.pop();
  return { ...pre, language: inner.language };
}

/** Would a messenger make a link of this address? */
export function isLinkable(url: string): boolean {
  return /^(https?|tg|ton|mailto|tel):\S+$/i.test(url) || /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(url);
}

const NAMED_REFERENCES = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
]);

/** Only these four names and numbers are known; anything else stays as it is written. */
function decodeReferences(source: string): string {
  return source.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));?/gi, (whole, decimal, hex, name) => {
    if (name) return NAMED_REFERENCES.get(name) ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

const bytes = (source: string, at: number) => Buffer.byteLength(source.slice(0, at));

const cannotParse = (reason: string) => badRequest(`can't parse entities: ${reason}`);
