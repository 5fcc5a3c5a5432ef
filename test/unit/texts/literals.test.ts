/** Whatever a person reads is in the locales, in both languages. */
import { describe, expect, test } from '@jest/globals';
import { literalTexts } from '../../support/literal-texts.ts';
import { sourceFiles } from '../../support/source-files.ts';

describe('words in the code are found', () => {
  test.each([
    ["await chat.show({ text: 'Please wait' });"],
    ["await ctx.reply('Please wait');"],
    ["chat.replace({ text: done ? 'Done' : key });"],
    ["const view = { text: texts.chat('a') + ' rials' };"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the source of a program.
    ['const button = { text: `${amount} rials`, data };'],
    ["const unit = 'ریال';"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the source of a program.
    ['const html = `<p>پرداخت شد ${amount}</p>`;'],
    ["bot.api.sendMessage(id, 'Hello');"],
  ])('%s', (source) => {
    expect(literalTexts('example.ts', source)).toHaveLength(1);
  });

  test.each([
    ["await chat.show({ text: texts.chat('key') });"],
    ["log.warn({ err }, 'a tap could not be acknowledged');"],
    ["name.replace(/[يى]/g, 'ی');"],
    ["throw new Error('No text');"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the source of a program.
    ['page({ title: texts.plain(`page-${what}-title`) });'],
    ['const dash = { text: " — " };'],
  ])('not in %s', (source) => {
    expect(literalTexts('example.ts', source)).toEqual([]);
  });
});

/** Words that are read: numerals as people write them, headings of a gateway's file; and amounts as they are written out. */
const READ_OR_COUNTED = [
  'services/top-ups/amount-words.ts',
  'services/gateway-statements/headings.ts',
  'texts/words.ts',
];

test('there are none in the product', () => {
  const roots = ['bot', 'services', 'web', 'jobs', 'models', 'texts', 'main.ts', 'start-roles.ts'];
  const files = sourceFiles(...roots).filter(({ path }) => !READ_OR_COUNTED.includes(path));
  expect(files.length).toBeGreaterThan(80);
  const found = files.flatMap(({ path, source }) =>
    literalTexts(path, source).map(({ line, text }) => `${path}:${line} ${text}`),
  );
  expect(found).toEqual([]);
});
