/** The texts in Persian, the texts in English and the code name the same keys. */

import { FluentResource } from '@fluent/bundle';
import { describe, expect, test } from '@jest/globals';
import { LANGUAGES, type Language, readLocale } from '../../../texts/texts.ts';
import { sourceFiles } from '../../support/source-files.ts';

/** Key → the values and formatting functions its text uses, sorted. */
function textsOf(language: Language): Map<string, string[]> {
  const { body } = new FluentResource(readLocale(language));
  return new Map(body.map((message) => [message.id, [...placeholdersIn(message.value)].sort()]));
}

/** Walks a Fluent pattern and collects `$name` of each value. */
function placeholdersIn(part: unknown, found = new Set<string>()): Set<string> {
  if (part === null || typeof part !== 'object') return found;
  const node = part as Record<string, unknown>;
  if (node.type === 'var') found.add(`$${String(node.name)}`);
  for (const inner of Object.values(node)) placeholdersIn(inner, found);
  return found;
}

const [fa, en] = [textsOf('fa'), textsOf('en')];
const code = sourceFiles('bot', 'web', 'services', 'jobs', 'texts', 'start-roles.ts')
  .map(({ source }) => source)
  .join('\n');

test('both languages have the same keys, none of them twice', () => {
  expect([...en.keys()].sort()).toEqual([...fa.keys()].sort());
  for (const language of LANGUAGES) {
    const keys = new FluentResource(readLocale(language)).body.map((message) => message.id);
    expect(keys).toEqual([...new Set(keys)]);
  }
});

test.each([...fa.keys()])('%s uses the same values in both languages', (key) => {
  expect(en.get(key)).toEqual(fa.get(key));
});

describe('every key in the code', () => {
  test('that is given to a text exists', () => {
    const asked = [
      ...code.matchAll(/\b(?:chat|plain|bare|wording)\(\s*'([^']+)'/g),
      ...code.matchAll(/\bkey: '([^']+)'/g),
    ];
    const missing = asked.map((match) => match[1] ?? '').filter((key) => !fa.has(key));
    expect(asked.length).toBeGreaterThan(80);
    expect(missing).toEqual([]);
  });

  test('that is put together at run time has texts', () => {
    const patterns = composedKeys();
    expect(patterns.length).toBeGreaterThan(3);
    const without = patterns.filter((pattern) => ![...fa.keys()].some((key) => pattern.test(key)));
    expect(without.map(String)).toEqual([]);
  });
});

test('every text is used', () => {
  const literals = new Set([...code.matchAll(/'([a-z][a-z0-9-]*)'/g)].map((match) => match[1]));
  const parts = new Set([...readLocale('fa').matchAll(/\{ ([a-z][a-z-]*) \}/g)].map((match) => match[1]));
  const patterns = composedKeys();
  const unused = [...fa.keys()].filter(
    (key) => !literals.has(key) && !parts.has(key) && !patterns.some((pattern) => pattern.test(key)),
  );
  expect(unused).toEqual([]);
});

/** Keys written as `chat-${notice.event}`: each as a pattern of the keys that it can make. */
function composedKeys(): RegExp[] {
  return [...code.matchAll(/\b(?:chat|plain|bare|wording)\(\s*`([^`]+)`/g)].map(
    (match) => new RegExp(`^${(match[1] ?? '').replace(/\$\{[^}]+\}/g, '[a-z-]+')}$`),
  );
}
