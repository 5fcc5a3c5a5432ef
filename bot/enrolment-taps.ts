/** What the buttons around an enrolment do. */
import { tap } from './callback-data.ts';
import { joinLine } from './conversations/confirm-enrolment.ts';
import {
  answerConsent,
  askToWithdraw,
  showEnrolment,
  withdrawEnrolment,
} from './conversations/enrolment-deeds.ts';
import { chargeForSeat, takeSeat } from './conversations/offered-seat.ts';
import { sendReceiptPicture } from './send-receipt-picture.ts';
import { on, onSlow, orOutdated, type Route } from './tap-routes.ts';

export const enrolmentRoutes: readonly Route[] = [
  onSlow(tap.joinLine, joinLine),
  on(tap.enrolment, (visit, id) => orOutdated(visit, showEnrolment(visit, id))),
  onSlow(tap.receiptPicture, (visit, id) => orOutdated(visit, sendReceiptPicture(visit, id))),
  on(tap.askToWithdraw, (visit, id) => orOutdated(visit, askToWithdraw(visit, id))),
  onSlow(tap.withdraw, (visit, id, refund) => orOutdated(visit, withdrawEnrolment(visit, id, refund))),
  onSlow(tap.takeSeat, (visit, id, fee) => orOutdated(visit, takeSeat(visit, id, fee))),
  onSlow(tap.chargeForSeat, (visit, id) => orOutdated(visit, chargeForSeat(visit, id))),
  on(tap.itIsMe, (visit, id) => orOutdated(visit, answerConsent(visit, id, true))),
  on(tap.itIsNotMe, (visit, id) => orOutdated(visit, answerConsent(visit, id, false))),
];
