/** Wallets side by side, before one of them is chosen (N4). */
import type { Texts } from '../../texts/texts.ts';
import { tap } from '../callback-data.ts';
import type { Purse } from '../conversations/purses.ts';
import type { Button } from '../view.ts';

/** Another's balance is never told in figures, only whether it suffices and what it lacks. */
export function purseLine(texts: Texts, { payer, isOwn, balanceRials, shortRials }: Purse): string {
  if (payer === 'portal-user') return texts.chat('purse-portal', { balance: balanceRials });
  return isOwn
    ? texts.chat('purse-own', { balance: balanceRials })
    : texts.chat('purse-trainee', { short: shortRials });
}

export function payFrom(texts: Texts, { payer, isOwn }: Purse): Button {
  const whose = payer === 'portal-user' ? 'portal' : isOwn ? 'own' : 'trainee';
  return { text: texts.plain(`button-payer-${whose}`), data: tap.payer.pack(payer) };
}
