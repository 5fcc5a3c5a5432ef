/** The way to the receipt as a picture, from wherever an enrolment that holds a seat is shown. */
import type { Enrolment } from '../../models/enrolment.ts';
import type { Texts } from '../../texts/texts.ts';
import { tap } from '../callback-data.ts';
import type { Button } from '../view.ts';

export const pictureButton = (texts: Texts, { _id }: Pick<Enrolment, '_id'>): Button => ({
  text: texts.plain('button-receipt-picture'),
  data: tap.receiptPicture.pack(_id.toHexString()),
});
