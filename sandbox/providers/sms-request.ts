/** What Kavenegar demands of `sms/send`, and which of its codes each breach gets. */
import { SMS_LINE } from './credentials.ts';
import type { ReturnCode } from './sms-codes.ts';

export interface SendRequest {
  /** `09…` each. */
  receptors: string[];
  message: string;
  /** One per receptor, or none at all. */
  localIds: string[];
}

export interface Refused {
  code: Exclude<ReturnCode, 200>;
}

const RECEPTORS_MAX = 200;
const LATIN_CHARACTERS_MAX = 612;
const PERSIAN_CHARACTERS_MAX = 268;
/** Local ids are signed 64-bit numbers at Kavenegar. */
const LOCAL_ID = /^\d{1,18}$/;

export function checkSend(parameters: Record<string, string>): SendRequest | Refused {
  const { receptor, message, sender, localid } = parameters;
  if (receptor === undefined || message === undefined) return { code: 400 };
  if (receptor.trim() === '') return { code: 406 };
  if (sender !== undefined && sender !== SMS_LINE) return { code: 412 };
  if (message.trim() === '' || isTooLong(message)) return { code: 413 };

  const rawReceptors = receptor.split(',');
  if (rawReceptors.length > RECEPTORS_MAX) return { code: 414 };
  const receptors = rawReceptors.map(localForm);
  if (!receptors.every((number) => number !== undefined)) return { code: 411 };

  const localIds = localid ? localid.split(',') : [];
  if (localIds.length > 0 && localIds.length !== receptors.length) return { code: 419 };
  if (!localIds.every((id) => LOCAL_ID.test(id))) return { code: 400 };
  return { receptors, message, localIds };
}

export function isRefused(request: SendRequest | Refused): request is Refused {
  return 'code' in request;
}

function isTooLong(message: string): boolean {
  const isLatin = /^[\n\r -~]*$/.test(message);
  return message.length > (isLatin ? LATIN_CHARACTERS_MAX : PERSIAN_CHARACTERS_MAX);
}

/** Kavenegar takes 09…, 9…, 98…, +98… and 0098…. */
function localForm(number: string): string | undefined {
  const subscriber = /^(?:0|98|\+98|0098)?(9\d{9})$/.exec(number.trim())?.[1];
  return subscriber && `0${subscriber}`;
}
