/** A day of the gateway as its file has it: most lines as we have them, some amounts otherwise, or no table at all. */
import type { GatewayByHand } from '../support/outside-by-hand.ts';
import type { Random } from './random.ts';

const LINES_MAX = 20;

/** The text of the file. */
export function statementOf({ sessions }: Pick<GatewayByHand, 'sessions'>, random: Random): string {
  if (random.chance(0.2)) return random.pick(['', 'سلام', 'authority;amount\nS1;abc', '\u0000\ufffd']);
  const lines = [...sessions].slice(-LINES_MAX).map(([id, { payment, state }]) => {
    const amount = random.chance(0.1) ? payment.amountRials + 10 : payment.amountRials;
    return [id, amount, state === 'verified' ? 'paid' : state].join(',');
  });
  return ['authority,amountRials,status', ...lines].join('\n');
}
