/** For who cannot share a contact: the messenger has no such button, or the line is not in their own name (N1). */
import { tap } from '../callback-data.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';

export async function otherWaysIn({ texts, services }: Visit): Promise<View> {
  const hasWindow = (await services.windowLogins.stance()) !== 'absent';
  const hasText = services.mobileCodes.isOffered;
  const ways = `${hasText ? 'text' : ''}${hasWindow ? 'window' : ''}` || 'none';
  return {
    text: texts.chat('other-ways-in', { ways }),
    buttons: [
      ...(hasText ? [[{ text: texts.plain('button-text-me'), data: tap.textMe.pack() }]] : []),
      ...(hasWindow ? [[{ text: texts.plain('button-window-login'), data: tap.windowLogin.pack() }]] : []),
      [{ text: texts.plain('button-resume'), data: tap.resume.pack() }],
    ],
  };
}
