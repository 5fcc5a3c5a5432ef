/** One run of a course at a centre: dates, fee, and seats that are counted here and nowhere else. */
import { type Connection, Schema, type Types } from 'mongoose';

/** Whom a course is for; what is not said is open to all. */
export interface Audience {
  gender?: 'women' | 'men';
  /** Full years on the day on which the course starts, both included. */
  minAge?: number;
  maxAge?: number;
}

/** When on a day people learn: one person can be in a morning and an evening course at once. */
export type Shift = 'morning' | 'evening';

export interface Course {
  _id: Types.ObjectId;
  /** Short and url-safe: it is in deep links (`course_<code>`) and on buttons. */
  code: string;
  title: string;
  /** Title, centre and place in the form that searches compare. */
  searchText: string;
  centre: Types.ObjectId;
  capacity: number;
  /**
   * Seats that are gone: those taken outside the bot before the import, and one for each enrolment that is active or
   * offered, and for each hold.
   */
  seatsTaken: number;
  /** The first part of `seatsTaken`; the audit compares the rest with enrolments and holds. */
  seatsTakenElsewhere: number;
  /** How many stand in line. While anybody does, a free seat is theirs and no newcomer's. */
  waiting: number;
  /** Whole rials; 0 is free of charge. */
  feeRials: number;
  status: 'open' | 'closed' | 'cancelled';
  registrationOpensAt: Date;
  registrationClosesAt: Date;
  startsAt: Date;
  endsAt: Date;
  /** What a withdrawal gives back, and until when; by default all of it, until the course starts. */
  withdrawal?: WithdrawalTerms;
  /** کد استاندارد: what is taught; runs of the same training share it, at whatever centre. */
  standardCode?: string;
  shift?: Shift;
  audience?: Audience;
  /**
   * What must be completed before: standard codes, which any run of that training satisfies, or codes of single runs.
   * All of them are needed.
   */
  prerequisites?: string[];
}

export interface WithdrawalTerms {
  endsAt?: Date;
  /** Of the fee, 0 to 100; the rials are rounded down. */
  refundPercent?: number;
}

const schema = new Schema<Course>({
  code: { type: String, required: true },
  title: { type: String, required: true },
  searchText: { type: String, required: true },
  centre: { type: Schema.Types.ObjectId, ref: 'Centre', required: true },
  capacity: { type: Number, required: true, min: 0 },
  seatsTaken: { type: Number, required: true, min: 0 },
  seatsTakenElsewhere: { type: Number, required: true, min: 0 },
  waiting: { type: Number, default: 0, min: 0 },
  feeRials: { type: Number, required: true, min: 0 },
  status: { type: String, enum: ['open', 'closed', 'cancelled'], required: true },
  registrationOpensAt: { type: Date, required: true },
  registrationClosesAt: { type: Date, required: true },
  startsAt: { type: Date, required: true },
  endsAt: { type: Date, required: true },
  withdrawal: {
    type: new Schema<WithdrawalTerms>(
      { endsAt: Date, refundPercent: { type: Number, min: 0, max: 100 } },
      { _id: false },
    ),
    default: undefined,
  },
  standardCode: String,
  shift: { type: String, enum: ['morning', 'evening'] },
  audience: new Schema<Audience>(
    { gender: { type: String, enum: ['women', 'men'] }, minAge: Number, maxAge: Number },
    { _id: false },
  ),
  prerequisites: { type: [String], default: undefined },
});
schema.index({ code: 1 }, { unique: true });
// Lists of a centre's courses.
schema.index({ centre: 1, startsAt: 1 });
// Courses with people in line.
schema.index({ waiting: 1 }, { partialFilterExpression: { waiting: { $gt: 0 } } });
// The lists of courses that still take people, soonest first.
schema.index({ status: 1, startsAt: 1 });
// The titles of prerequisites that are named by their standard.
schema.index({ standardCode: 1 }, { sparse: true });

export const createCourseModel = (connection: Connection) => connection.model('Course', schema, 'courses');
