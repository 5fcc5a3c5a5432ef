/** What is kept of a person, as they may see it, and the way to have it deleted. */
import type { Person } from '../../models/person.ts';
import type { AskOutcome, RequestOutcome } from '../../services/data-deletion/service.ts';
import { maskMobile, maskNationalCode } from '../../services/identity/rules.ts';
import { personalWallet, portalWallet } from '../../services/wallet/accounts.ts';
import { tap } from '../callback-data.ts';
import type { Button, View } from '../view.ts';
import type { Visit } from '../visit.ts';

/** `asked`: what a request would come to now. */
export function myData({ texts }: Visit, person: Person, asked: AskOutcome): View {
  const { firstName, lastName = '', nationalCode, mobile } = person;
  const isAsked = asked.type === 'requested';
  return {
    text: [
      texts.chat('my-data', {
        name: firstName ? `${firstName} ${lastName}` : texts.plain('name-pending'),
        masked: maskNationalCode(nationalCode),
        mobile: mobile ? maskMobile(mobile) : '—',
      }),
      ...(isAsked ? ['', texts.chat('my-data-asked', { dueAt: asked.dueAt })] : []),
    ].join('\n'),
    buttons: [
      [
        isAsked
          ? { text: texts.plain('button-keep-data'), data: tap.keepData.pack() }
          : { text: texts.plain('button-delete-data'), data: tap.askToDelete.pack() },
      ],
      homeRow({ texts }),
    ],
  };
}

/** Of somebody who has not said who they are there is nothing to show. */
export const noData = ({ texts }: Visit): View => ({
  text: texts.chat('my-data-none'),
  buttons: [homeRow({ texts })],
});

/** All that goes and all that stays, before anything happens. */
export function deletionQuestion({ texts }: Visit, dueAt: Date): View {
  return {
    text: texts.chat('delete-question', { dueAt }),
    buttons: [
      [{ text: texts.plain('button-delete-data-yes'), data: tap.deleteData.pack() }],
      [{ text: texts.plain('button-back'), data: tap.myData.pack() }],
    ],
  };
}

export function deletionRequested({ texts }: Visit, dueAt: Date): View {
  return {
    text: texts.chat('delete-requested', { dueAt }),
    buttons: [[{ text: texts.plain('button-keep-data'), data: tap.keepData.pack() }], homeRow({ texts })],
  };
}

/** Each thing that has to come to its end, with what to do about it, and the ways there. */
export async function whatComesFirst(
  { texts, services }: Visit,
  person: Person,
  { obstacles }: Extract<RequestOutcome, { type: 'not-possible' }>,
): Promise<View> {
  const wallets = [personalWallet(person._id), portalWallet(person._id)];
  const balances = await Promise.all(wallets.map((wallet) => services.ledger.balanceOf(wallet)));
  const balance = balances.reduce((sum, rials) => sum + rials);
  const to = (ways: readonly string[], button: Button): Button[][] =>
    obstacles.some((obstacle) => ways.includes(obstacle)) ? [[button]] : [];
  return {
    text: [
      texts.chat('delete-first'),
      ...obstacles.map((obstacle) => texts.chat(`delete-first-${obstacle}`, { balance })),
      '',
      texts.chat('delete-first-then'),
    ].join('\n'),
    buttons: [
      ...to(['enrolled'], { text: texts.plain('button-mine'), data: tap.myEnrolments.pack() }),
      ...to(['money', 'payment'], { text: texts.plain('button-wallet'), data: tap.wallet.pack() }),
      [{ text: texts.plain('button-check-again'), data: tap.askToDelete.pack() }],
      homeRow({ texts }),
    ],
  };
}

const homeRow = ({ texts }: Pick<Visit, 'texts'>): Button[] => [
  { text: texts.plain('button-home'), data: tap.home.pack() },
];
