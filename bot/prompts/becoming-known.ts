/** What somebody who is not known is asked first, whatever they came for (N1). */
import { mobilePrompt } from './mobile.ts';
import { mobileCodePrompt } from './mobile-code.ts';
import { nationalCodePrompt } from './national-code.ts';
import type { Prompt } from './prompt.ts';
import { textedMobilePrompt } from './texted-mobile.ts';

export const BECOMING_KNOWN: readonly Prompt[] = [
  mobilePrompt,
  textedMobilePrompt,
  mobileCodePrompt,
  nationalCodePrompt,
];
