/** A person is one national code; chats, wallet, enrolments and roles belong to the person. */
import { type Connection, Schema, type Types } from 'mongoose';
import type { Sealed } from './sealed.ts';

/**
 * `pending`: the registry did not answer yet and names are missing. `verified`: names came from the registry or the
 * national window. `rejected`: the registry knows no such code, or its holder has died. `deleted`: at their own request
 * nothing is known of them any more, or their record went into another (`mergedInto`); it stays for what refers to it, and
 * `services/people` hands it to nobody.
 */
export const IDENTITY_STATES = ['pending', 'verified', 'rejected', 'deleted'] as const;
export type IdentityState = (typeof IDENTITY_STATES)[number];

/** A person's request that their data be deleted. */
export interface Deletion {
  requestedAt: Date;
  /** From then on it is carried out, unless they have taken it back. */
  dueAt: Date;
  /** Written by whoever enrols them meanwhile, so that the two see each other. */
  heldAt?: Date;
}

/** `verified`: a mobile-ownership service said that the number is registered to the code (N6). */
export type MobileState = 'unverified' | 'verified' | 'none';

/** What a person may do besides what everybody may. Administrators are named in the settings, too. */
export type PersonRole = 'staff' | 'administrator';

/** Whose word the names are. What staff or the national window said, the registry's backfill never overwrites. */
export const NAME_SOURCES = ['registry', 'national-window', 'staff'] as const;
export type NameSource = (typeof NAME_SOURCES)[number];

/** As the code handles people; `services/people` makes it of what is stored. */
export interface Person {
  _id: Types.ObjectId;
  /** Ten ASCII digits with a valid check digit. */
  nationalCode: string;
  firstName?: string;
  lastName?: string;
  /** Absent without a name, and for names of versions that did not note it: those came from the registry. */
  nameSource?: NameSource;
  identity: IdentityState;
  /** When the registry was last asked in vain, and how often. */
  registryAskedAt?: Date;
  registryAttempts: number;
  /** Of a pending person: from when on the backfill is to ask (again); absent: at once. */
  registryDueAt?: Date;
  /** `09…`, present when `mobileState` is not `none`. */
  mobile?: string;
  mobileState: MobileState;
  mobileVerifiedAt?: Date;
  /** The proven number before this one, as long as it may still have to be told of the change. */
  formerMobile?: string;
  /** The target group for which a portal user entered them without a mobile (N6); gone once a mobile is proven. */
  exemption?: string;
  /** Pairs of code and mobile that did not match when this portal user entered trainees, since the first of the day. */
  mismatches?: { count: number; since: Date };
  /** Holds a live grant. Written with the grants, for what is shown only: what is done is judged by the grants. */
  isPortalUser?: boolean;
  /** When they last got the statement of a wallet as a file. */
  statementFileAt?: Date;
  /** Payments opened for their wallets: counted so that of two that are opened at once the second sees the first. */
  topUpsOpened?: number;
  roles?: PersonRole[];
  /** Told by the national window, never asked for (N1); for many people not known. */
  gender?: 'woman' | 'man';
  /** Any moment of the day of birth, as it was in Tehran. */
  birthDate?: Date;
  language: 'fa' | 'en';
  deletion?: Deletion;
  /** Of a record that was made by a wrong code: whose it is. Never one that was merged itself. */
  mergedInto?: Types.ObjectId;
  createdAt: Date;
}

/** As the database holds them: the code sealed, its keyed hash to find them by, and the mobiles sealed. */
export interface StoredPerson extends Omit<Person, 'nationalCode' | 'mobile' | 'formerMobile'> {
  codeHash: string;
  nationalCode: Sealed;
  mobile?: Sealed;
  formerMobile?: Sealed;
}

const schema = new Schema<StoredPerson>({
  codeHash: { type: String, required: true },
  nationalCode: { type: String, required: true },
  firstName: String,
  lastName: String,
  nameSource: { type: String, enum: NAME_SOURCES },
  identity: { type: String, enum: IDENTITY_STATES, required: true },
  registryAskedAt: Date,
  registryAttempts: { type: Number, default: 0 },
  registryDueAt: Date,
  mobile: String,
  mobileState: { type: String, enum: ['unverified', 'verified', 'none'], required: true },
  mobileVerifiedAt: Date,
  formerMobile: String,
  exemption: String,
  mismatches: {
    type: new Schema<NonNullable<Person['mismatches']>>({ count: Number, since: Date }, { _id: false }),
    default: undefined,
  },
  isPortalUser: Boolean,
  statementFileAt: Date,
  topUpsOpened: Number,
  roles: { type: [{ type: String, enum: ['staff', 'administrator'] }], default: undefined },
  gender: { type: String, enum: ['woman', 'man'] },
  birthDate: Date,
  language: { type: String, enum: ['fa', 'en'], default: 'fa' },
  deletion: {
    type: new Schema<Deletion>({ requestedAt: Date, dueAt: Date, heldAt: Date }, { _id: false }),
    default: undefined,
  },
  mergedInto: { type: Schema.Types.ObjectId, ref: 'Person' },
  createdAt: { type: Date, required: true },
});
// One person per national code, whoever brings it and how often.
schema.index({ codeHash: 1 }, { unique: true, partialFilterExpression: { codeHash: { $exists: true } } });
// The identity backfill: pending people who are due, longest waiting first.
schema.index({ identity: 1, registryDueAt: 1, registryAskedAt: 1 });

// The audit reads the entries of these as their owner's.
schema.index({ mergedInto: 1 }, { partialFilterExpression: { mergedInto: { $exists: true } } });
// Who has asked to be deleted.
schema.index({ 'deletion.dueAt': 1 }, { partialFilterExpression: { deletion: { $exists: true } } });

export const createPersonModel = (connection: Connection) => connection.model('Person', schema, 'people');
