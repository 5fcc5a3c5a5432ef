/** Why an amount cannot be charged, and what can be. */
import type { AmountRefusal } from '../../services/top-ups/limits.ts';
import type { Texts } from '../../texts/texts.ts';

/** `isOwn`: the wallet is of who reads it; of another's nobody learns how much went into it today. */
export function topUpRefusal(texts: Texts, refusal: AmountRefusal, isOwn: boolean): string {
  switch (refusal.type) {
    case 'too-small':
      return texts.chat('amount-too-small', { least: refusal.leastRials });
    case 'too-large':
      return texts.chat('amount-too-large', { most: refusal.mostRials });
    case 'over-today':
      return texts.chat('amount-over-today', {
        left: isOwn ? refusal.leftRials : 'hidden',
        resetsAt: refusal.resetsAt,
      });
  }
}
