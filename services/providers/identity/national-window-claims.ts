/** What the national window's claims tell of a person. Pure. */
import { z } from 'zod';
import { readMobile, readNationalCode } from '../../identity/rules.ts';
import { readBirthDate } from './birth-date.ts';

export type Claims = Record<string, unknown>;

/** Everything but the code may not be told. */
export interface WindowIdentity {
  nationalCode: string;
  firstName?: string;
  lastName?: string;
  /** `09…`; only one that the window has proven. */
  mobile?: string;
  gender?: 'woman' | 'man';
  /** Noon of that day in UTC, which is the same day in Tehran. */
  birthDate?: Date;
}

const text = z.string().trim().min(1).max(100);
const optional = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

const claimsSchema = z.object({
  nationalCode: z.union([z.string(), z.number()]).transform(String),
  given_name: optional(text),
  family_name: optional(text),
  phone_number: optional(text),
  phone_number_verified: optional(z.boolean()),
  gender: optional(text),
  birthdate: optional(text),
});

/** Null without a valid national code: the rest would say nothing of anybody. */
export function identityOf(claims: Claims): WindowIdentity | null {
  const read = claimsSchema.safeParse(claims).data;
  const code = readNationalCode(read?.nationalCode ?? '');
  if (!read || code.type !== 'national-code') return null;
  const mobile = read.phone_number_verified ? readMobile(read.phone_number ?? '') : null;
  const gender = genderOf(read.gender);
  const birthDate = readBirthDate(read.birthdate ?? '');
  return {
    nationalCode: code.nationalCode,
    // One of both alone would be no name.
    ...(read.given_name && read.family_name
      ? { firstName: read.given_name, lastName: read.family_name }
      : {}),
    ...(mobile ? { mobile } : {}),
    ...(gender ? { gender } : {}),
    ...(birthDate ? { birthDate } : {}),
  };
}

const GENDERS = new Map<string, 'woman' | 'man'>([
  ['female', 'woman'],
  ['male', 'man'],
]);

const genderOf = (word: string | undefined) => GENDERS.get(word?.toLowerCase() ?? '');
