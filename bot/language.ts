/** Persian, unless a person's app speaks English. */
import type { User } from 'grammy/types';
import type { Language } from '../texts/texts.ts';

export function languageOf(user: User | undefined): Language {
  return user?.language_code?.toLowerCase().startsWith('en') ? 'en' : 'fa';
}
