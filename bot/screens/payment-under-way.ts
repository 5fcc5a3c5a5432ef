/** What is said of a payment that may be under way at the gateway: how much, until when it is checked, and its code. */
import type { TopUp } from '../../models/top-up.ts';
import { checkedUntil } from '../../services/top-ups/rules.ts';
import type { TextParams } from '../../texts/texts.ts';

export function paymentParams(payment: TopUp): TextParams {
  return { amount: payment.amountRials, until: checkedUntil(payment), code: payment.trackingCode };
}
