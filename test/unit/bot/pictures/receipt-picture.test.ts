/** The receipt as a picture: what a camera reads from it, whatever stands on it. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  PICTURE_HEIGHT,
  PICTURE_WIDTH,
  type Receipt,
  receiptPicture,
} from '../../../../bot/pictures/receipt-picture.ts';
import { LANGUAGES, loadTexts } from '../../../../texts/texts.ts';
import { readPicture } from '../../../support/read-qr.ts';

const texts = loadTexts();
const RECEIPT: Receipt = {
  courseTitle: 'جوشکاری با قوس الکتریکی (SMAW)',
  name: 'سارا ا…',
  trackingCode: '1234567890',
  enrolledAt: new Date('2026-11-22T09:00:00Z'),
  link: 'https://karamooz.example/v/ABCDEFGHIJKLMNOPQRSTUV',
};

test.each(LANGUAGES)('in %s has its size, and the link in its QR code', async (language) => {
  const picture = readPicture(await receiptPicture(texts[language], RECEIPT));
  expect(picture).toEqual({ width: PICTURE_WIDTH, height: PICTURE_HEIGHT, qr: RECEIPT.link });
});

test('what stands on it shows: another name gives another picture, in the font that comes with us', async () => {
  const [one, same, other, nameless] = await Promise.all(
    [RECEIPT, RECEIPT, { ...RECEIPT, name: 'رضا ن…' }, { ...RECEIPT, name: '' }].map(async (receipt) =>
      Buffer.from(await receiptPicture(texts.fa, receipt)),
    ),
  );
  expect(same?.equals(one ?? Buffer.alloc(0))).toBe(true);
  expect(other?.equals(one ?? Buffer.alloc(0))).toBe(false);
  expect(other?.equals(nameless ?? Buffer.alloc(0))).toBe(false);
});

test('no title breaks it, however long or odd', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom(...'آبپتABC <>&"\' \u200c()'), maxLength: 300 }),
      async (courseTitle) => {
        const picture = readPicture(await receiptPicture(texts.fa, { ...RECEIPT, courseTitle }));
        expect(picture.qr).toBe(RECEIPT.link);
      },
    ),
    { numRuns: 8 },
  );
}, 60_000);
