/**
 * What a national code or a mobile is at rest (AES-256-GCM), and the keyed hash by which a code is found (HMAC-SHA-256).
 *
 * A sealed text is `<key id>.<base64url of nonce, ciphertext and tag>`. It is bound to the place it was sealed for: moved
 * to another person, draft or field it does not open. Every key of the settings opens, the first one seals.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { Types } from 'mongoose';
import type { PersonalDataKeys } from '../../config.ts';
import type { Sealed } from '../../models/sealed.ts';

/** Where a sealed text belongs. */
export interface Place {
  of: 'person' | 'draft' | 'mobile-code';
  id: Types.ObjectId;
  field: 'nationalCode' | 'mobile' | 'formerMobile';
}

export interface Seal {
  close(text: string, place: Place): Sealed;
  /** Throws when the text was changed or moved, or when its key is not among the settings. */
  open(sealed: Sealed, place: Place): string;
  /** Whether it was sealed with the key that seals now. */
  isCurrent(sealed: Sealed): boolean;
  /** The same for the same text under the same hash key, and nothing that tells the text. */
  hashOf(text: string): string;
}

/** Whether a stored value is sealed. Codes and mobiles in clear, as versions before this one stored them, are digits. */
export const isSealed = (stored: Sealed | string): stored is Sealed => String(stored).includes('.');

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function createSeal({ sealKeys, hashKey }: PersonalDataKeys): Seal {
  const keys = new Map(sealKeys.map(({ id, key }) => [id, createSecretKey(key)]));
  const [newest] = [...keys];
  if (!newest) throw new Error('There is no key to seal with');
  const secret = createSecretKey(hashKey);
  return {
    close: (text, place) => close(newest, text, place),
    open: (sealed, place) => open(keys, String(sealed), place),
    isCurrent: (sealed) => String(sealed).startsWith(`${newest[0]}.`),
    hashOf: (text) => createHmac('sha256', secret).update(text).digest('base64url'),
  };
}

function close([id, key]: [string, KeyObject], text: string, place: Place): Sealed {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(nameOf(place));
  const bytes = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${id}.${bytes.toString('base64url')}` as unknown as Sealed;
}

function open(keys: ReadonlyMap<string, KeyObject>, sealed: string, place: Place): string {
  const [id = '', content = ''] = sealed.split('.');
  const key = keys.get(id);
  if (!key)
    throw new Error(`No key of PERSONAL_DATA_KEYS opens a text of ${place.of} ${place.id.toHexString()}`);
  const bytes = Buffer.from(content, 'base64url');
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(nameOf(place))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
}

const nameOf = ({ of, id, field }: Place) => Buffer.from(`${of}:${id.toHexString()}:${field}`);
