/** What people write: every script and length, and what machines would take for something else. */
import { MENU_KEYS } from '../../bot/screens/menu-keys.ts';
import { loadTexts } from '../../texts/texts.ts';
import type { Random } from './random.ts';

const SCRIPTS: readonly (readonly [first: number, last: number])[] = [
  [0x20, 0x7e],
  [0x600, 0x6ff],
  [0x900, 0x97f],
  [0x4e00, 0x4fff],
  [0x1f300, 0x1f64f],
  // Spaces, marks of direction, joiners.
  [0x2000, 0x206f],
  // Marks that are stacked on a letter.
  [0x300, 0x36f],
];
const LENGTHS = [1, 3, 12, 60, 300, 4_096, 9_000];

const ODD = [
  '<b>&lt;*_[x](y)`</b>',
  '{"$gt": ""}',
  '$where',
  '.*+?^$()|[]{}\\',
  '__proto__',
  'null',
  "'; DROP TABLE people; --",
  '\u200c\u200b\u200d\u2060',
  '\u202e\u2066',
  '😀🎉👩‍🔧',
  '٠١٢٣٤٥٦٧٨٩',
  '۱۲',
  '1111111111',
  '6037701689095443',
  'شمارهٔ کارتم ۶۰۳۷-۷۰۱۶-۸۹۰۹-۵۴۴۳ است',
  '+989121234567',
  '-500000',
  '500000.5',
  '1e9',
  '۵۰ هزار تومان',
  '999999999999999999999999',
  'سلام',
  'بله',
  'جوشکاری',
  'https://example.com/start?course=C1',
  'a\nb\n\n\nc',
];

const COMMANDS = [
  '/start',
  '/help',
  '/cancel',
  '/forms',
  '/language',
  '/course C1',
  '/course',
  '/post',
  '/trainee',
  '/privacy',
  '/identity',
  '/cases',
  '/systems',
  '/statements',
  '/post C1 @nobodys_channel',
  '/frobnicate now',
  '/',
  '/START',
  '/cancel@somebody_elses_bot',
  '/start course_',
  '/start course_nowhere',
  '/start course_<b>',
  '/start ../../etc',
  '/help help help',
];

/** Labels of the keys below the chat, in both languages. */
const KEYS = Object.values(loadTexts()).flatMap((texts) => MENU_KEYS.map((key) => texts.plain(key)));

export const oddText = (random: Random): string => (random.chance(0.6) ? random.pick(ODD) : anyText(random));
export const command = (random: Random): string => random.pick(COMMANDS);
export const menuKey = (random: Random): string => random.pick(KEYS);

function anyText(random: Random): string {
  const [first, last] = random.pick(SCRIPTS);
  const letter = () => String.fromCodePoint(first + random.below(last - first + 1));
  return Array.from({ length: random.pick(LENGTHS) }, letter).join('');
}
