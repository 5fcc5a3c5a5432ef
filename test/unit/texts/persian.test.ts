/** Persian as it is to be written: half-spaces, letters, punctuation, digits. */
import { describe, expect, test } from '@jest/globals';
import { writtenTexts } from '../../support/locale-texts.ts';

const texts = writtenTexts('fa');

/** Commands are typed as they are, and the other language is named in its own letters. */
const LATIN = /\/[a-z]+|English/g;

const HALF_SPACE = '\u200c';

/** Each mistake, an example of it that must be found, and the right spelling that must not. */
const MISTAKES: [name: string, pattern: RegExp, wrong: string, right: string][] = [
  ['«می» apart from its verb', /(?<!\p{L})ن?می \p{L}/u, 'می شود', 'می‌شود'],
  [
    '«می» joined to its verb',
    /(?<![\p{L}\u200c])ن?می(?:شو|کن|توان|خواه|ده|رو|گوی|گیر|زن|مان)/u,
    'میشود',
    'می‌شود',
  ],
  ['a plural apart from its noun', /\p{L} ها(?:ی|یی|یم|یت|یش|یتان|یمان)?(?!\p{L})/u, 'دوره ها', 'دوره‌ها'],
  ['«تر» apart from its adjective', /\p{L} تر(?:ین)?(?!\p{L})/u, 'نزدیک ترین', 'نزدیک‌ترین'],
  ['an ending apart from «ه»', /ه (?:ام|ای|ایم|اید|اند)(?!\p{L})/u, 'کرده اید', 'کرده‌اید'],
  ['the ending of a name apart from it', /\p{L} (?:تان|مان|شان)(?!\p{L})/u, 'شماره تان', 'شماره‌تان'],
  ['«ۀ» or «ه‌ی» for «هٔ»', /\u06c0|ه\u200cی(?!\p{L})/u, 'شماره‌ی موبایل', 'شمارهٔ موبایل'],
  [
    '«ه» without its hamza',
    /(?:شماره|صفحه|دکمه|ادامه|همه|شهریه|کارپوشه|نتیجه|هزینه|اداره|درجه|زمینه|مرحله) (?:موبایل|پیگیری|اول|پرداخت|پایین|زیر|فرم|کار|دوره|ملی|ثبت|این)(?!\p{L})/u,
    'شماره موبایل',
    'شمارهٔ موبایل',
  ],
  [
    'words that belong together',
    /ثبت نام|پیام رسان|صورت حساب|سر شماره|نیمه کاره|به زودی|به صورت|به جای|هیچ کس|جستجو|جست و جو|گفتگو|گفت و گو|این جا|همین جا |همان جا/u,
    'ثبت نام',
    'ثبت‌نام',
  ],
  [
    'no «ً» where it belongs',
    /(?<!\p{L})(?:لطفا|فعلا|بعدا|حتما|قبلا|مثلا|معمولا|احتمالا)(?!\p{M}|\p{L})/u,
    'لطفا بنویسید',
    'لطفاً',
  ],
  ['Arabic letters', /[\u064a\u0643\u0629\u0649]/u, 'كد ملي', 'کد ملی'],
  ['a stretched letter', /\u0640/u, 'کـد', 'کد'],
  ['Latin punctuation', /[,;?]/u, 'سلام, خوبید?', 'سلام، خوبید؟'],
  ['quotes of another script', /["'“”„‘’]/u, '"کیف پول"', '«کیف پول»'],
  ['three dots for one sign', /\.\.\./u, 'صبر کنید...', 'صبر کنید…'],
  ['digits of another script', /[0-9\u0660-\u0669]/u, 'تا 72 ساعت', 'تا ۷۲ ساعت'],
  ['a comma between thousands', /[۰-۹][،,.][۰-۹]{3}/u, '۵۰۰،۰۰۰', '۵۰۰٬۰۰۰'],
  ['a space before punctuation', / [،؛:.!؟»)…]/u, 'سلام ، شما', 'سلام، شما'],
  ['a space after an opening quote', /[«(] /u, '« کیف پول»', '«کیف پول»'],
  ['no space after punctuation', /[،؛!؟](?=\p{L})/u, 'سلام،شما', 'سلام، شما'],
  ['two spaces', / {2}/u, 'سلام  شما', 'سلام شما'],
  [
    'a half-space that joins nothing',
    /\u200c(?![\p{L}])|(?<![\p{L}\p{M}])\u200c/u,
    `کیف${HALF_SPACE} پول`,
    'کیف پول',
  ],
  ['Latin words', /[A-Za-z]/u, 'روی Help بزنید', 'راهنما'],
];

test('the Latin that is left out is there, or the patterns below would look at nothing of it', () => {
  expect(texts.filter(({ words }) => words.match(LATIN)).length).toBeGreaterThan(3);
});

describe.each(MISTAKES)('%s', (_name, pattern, wrong, right) => {
  test('would be found', () => {
    expect(wrong).toMatch(pattern);
    expect(right).not.toMatch(pattern);
  });

  test('is in no text', () => {
    const found = texts.filter(({ words }) => pattern.test(words.replace(LATIN, '□')));
    expect(found.map(({ key, words }) => `${key}: ${words}`)).toEqual([]);
  });
});
