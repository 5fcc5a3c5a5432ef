import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FormattedText } from '../../../../sandbox/bot-api/formatting/formatted-text.ts';
import {
  ENTITY_TYPES,
  trimmed,
  withDetected,
} from '../../../../sandbox/bot-api/formatting/formatted-text.ts';
import { parseBaleMarkdown } from '../../../../sandbox/bot-api/formatting/parse-bale-markdown.ts';
import { parseHtml } from '../../../../sandbox/bot-api/formatting/parse-html.ts';
import {
  parseLegacyMarkdown,
  parseMarkdownV2,
} from '../../../../sandbox/bot-api/formatting/parse-markdown.ts';
import { toSafeHtml } from '../../../../sandbox/bot-api/formatting/to-safe-html.ts';

/** Source and what a person sees of it. */
type Case = [source: string, shown: string];

test.each<Case>([
  ['plain &lt;b&gt; &amp;amp; &constructor; &#1662;', 'plain &lt;b&gt; &amp;amp; &amp;constructor; پ'],
  ['<b>a<i>b</i></b>c', '<b>a<i>b</i></b>c'],
  ['<STRONG>a</strong>', '<b>a</b>'],
  ['<u>a</u><s>b</s><del>c</del>', '<u>a</u><s>b</s><s>c</s>'],
  [
    '<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>',
    '<span class="spoiler">a</span><span class="spoiler">b</span>',
  ],
  ['<pre><code class="language-ts">let a</code></pre>', '<pre>let a</pre>'],
  ['<blockquote expandable>a</blockquote>', '<blockquote>a</blockquote>'],
  ['<a href=\'https://example.ir/?a="1"\'>x</a>', '<a href="https://example.ir/?a=&quot;1&quot;">x</a>'],
  ['<a href="javascript:alert(1)">x</a>', 'x'],
  ['<a href="tg://user?id=1">x</a>', '<a href="tg://user?id=1">x</a>'],
  ['<b>unclosed by short tag</>', '<b>unclosed by short tag</b>'],
])('HTML: %s', (source, shown) => {
  expect(toSafeHtml(parseHtml(source))).toBe(shown);
});

test.each<Case>([
  [
    '*a* _b_ __c__ ~d~ ||e|| `f`',
    '<b>a</b> <i>b</i> <u>c</u> <s>d</s> <span class="spoiler">e</span> <code>f</code>',
  ],
  ['*a _b_ c*', '<b>a <i>b</i> c</b>'],
  ['1\\. \\*a\\*', '1. *a*'],
  ['[نام](https://example.ir/a\\)b)', '<a href="https://example.ir/a)b">نام</a>'],
  ['```ts\nlet a\n```', '<pre>let a\n</pre>'],
  ['>quote\nrest', '<blockquote>quote</blockquote>\nrest'],
])('MarkdownV2: %s', (source, shown) => {
  expect(toSafeHtml(parseMarkdownV2(source))).toBe(shown);
});

test.each<Case>([
  [
    '*a* _b_ `c` [d](https://example.ir)',
    '<b>a</b> <i>b</i> <code>c</code> <a href="https://example.ir">d</a>',
  ],
  ['a\\_b. (c)!', 'a_b. (c)!'],
])('the older Markdown: %s', (source, shown) => {
  expect(toSafeHtml(parseLegacyMarkdown(source))).toBe(shown);
});

test.each<Case>([
  ['*مهم* و _کج_', '<b>مهم</b> و <i>کج</i>'],
  ['2*3*4 و a_b_c', '2*3*4 و a_b_c'],
  ['*ناتمام', '*ناتمام'],
  ['[سایت](https://example.ir)', '<a href="https://example.ir">سایت</a>'],
  ['[سایت](javascript:x)', '[سایت](javascript:x)'],
  ['```[بیشتر]\nپنهان```', '<b>بیشتر</b>\n<blockquote>پنهان</blockquote>'],
])("Bale's Markdown: %s", (source, shown) => {
  expect(toSafeHtml(parseBaleMarkdown(source))).toBe(shown);
});

test('white space at the ends goes, and entities move along', () => {
  const text = trimmed({ text: '  ab ', entities: [{ type: 'bold', offset: 0, length: 5 }] });
  expect(text).toEqual({ text: 'ab', entities: [{ type: 'bold', offset: 0, length: 2 }] });
});

describe('a messenger finds by itself', () => {
  const found = (text: string) =>
    withDetected({ text, entities: [] }, ENTITY_TYPES).entities.map(
      ({ type, offset, length }) => `${type} ${text.slice(offset, offset + length)}`,
    );

  test.each([
    ['see https://example.ir/a?b=1.', ['url https://example.ir/a?b=1']],
    ['/start course_1 and/or 1/2', ['bot_command /start']],
    ['@karamooz_bot a@b.ir', ['mention @karamooz_bot']],
    ['#جوشکاری', ['hashtag #جوشکاری']],
  ])('%s', (text, entities) => {
    expect(found(text)).toEqual(entities);
  });

  test('nothing inside code', () => {
    const code: FormattedText = { text: '/start', entities: [{ type: 'code', offset: 0, length: 6 }] };
    expect(withDetected(code, ENTITY_TYPES)).toEqual(code);
  });
});

describe('whatever a bot sends', () => {
  const entity = fc.record({
    type: fc.constantFrom(...ENTITY_TYPES),
    offset: fc.nat(12),
    length: fc.integer({ min: -2, max: 14 }),
    url: fc.option(fc.oneof(fc.string(), fc.constant('https://a.ir/"><script>')), { nil: undefined }),
  });
  const anyText = fc.record({
    text: fc.string({ maxLength: 10 }),
    entities: fc.array(entity, { maxLength: 6 }),
  });
  const ALLOWED_TAG =
    /<\/?(b|i|u|s|code|pre|blockquote)>|<span class="spoiler">|<\/span>|<a href="(https?:\/\/|tg:|mailto:|tel:)[^"<>]*">|<\/a>/g;

  test('the page gets allowed tags only, well nested, around the same text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const html = toSafeHtml(text);
        const bare = html.replace(ALLOWED_TAG, '');
        expect(bare).not.toMatch(/[<>"']/);
        expect(unescaped(bare)).toBe(text.text);
        expect(isWellNested(html)).toBe(true);
      }),
    );
  });

  test('parsing ends in a text or in a refusal', () => {
    fc.assert(
      fc.property(fc.string(), (source) => {
        for (const parse of [parseHtml, parseMarkdownV2, parseLegacyMarkdown]) {
          try {
            parse(source);
          } catch (error) {
            expect(error).toMatchObject({ code: 400 });
          }
        }
        parseBaleMarkdown(source);
      }),
    );
  });
});

function unescaped(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

function isWellNested(html: string): boolean {
  const open: string[] = [];
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z]+)/g)) {
    if (!slash) open.push(name);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0;
}
