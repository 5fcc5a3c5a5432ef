/** Why an amount cannot be charged, and what can be. */
import type { AmountRefusal } from '../../services/top-ups/limits.ts';
import type { Texts } from '../../texts/texts.ts';

interface Reader {
  /** The wallet is of who reads it; of another's nobody learns how much went into it today. */
  isOwn: boolean;
  /** The amount is asked for once more. */
  mayWriteAnother: boolean;
}

export function topUpRefusal(
  texts: Texts,
  refusal: AmountRefusal,
  { isOwn, mayWriteAnother }: Reader,
): string {
  switch (refusal.type) {
    case 'too-small':
      return texts.chat('amount-too-small', { least: refusal.leastRials });
    case 'too-large':
      return texts.chat('amount-too-large', { most: refusal.mostRials });
    case 'over-today':
      return texts.chat('amount-over-today', {
        left: isOwn ? refusal.leftRials : 'hidden',
        next: mayWriteAnother ? 'write' : 'wait',
        resetsAt: refusal.resetsAt,
      });
  }
}
