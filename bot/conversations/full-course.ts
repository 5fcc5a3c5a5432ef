/** A full course: its line is offered, in which nothing is charged until a seat is there. */
import type { CourseView } from '../../services/courses/service.ts';
import { tap } from '../callback-data.ts';
import { courseLines } from '../screens/course-card.ts';
import type { Visit } from '../visit.ts';
import type { Finish } from './form.ts';

export interface LineOffer {
  course: CourseView;
  /** Who would stand in line: who reads it, or their trainee. */
  whose: 'own' | 'trainee';
  /** The wallet that will be charged, as the reader calls it. */
  wallet: string;
  /** Lines below the course. */
  more?: readonly string[];
}

/** `form`: whose card it is. */
export function lineCard(
  { texts, ids }: Visit,
  form: string,
  { course, whose, wallet, more = [] }: LineOffer,
): Finish {
  const operationId = ids.operation();
  const { feeRials, waiting } = course;
  return {
    type: 'card',
    asked: 'line',
    change: { operationId, quotedFeeRials: feeRials },
    view: {
      text: [
        // What is free, if anything, is promised to the line; and the list may be of a moment ago.
        ...courseLines(texts, { ...course, seatsFree: 0 }),
        ...more,
        '',
        texts.chat('line-offer', { waiting, fee: feeRials, wallet, whose }),
      ].join('\n'),
      buttons: [
        [{ text: texts.plain('button-join-line', { whose }), data: tap.joinLine.pack(operationId) }],
        [
          { text: texts.plain('button-change-course'), data: tap.changeCourse.pack() },
          { text: texts.plain('button-cancel'), data: tap.cancelForm.pack(form) },
        ],
      ],
    },
  };
}
