/** Telegram's `parse_mode: MarkdownV2` and the older `Markdown`, which has no nesting and fewer marks. */
import { badRequest } from '../errors.ts';
import { type Entity, type EntityType, type FormattedText, inOrder } from './formatted-text.ts';
import { isLinkable } from './parse-html.ts';

interface Mark {
  type: EntityType;
  mark: string;
  /** Name in error messages. */
  name: string;
}

/** Longer marks first: `__` must not be read as two `_`. */
const V2_MARKS: Mark[] = [
  { type: 'pre', mark: '```', name: 'Pre' },
  { type: 'underline', mark: '__', name: 'Underline' },
  { type: 'spoiler', mark: '||', name: 'Spoiler' },
  { type: 'bold', mark: '*', name: 'Bold' },
  { type: 'italic', mark: '_', name: 'Italic' },
  { type: 'strikethrough', mark: '~', name: 'Strikethrough' },
  { type: 'code', mark: '`', name: 'Code' },
];

const V2_RESERVED = new Set('_*[]()~`>#+-=|{}.!');
const LEGACY_ESCAPABLE = new Set('_*`[');

interface Open {
  type: EntityType;
  name: string;
  /** What closes it. */
  mark: string;
  offset: number;
  at: number;
}

export function parseMarkdownV2(source: string): FormattedText {
  const open: Open[] = [];
  const entities: Entity[] = [];
  let text = '';
  let at = 0;

  const close = (opened: Open, extra: Partial<Entity> = {}) => {
    entities.push({
      type: opened.type,
      offset: opened.offset,
      length: text.length - opened.offset,
      ...extra,
    });
  };

  while (at < source.length) {
    const character = source[at] ?? '';
    const inner = open.at(-1);
    const verbatim = inner?.type === 'code' || inner?.type === 'pre';
    if (character === '\\' && at + 1 < source.length && source.charCodeAt(at + 1) < 127) {
      text += source[at + 1];
      at += 2;
    } else if (inner && source.startsWith(inner.mark, at)) {
      open.pop();
      at += inner.mark.length;
      if (inner.type === 'text_link') {
        const { url, next } = readAddress(source, at);
        if (isLinkable(url)) close(inner, { url });
        at = next;
      } else {
        close(inner);
        // A quotation ends with its line; the line break itself stays in the text.
        if (inner.type === 'blockquote') text += '\n';
      }
    } else if (verbatim || !V2_RESERVED.has(character)) {
      text += character;
      at += 1;
    } else {
      const opened = openAt(source, at, text.length);
      if (!opened) {
        throw cannotParse(`Character '${character}' is reserved and must be escaped with the preceding '\\'`);
      }
      open.push(opened.open);
      at = opened.next;
    }
  }
  const left = open.findLast((opened) => opened.type !== 'blockquote');
  if (left) {
    throw cannotParse(`Can't find end of ${left.name} entity at byte offset ${bytes(source, left.at)}`);
  }
  for (const quotation of open) close(quotation);
  return { text, entities: inOrder(entities) };
}

function openAt(source: string, at: number, offset: number): { open: Open; next: number } | null {
  if (source[at] === '[') {
    return { open: { type: 'text_link', name: 'TextUrl', mark: ']', offset, at }, next: at + 1 };
  }
  if (source[at] === '>' && (at === 0 || source[at - 1] === '\n')) {
    return { open: { type: 'blockquote', name: 'BlockQuote', mark: '\n', offset, at }, next: at + 1 };
  }
  const known = V2_MARKS.find(({ mark }) => source.startsWith(mark, at));
  if (!known) return null;
  let next = at + known.mark.length;
  // The first line of a block may name its language; it is not shown.
  if (known.type === 'pre') next += /^[a-zA-Z0-9+#-]*\n/.exec(source.slice(next))?.[0].length ?? 0;
  return { open: { ...known, offset, at }, next };
}

/** The `(address)` after `[label]`; without it there is no link. */
function readAddress(source: string, at: number): { url: string; next: number } {
  const match = /^\(((?:\\.|[^\\)])*)\)/.exec(source.slice(at));
  if (!match) return { url: '', next: at };
  return { url: (match[1] ?? '').replace(/\\(.)/g, '$1'), next: at + match[0].length };
}

export function parseLegacyMarkdown(source: string): FormattedText {
  const entities: Entity[] = [];
  let text = '';
  let at = 0;
  while (at < source.length) {
    const character = source[at] ?? '';
    if (character === '\\' && LEGACY_ESCAPABLE.has(source[at + 1] ?? '')) {
      text += source[at + 1];
      at += 2;
      continue;
    }
    const found = LEGACY_ESCAPABLE.has(character) ? legacyEntity(source, at) : null;
    if (found) {
      if (found.entity) entities.push({ ...found.entity, offset: text.length, length: found.content.length });
      text += found.content;
      at = found.next;
    } else {
      text += character;
      at += 1;
    }
  }
  return { text, entities: inOrder(entities) };
}

function legacyEntity(source: string, at: number) {
  const mark = source.startsWith('```', at) ? '```' : (source[at] ?? '');
  const closing = mark === '[' ? ']' : mark;
  const end = source.indexOf(closing, at + mark.length);
  if (end === -1) {
    throw cannotParse(`Can't find end of the entity starting at byte offset ${bytes(source, at)}`);
  }
  const content = source.slice(at + mark.length, end);
  const next = end + closing.length;
  if (mark !== '[') return { entity: { type: LEGACY_TYPES[mark] ?? 'code' }, content, next };
  const { url, next: afterAddress } = readAddress(source, next);
  return {
    entity: isLinkable(url) ? { type: 'text_link' as const, url } : null,
    content,
    next: afterAddress,
  };
}

const LEGACY_TYPES: Record<string, EntityType> = { '*': 'bold', _: 'italic', '`': 'code', '```': 'pre' };

const bytes = (source: string, at: number) => Buffer.byteLength(source.slice(0, at));

const cannotParse = (reason: string) => badRequest(`can't parse entities: ${reason}`);
