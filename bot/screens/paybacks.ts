/** Money back to the card: which payments it can come from, and one of them with what it would be. */
import type { Payback } from '../../models/payback.ts';
import type { Person } from '../../models/person.ts';
import type { Returnable } from '../../services/paybacks/service.ts';
import { tap } from '../callback-data.ts';
import type { Button, View } from '../view.ts';
import type { Visit } from '../visit.ts';

const toWallet = ({ texts }: Visit): Button[] => [
  { text: texts.plain('button-wallet'), data: tap.wallet.pack() },
];

export async function paybackList(visit: Visit, person: Person): Promise<View> {
  const { texts, services } = visit;
  const found = await services.paybacks.returnable(person);
  if (found.length === 0) return { text: texts.chat('payback-none'), buttons: [toWallet(visit)] };
  return {
    text: texts.chat('payback-list'),
    buttons: [
      ...found.map(({ topUp, amountRials: amount }): Button[] => [
        {
          text: texts.plain('button-payback-of', { amount, at: topUp.createdAt }),
          data: tap.payback.pack(topUp._id.toHexString()),
        },
      ]),
      toWallet(visit),
    ],
  };
}

export function paybackCard(visit: Visit, { topUp, amountRials: amount }: Returnable): View {
  const { texts } = visit;
  const id = topUp._id.toHexString();
  return {
    text: texts.chat('payback-card', { amount, at: topUp.createdAt, code: topUp.trackingCode }),
    buttons: [
      [
        {
          text: texts.plain('button-payback-confirm', { amount }),
          data: tap.confirmPayback.pack(id, String(amount)),
        },
      ],
      toWallet(visit),
    ],
  };
}

/** `isNew`: asked for just now; an old button may ask for what was asked for long ago. */
export function paybackRequested(visit: Visit, payback: Payback, isNew: boolean): View {
  const { amountRials: amount, trackingCode: code } = payback;
  const text = isNew ? visit.texts.chat('payback-requested', { amount, code }) : paybackLine(visit, payback);
  return { text, buttons: [toWallet(visit)] };
}

/** Where the money is that has left the wallet. */
export function paybackLine({ texts }: Visit, { amountRials: amount, trackingCode: code, state }: Payback) {
  return texts.chat('payback-state', { amount, code, status: state });
}
