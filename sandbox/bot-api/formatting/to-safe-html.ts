/**
 * The text as a page may show it. Everything is escaped; tags are written from the entities alone, so whatever a bot
 * sends, no other tag, attribute or address scheme can come out.
 */
import type { Entity, EntityType, FormattedText } from './formatted-text.ts';

const TAGS: Partial<Record<EntityType, string>> = {
  bold: 'b',
  italic: 'i',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
};

const SAFE_ADDRESS = /^(https?:\/\/|tg:|mailto:|tel:)/i;

interface Rendered {
  end: number;
  opening: string;
  closing: string;
}

export function toSafeHtml({ text, entities: given }: FormattedText): string {
  const entities = given.filter(({ length }) => length > 0);
  const open: Rendered[] = [];
  let html = '';
  for (const [from, to] of pieces(text, entities)) {
    // Entities of a bot may overlap crosswise; HTML may not: close down to the outermost that ends, reopen the rest.
    const ended = open.findIndex((entity) => entity.end <= from);
    if (ended !== -1) {
      const closed = open.splice(ended);
      html += closed
        .map((entity) => entity.closing)
        .reverse()
        .join('');
      for (const entity of closed.filter((entity) => entity.end > from)) html += reopen(open, entity);
    }
    for (const entity of entities.filter((entity) => entity.offset === from)) {
      const rendered = render(entity, text);
      if (rendered) html += reopen(open, rendered);
    }
    html += escapeHtml(text.slice(from, to));
  }
  return (
    html +
    open
      .map((entity) => entity.closing)
      .reverse()
      .join('')
  );
}

/** The text cut wherever an entity begins or ends. */
function pieces(text: string, entities: Entity[]): [number, number][] {
  const cuts = new Set([0, text.length]);
  for (const { offset, length } of entities) {
    cuts.add(Math.min(offset, text.length));
    cuts.add(Math.min(offset + length, text.length));
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, index) => [from, sorted[index + 1] ?? text.length]);
}

function reopen(open: Rendered[], entity: Rendered): string {
  open.push(entity);
  return entity.opening;
}

function render(entity: Entity, text: string): Rendered | null {
  const end = entity.offset + entity.length;
  const tag = TAGS[entity.type];
  if (tag) return { end, opening: `<${tag}>`, closing: `</${tag}>` };
  if (entity.type === 'spoiler') return { end, opening: '<span class="spoiler">', closing: '</span>' };
  const address = addressOf(entity, text);
  if (!address) return null;
  return { end, opening: `<a href="${escapeHtml(address)}">`, closing: '</a>' };
}

function addressOf(entity: Entity, text: string): string | null {
  if (entity.type !== 'text_link' && entity.type !== 'url') return null;
  const address = entity.url ?? text.slice(entity.offset, entity.offset + entity.length);
  if (SAFE_ADDRESS.test(address)) return address;
  // `example.ir/page` is a link too, but `javascript:…` must never become one.
  return address.includes(':') ? null : `https://${address}`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
