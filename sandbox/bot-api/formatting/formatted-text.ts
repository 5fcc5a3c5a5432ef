/** Text and what is bold, a link, a command … in it. Offsets and lengths count UTF-16 code units, as the Bot API does. */

export const ENTITY_TYPES = [
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'blockquote',
  'expandable_blockquote',
  'code',
  'pre',
  'text_link',
  'text_mention',
  'custom_emoji',
  'mention',
  'hashtag',
  'cashtag',
  'bot_command',
  'url',
  'email',
  'phone_number',
  'date_time',
] as const;

export type EntityType = (typeof ENTITY_TYPES)[number];

export interface Entity {
  type: EntityType;
  offset: number;
  length: number;
  /** Of a `text_link`. */
  url?: string | undefined;
  /** Of a `pre`. */
  language?: string | undefined;
}

export interface FormattedText {
  text: string;
  entities: Entity[];
}

/** Drops empty entities; outer ones first, as the Bot API lists them. */
export function inOrder(entities: Entity[]): Entity[] {
  return entities
    .filter((entity) => entity.length > 0)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
}

/** Cuts the white space at both ends, which no messenger keeps, and moves the entities along. */
export function trimmed({ text, entities }: FormattedText): FormattedText {
  const start = text.length - text.trimStart().length;
  const length = text.trim().length;
  const moved = entities.map((entity) => {
    const from = Math.max(0, entity.offset - start);
    const to = Math.min(length, entity.offset + entity.length - start);
    return { ...entity, offset: from, length: to - from };
  });
  return { text: text.trim(), entities: inOrder(moved) };
}

const DETECTED: [EntityType, RegExp][] = [
  ['url', /\bhttps?:\/\/[^\s<>"'«»]*[^\s<>"'«».,:;!?؟،؛)\]]/gi],
  ['mention', /(?<![\w@])@[a-zA-Z]\w{3,31}\b/g],
  ['bot_command', /(?<![\w/])\/[a-zA-Z0-9_]{1,64}(@\w{3,32})?(?!\w)/g],
  ['hashtag', /(?<![\w#])#[\p{L}\p{N}_\u200c]*\p{L}[\p{L}\p{N}_\u200c]*/gu],
];

const NOTHING_DETECTED_IN = new Set<EntityType>(['code', 'pre', 'text_link', 'text_mention', 'url']);

/** Adds the entities that a messenger finds by itself; `types` are those it looks for. */
export function withDetected(formatted: FormattedText, types: readonly EntityType[]): FormattedText {
  const entities = [...formatted.entities];
  for (const [type, pattern] of DETECTED) {
    if (!types.includes(type)) continue;
    for (const match of formatted.text.matchAll(pattern)) {
      const found = { type, offset: match.index, length: match[0].length };
      const taken = entities.some((other) => NOTHING_DETECTED_IN.has(other.type) && overlap(other, found));
      if (!taken) entities.push(found);
    }
  }
  return { text: formatted.text, entities: inOrder(entities) };
}

function overlap(a: Entity, b: Entity): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}
