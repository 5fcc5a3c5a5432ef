/** The keyboard that stays below the chat; its labels are obeyed at any time, in both languages. */
import type { Person } from '../../models/person.ts';
import type { Texts } from '../../texts/texts.ts';
import type { Key } from '../view.ts';

export const MENU_KEYS = [
  'key-enrol',
  'key-enrol-trainee',
  'key-wallet',
  'key-mine',
  'key-help',
  'key-back',
  'key-cancel',
  'key-cannot-share',
] as const;
export type MenuKey = (typeof MENU_KEYS)[number];

/** Portal users have one key more. */
export function menuKeys(texts: Texts, person: Person | null): Key[][] {
  return [
    [{ text: texts.plain('key-enrol') }],
    ...(person?.isPortalUser ? [[{ text: texts.plain('key-enrol-trainee') }]] : []),
    [{ text: texts.plain('key-wallet') }, { text: texts.plain('key-mine') }],
    [{ text: texts.plain('key-help') }],
  ];
}

/** The menu key whose label this text is, in whatever language it was drawn. */
export function readMenuKey(text: string, languages: readonly Texts[]): MenuKey | null {
  const label = text.trim();
  return MENU_KEYS.find((key) => languages.some((texts) => texts.plain(key) === label)) ?? null;
}
