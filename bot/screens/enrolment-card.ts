/** One enrolment: where it stands, what comes next, and all that can be done to it. */
import type { Enrolment } from '../../models/enrolment.ts';
import type { CourseView } from '../../services/courses/service.ts';
import { mayTakeSeat } from '../../services/enrolments/rules.ts';
import type { Seen } from '../../services/enrolments/withdraw.ts';
import { maskName, maskNationalCode } from '../../services/identity/rules.ts';
import { below, tap } from '../callback-data.ts';
import type { Button, View } from '../view.ts';
import type { Visit } from '../visit.ts';
import { centreAndKind } from './centre-kind.ts';
import { stateOf } from './my-enrolments.ts';
import { pictureButton } from './picture-button.ts';
import { walletName } from './wallet-name.ts';

export async function enrolmentCard(visit: Visit, seen: Seen): Promise<View> {
  const { texts, services } = visit;
  const { enrolment } = seen;
  const course = await services.courses.byId(enrolment.course);
  if (!course) throw new Error(`Enrolment ${enrolment.trackingCode} names a course that is not there`);
  return {
    text: [
      texts.chat('enrolment-card', {
        title: course.title,
        centre: centreAndKind(texts, { name: course.centreName, kind: course.centreKind }),
        city: course.city,
        startsAt: course.startsAt,
        endsAt: course.endsAt,
        status: stateOf(enrolment),
      }),
      ...(await whose(visit, enrolment)),
      ...payerLine(visit, enrolment),
      await nextStep(visit, seen, course),
      '',
      texts.chat('enrolment-code', { code: enrolment.trackingCode }),
    ].join('\n'),
    buttons: buttonsFor(visit, seen),
  };
}

const isOwn = ({ caller }: Visit, { person }: Enrolment): boolean =>
  caller.person?._id.equals(person) ?? false;

/** For texts that speak to the trainee, or to a portal user about the trainee. */
export const whoseWords = (visit: Visit, enrolment: Enrolment) =>
  isOwn(visit, enrolment) ? 'own' : 'trainee';

/** A centre's portal user sees whom it is about, masked; on one's own card there is nobody to name. */
async function whose({ texts, services, caller }: Visit, { person }: Enrolment): Promise<string[]> {
  if (caller.person?._id.equals(person)) return [];
  const trainee = await services.identity.byId(person);
  if (!trainee) return [];
  const { firstName, lastName = '', nationalCode } = trainee;
  const name = firstName ? maskName(firstName, lastName) : texts.plain('name-pending');
  return [texts.chat('enrolment-trainee', { name, masked: maskNationalCode(nationalCode) })];
}

/** What was taken, or will be; of what ended before its turn there is nothing to say. */
function payerLine(visit: Visit, enrolment: Enrolment): string[] {
  const { texts } = visit;
  const { feeRials, journal, ended } = enrolment;
  if (feeRials === 0) return [texts.chat('enrol-card-free')];
  if (journal === undefined && ended) return [];
  const key = journal === undefined ? 'enrolment-to-pay' : 'enrolment-paid';
  return [texts.chat(key, { fee: feeRials, wallet: walletName(visit, enrolment) })];
}

async function nextStep(visit: Visit, seen: Seen, course: CourseView): Promise<string> {
  const { texts, services } = visit;
  const { enrolment, withdrawal } = seen;
  const whose = whoseWords(visit, enrolment);
  if (enrolment.ended) {
    const { refundRials, because, at } = enrolment.ended;
    return texts.chat('enrolment-ended', {
      refund: refundRials,
      because,
      at,
      wallet: walletName(visit, enrolment),
    });
  }
  if (enrolment.frozen) return texts.chat('enrolment-frozen', { because: enrolment.frozen.because });
  switch (enrolment.status) {
    case 'waitlisted':
      return texts.chat('enrolment-waiting', {
        place: await services.enrolments.placeInLine(enrolment),
        whose,
      });
    case 'offered':
      return texts.chat('enrolment-offered', {
        until: enrolment.offeredUntil ?? course.startsAt,
        fee: course.feeRials,
        wallet: walletName(visit, enrolment),
        whose,
      });
    case 'active':
      return withdrawal.type === 'allowed'
        ? texts.chat('enrolment-active', { until: withdrawal.until, whose })
        : texts.chat('enrolment-begun');
    case 'completed':
    case 'cancelled':
      return texts.chat('enrolment-over', { whose });
  }
}

function buttonsFor(visit: Visit, { enrolment, course, withdrawal }: Seen): Button[][] {
  const { texts, caller } = visit;
  const id = enrolment._id.toHexString();
  const mayTake = caller.person !== null && mayTakeSeat(enrolment, caller.person._id);
  return [
    [{ text: texts.plain('button-copy-code'), copy: enrolment.trackingCode }],
    ...(enrolment.status === 'active' ? [[pictureButton(texts, enrolment)]] : []),
    ...(enrolment.status === 'offered' && !enrolment.frozen && mayTake
      ? [[takeSeatButton(visit, id, course.feeRials)]]
      : []),
    ...(isOwn(visit, enrolment) && enrolment.consent.state !== 'own' && !enrolment.ended
      ? [consentButtons(visit, id)]
      : []),
    ...(withdrawal.type === 'allowed'
      ? [
          [
            {
              text: texts.plain(withdrawLabel(enrolment), { whose: whoseWords(visit, enrolment) }),
              data: tap.askToWithdraw.pack(id),
            },
          ],
        ]
      : []),
    [
      { text: texts.plain('button-mine'), data: tap.myEnrolments.pack() },
      { text: texts.plain('button-home'), data: tap.home.pack() },
    ],
  ];
}

/** Who waits gives up a place, not a course. */
export const withdrawLabel = ({ status }: Enrolment): string =>
  status === 'active' ? 'button-withdraw' : 'button-leave-line';

export const takeSeatButton = ({ texts }: Visit, id: string, feeRials: number): Button => ({
  text: texts.plain('button-take-seat', { fee: feeRials }),
  data: tap.takeSeat.pack(id, String(feeRials)),
});

/** Both stay open: a slip of the finger can be mended. */
export const consentButtons = ({ texts }: Visit, id: string): Button[] => [
  { text: texts.plain('button-it-is-me'), data: below(tap.itIsMe.pack(id)) },
  { text: texts.plain('button-it-is-not-me'), data: below(tap.itIsNotMe.pack(id)) },
];
