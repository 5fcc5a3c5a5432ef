/** What can be done about a notice. It stays: what its buttons show comes below it. */
import type { Notification, NotificationEvent } from '../../models/notification.ts';
import { below, tap } from '../callback-data.ts';
import type { Button } from '../view.ts';
import type { Visit } from '../visit.ts';
import { consentButtons, takeSeatButton } from './enrolment-card.ts';

/** About one enrolment, which its card tells more of. */
const ABOUT_AN_ENROLMENT: ReadonlySet<NotificationEvent> = new Set([
  'enrolled-by-centre',
  'line-joined',
  'line-joined-by-centre',
  'seat-offered',
  'centre-seat-offered',
  'promoted',
  'centre-promoted',
  'consent-refused',
  'trainee-rejected',
  'trainee-corrected',
]);

const ASKING_FOR_CONSENT: ReadonlySet<NotificationEvent> = new Set([
  'enrolled-by-centre',
  'line-joined-by-centre',
]);

/** Whose chat it is not can say so. */
const OF_A_NEW_CHAT: ReadonlySet<NotificationEvent> = new Set([
  'account-joined',
  'account-added',
  'mobile-changed',
]);

export function noticeButtons(visit: Visit, { event, params }: Notification): Button[][] {
  const { texts } = visit;
  const { enrolment, fee, account, case: matter } = params;
  const home = { text: texts.plain('button-home'), data: below(tap.home.pack()) };
  if (typeof account === 'string' && OF_A_NEW_CHAT.has(event)) {
    const notMe = { text: texts.plain('button-not-me'), data: below(tap.disown.pack(account)) };
    return [[notMe], [home]];
  }
  if (event === 'staff-case' && typeof matter === 'string') {
    return [[{ text: texts.plain('button-see-case'), data: below(tap.case.pack(matter)) }], [home]];
  }
  if (event === 'data-deletion-requested') {
    return [[{ text: texts.plain('button-keep-data'), data: below(tap.keepData.pack()) }], [home]];
  }
  if (typeof enrolment !== 'string' || !ABOUT_AN_ENROLMENT.has(event)) return [[home]];
  const card = { text: texts.plain('button-see-enrolment'), data: below(tap.enrolment.pack(enrolment)) };
  return [
    ...(ASKING_FOR_CONSENT.has(event) ? [consentButtons(visit, enrolment)] : []),
    ...(offersSeat(event, params) && typeof fee === 'number' ? [[seatButton(visit, enrolment, fee)]] : []),
    [card, home],
  ];
}

/** Whose wallet does not pay does not take it. */
const offersSeat = (event: NotificationEvent, { payer }: Notification['params']) =>
  event === 'centre-seat-offered' || (event === 'seat-offered' && payer === 'trainee');

function seatButton(visit: Visit, enrolment: string, fee: number): Button {
  const { text } = takeSeatButton(visit, enrolment, fee);
  return { text, data: below(tap.takeSeat.pack(enrolment, String(fee))) };
}
