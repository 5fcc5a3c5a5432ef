/** A seat that is offered to who waited: taken, or first charged for, in the wallet that was chosen when joining. */
import { Types } from 'mongoose';
import type { Enrolment } from '../../models/enrolment.ts';
import type { Person } from '../../models/person.ts';
import type { AcceptOutcome } from '../../services/enrolments/outcomes.ts';
import { mayTakeSeat } from '../../services/enrolments/rules.ts';
import { gapToCharge } from '../../services/top-ups/rules.ts';
import { payingWallet } from '../../services/wallet/accounts.ts';
import { tap } from '../callback-data.ts';
import { takeSeatButton } from '../screens/enrolment-card.ts';
import { walletName } from '../screens/wallet-name.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';
import { look, showEnrolment } from './enrolment-deeds.ts';
import { paymentCard } from './payment-card.ts';

/** False when there is no such enrolment for this person to see. */
export async function takeSeat(visit: Visit, id: string, fee: string): Promise<boolean> {
  const { person } = visit.caller;
  if (!person) return false;
  const outcome = await visit.services.enrolments.acceptOffer({
    enrolment: new Types.ObjectId(id),
    by: person,
    quotedFeeRials: Number(fee),
  });
  return tellSeat(visit, id, outcome);
}

async function tellSeat(visit: Visit, id: string, outcome: AcceptOutcome): Promise<boolean> {
  const { texts, caller } = visit;
  switch (outcome.type) {
    case 'enrolled': {
      const isOwn = caller.person?._id.equals(outcome.enrolment.person) ?? false;
      return showEnrolment(visit, id, texts.chat('seat-taken', { whose: isOwn ? 'own' : 'trainee' }));
    }
    case 'fee-changed':
      return showEnrolment(visit, id, texts.chat('fee-changed'));
    case 'no-offer':
      return showEnrolment(visit, id, texts.chat('seat-no-offer'));
    case 'not-theirs-to-take':
      return showEnrolment(visit, id, texts.chat('seat-of-who-pays'));
    case 'wallet-short':
      await visit.chat.replace(shortForSeat(visit, outcome));
      return true;
  }
}

/** In whose wallet the fee lacks is told in figures to its owner; to a portal user of a trainee's only what it lacks (N4). */
function shortForSeat(
  visit: Visit,
  { enrolment, feeRials: fee, balanceRials: balance }: Extract<AcceptOutcome, { type: 'wallet-short' }>,
): View {
  const { texts, services, caller } = visit;
  const id = enrolment._id.toHexString();
  const gap = gapToCharge(fee, balance, services.topUps.limits);
  const isOwn = caller.person?._id.equals(payingWallet(enrolment).person) ?? false;
  return {
    text: isOwn
      ? texts.chat('seat-wallet-short', { fee, balance, gap, wallet: walletName(visit, enrolment) })
      : texts.chat('seat-trainee-short', { fee, short: fee - balance }),
    buttons: [
      [
        {
          text: texts.plain(isOwn ? 'button-charge-gap' : 'button-charge-trainee', { gap }),
          data: tap.chargeForSeat.pack(id),
        },
      ],
      [takeSeatButton(visit, id, fee)],
      [{ text: texts.plain('button-mine'), data: tap.myEnrolments.pack() }],
    ],
  };
}

/** Once the money is there the seat is taken by itself: who waited has agreed to the fee. */
export async function chargeForSeat(visit: Visit, id: string): Promise<boolean> {
  const { services, caller } = visit;
  const seen = await look(visit, id);
  if (seen?.enrolment.status !== 'offered' || !caller.person) return false;
  const { enrolment, course } = seen;
  const balance = await services.ledger.balanceOf(payingWallet(enrolment));
  // Also whoever may not take it is told so there.
  if (balance >= course.feeRials || !mayTakeSeat(enrolment, caller.person._id)) {
    return takeSeat(visit, id, String(course.feeRials));
  }
  const amountRials = gapToCharge(course.feeRials, balance, services.topUps.limits);
  const owner = await ownerOf(visit, enrolment, caller.person);
  const { view } = await paymentCard(visit, owner, {
    ...{ amountRials, wallet: payingWallet(enrolment).kind, again: tap.chargeForSeat.pack(id) },
    ...(enrolment.centre ? { centre: enrolment.centre } : {}),
  });
  await visit.chat.replace(view);
  return true;
}

async function ownerOf({ services }: Visit, enrolment: Enrolment, caller: Person): Promise<Person> {
  const { person } = payingWallet(enrolment);
  if (person.equals(caller._id)) return caller;
  const owner = await services.identity.byId(person);
  if (!owner) throw new Error(`The wallet that pays for enrolment ${enrolment.trackingCode} is nobody's`);
  return owner;
}
