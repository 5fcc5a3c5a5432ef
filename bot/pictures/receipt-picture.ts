/** A receipt as a picture: to be kept among photos, shown at a door, and checked by the link in its QR code. */
import { encode } from 'uqr';
import { escapeHtml } from '../../texts/html.ts';
import type { Language, Texts } from '../../texts/texts.ts';
import { FONT, toPng } from './png.ts';

export interface Receipt {
  courseTitle: string;
  /** Masked, or the words for a name that is still to come. */
  name: string;
  trackingCode: string;
  enrolledAt: Date;
  link: string;
}

export const PICTURE_WIDTH = 800;
export const PICTURE_HEIGHT = 1_120;

const MARGIN = 64;
/** Words of a title that fit on a line of this size; a longer title is cut after three lines. */
const LETTERS_A_LINE = 30;
const TITLE_LINES = 3;
const QR_SIZE = 380;

/** Set a text apart, whatever stands around it. */
const RIGHT_TO_LEFT = ['\u2067', '\u2069'] as const;
const LEFT_TO_RIGHT = ['\u2066', '\u2069'] as const;

export function receiptPicture(texts: Texts, receipt: Receipt): Promise<Uint8Array> {
  return toPng(drawing(texts, receipt));
}

function drawing(texts: Texts, { courseTitle, name, trackingCode, enrolledAt, link }: Receipt): string {
  const write = writer(texts.language);
  const details = texts.plain('picture-receipt', { name, at: enrolledAt, code: trackingCode }).split('\n');
  const title = titleLines(courseTitle);
  const detailsFrom = 236 + title.length * 60;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${PICTURE_WIDTH}" height="${PICTURE_HEIGHT}" font-family="${FONT}">
<rect width="100%" height="100%" fill="#fff"/>
<rect width="100%" height="150" fill="#157347"/>
${write(texts.bare('picture-receipt-heading'), { y: 98, size: 48, colour: '#fff', bold: true })}
${title.map((line, row) => write(line, { y: 226 + row * 60, size: 42, colour: '#1c2530', bold: true })).join('\n')}
${details.map((line, row) => write(line, { y: detailsFrom + row * 52, size: 32, colour: '#1c2530' })).join('\n')}
${qr(link)}
${write(texts.bare('picture-receipt-hint'), { y: PICTURE_HEIGHT - 44, size: 26, colour: '#4a5663' })}
</svg>`;
}

interface Style {
  y: number;
  size: number;
  colour: string;
  bold?: boolean;
}

/** At the side where the language begins; the drawing program takes every line to begin at the left unless told so. */
function writer(language: Language) {
  const isPersian = language === 'fa';
  const x = isPersian ? PICTURE_WIDTH - MARGIN : MARGIN;
  const [open, close] = isPersian ? RIGHT_TO_LEFT : LEFT_TO_RIGHT;
  return (text: string, { y, size, colour, bold }: Style): string => {
    const look = `font-size="${size}" fill="${colour}"${bold ? ' font-weight="bold"' : ''}`;
    const anchor = isPersian ? 'end' : 'start';
    return `<text x="${x}" y="${y}" text-anchor="${anchor}" ${look}>${open}${escapeHtml(text)}${close}</text>`;
  };
}

/** Each line runs the way of the whole title, also one that begins with letters of the other script. */
function titleLines(title: string): string[] {
  const found: string[] = [];
  for (const word of title.split(/\s+/)) {
    const last = found.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= LETTERS_A_LINE)
      found[found.length - 1] = `${last} ${word}`;
    else found.push(word.slice(0, LETTERS_A_LINE));
  }
  const last = found.length > TITLE_LINES ? [`${found[TITLE_LINES - 1]}…`] : found.slice(TITLE_LINES - 1);
  const isPersian = /^\P{L}*\p{Script=Arabic}/u.test(title);
  const [open, close] = isPersian ? RIGHT_TO_LEFT : LEFT_TO_RIGHT;
  return [...found.slice(0, TITLE_LINES - 1), ...last].map((line) => open + line + close);
}

/** In the middle below, dark on white with the quiet border that cameras need. */
function qr(link: string): string {
  const { data, size } = encode(link, { ecc: 'M', border: 4 });
  const scale = Math.floor(QR_SIZE / size);
  const side = scale * size;
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : [])));
  const left = Math.round((PICTURE_WIDTH - side) / 2);
  const top = PICTURE_HEIGHT - 100 - side;
  return `<path transform="translate(${left} ${top}) scale(${scale})" fill="#000" d="${squares.join('')}"/>`;
}
