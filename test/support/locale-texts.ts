/** The texts of the locales as they are written, for tests that look at their wording. */
import { FluentResource } from '@fluent/bundle';
import { type Language, readLocale } from '../../texts/texts.ts';

export interface WrittenText {
  key: string;
  /** What the translator wrote, without values and markup; each value is a `□`, each branch of a choice a line. */
  words: string;
  /** Names of the values that stand in the text as they are given, without a formatting function. */
  unformatted: string[];
}

const VALUE = '□';

export function writtenTexts(language: Language): WrittenText[] {
  return new FluentResource(readLocale(language)).body.map(({ id, value }) => {
    const found: string[] = [];
    const words = wordsOf(value, found).replace(/<[^>]*>/g, '');
    return { key: id, words, unformatted: found };
  });
}

type Node = Record<string, unknown>;

function wordsOf(part: unknown, unformatted: string[]): string {
  if (typeof part === 'string') return part;
  if (Array.isArray(part)) return part.map((element) => wordsOf(element, unformatted)).join('');
  const node = part as Node;
  if (node.type === 'var') unformatted.push(String(node.name));
  if (node.type === 'str') return String(node.value);
  if (node.type !== 'select') return VALUE;
  return (node.variants as Node[]).map((variant) => wordsOf(variant.value, unformatted)).join('\n');
}
