import { expect, test } from '@jest/globals';
import { toBaleMarkdown } from '../../../../bot/platforms/bale-markdown.ts';

test.each([
  ['<b>نام</b> شما', '*نام* شما'],
  ['شما <i>جوشکاری</i>', 'شما _جوشکاری_'],
  ['<b>سطر نخست</b>\n<b>سطر دوم</b>', '*سطر نخست*\n*سطر دوم*'],
  ['<a href="https://example.org/?a=1&amp;b=2">نشانی</a>', '[نشانی](https://example.org/?a=1&b=2)'],
  ['کد: <code>۱۲۳</code>', 'کد: ۱۲۳'],
  ['۵ &lt; ۶ &amp; ۷', '۵ < ۶ & ۷'],
])('writes %j as %j', (html, markdown) => {
  expect(toBaleMarkdown(html)).toBe(markdown);
});

test.each([
  ['by paying <b>5,000 rials</b>; then', 'by paying 5,000 rials; then'],
  ['(<b>نام</b>)', '(نام)'],
  ['«<i>نام</i>» و <b>نام</b>', '«نام» و *نام*'],
])('sets no mark where Bale would show it: %j', (html, markdown) => {
  expect(toBaleMarkdown(html)).toBe(markdown);
});

test('replaces characters of a name that would start formatting', () => {
  expect(toBaleMarkdown('*الف* _ب_ [پ](ت) `ث`')).toBe('∗الف∗ ـبـ (پ)(ت) ’ث’');
});
