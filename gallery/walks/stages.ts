/** The usual way to the places where walks begin. */
import { COURSES } from '../../test/support/enrolling.ts';
import type { State } from '../state.ts';
import type { Visitor } from '../visitor.ts';

export async function toMobile(visitor: Visitor): Promise<void> {
  await visitor.says('/start');
  await visitor.sees('mobile-question');
}

export async function toNationalCode(visitor: Visitor): Promise<void> {
  await toMobile(visitor);
  await visitor.sharesContact();
  await visitor.sees('national-code-question');
}

/** Known, and in the form at the choice of a course. */
export async function toCourse(visitor: Visitor): Promise<void> {
  await toNationalCode(visitor);
  await visitor.says(visitor.person.nationalCode);
  await visitor.sees('identity-proven', 'course-question');
}

/** Known, with no form open. */
export async function toHome(visitor: Visitor): Promise<void> {
  await toCourse(visitor);
  await visitor.says('/cancel');
  await visitor.sees('cancelled', 'home');
}

/** Known, at the card of a course that costs more than the wallet has. */
export async function toShortCard(visitor: Visitor): Promise<void> {
  await toHome(visitor);
  await visitor.says(`/start course_${COURSES.cheap.code}`);
  await visitor.sees('enrol-card-short');
}

/** Known, at the card of a course that is free. */
export async function toFreeCard(visitor: Visitor): Promise<void> {
  await toHome(visitor);
  await visitor.says(`/start course_${COURSES.free.code}`);
  await visitor.sees('enrol-card-question');
}

/** From wherever a known person is: charges the wallet by the wallet's own form. */
export async function charge(visitor: Visitor, rials: number): Promise<void> {
  await visitor.presses('key-wallet');
  await visitor.sees('wallet');
  await visitor.presses('button-top-up');
  await visitor.sees('amount-question');
  await visitor.says(`${rials} rials`);
  await visitor.sees('payment-card');
  await visitor.person.pays();
  await visitor.sees('chat-top-up-credited');
}

/** What a button that was shown at this stop would send; its beginning is known. */
export function dataOf(state: State, start: string): string {
  const buttons = state.news.flatMap((message) => message.buttons?.flat() ?? []);
  return buttons.find(({ data }) => data?.startsWith(start))?.data ?? '';
}

/** To the question for an amount, of one’s own wallet. */
export async function toAmount(visitor: Visitor): Promise<void> {
  await visitor.presses('key-wallet');
  await visitor.sees('wallet');
  await visitor.presses('button-top-up');
  await visitor.sees('amount-question');
}
