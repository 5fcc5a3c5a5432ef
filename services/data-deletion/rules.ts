/** When somebody's data may be deleted, and what stands in the way. Pure. */
import type { Types } from 'mongoose';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Time to think better of it, and for somebody whose phone another has in hand to notice. */
export const DELETION_WAIT_MS = 3 * DAY_MS;

/** What has to come to its end first, in the order in which a person would see to it. */
export const OBSTACLES = [
  /** A seat, or a place in line, in a course that has not ended. */
  'enrolled',
  /** Enrolments of others that this portal wallet has paid: what is withdrawn comes back to it. */
  'paid-for-others',
  /** A payment that the gateway may still say is paid. */
  'payment',
  /** A wallet that is not empty. */
  'money',
  /** Grants of a centre, or a role. */
  'role',
  /** Something about them that staff are looking into. */
  'case',
] as const;
export type Obstacle = (typeof OBSTACLES)[number];

/** Of a person, as read in one moment. */
export interface Standing {
  enrolled: boolean;
  paidForOthers: boolean;
  payment: boolean;
  balancesRials: readonly number[];
  role: boolean;
  case: boolean;
}

export function obstaclesOf(standing: Standing): Obstacle[] {
  const stands: Record<Obstacle, boolean> = {
    enrolled: standing.enrolled,
    'paid-for-others': standing.paidForOthers,
    payment: standing.payment,
    money: standing.balancesRials.some((rials) => rials !== 0),
    role: standing.role,
    case: standing.case,
  };
  return OBSTACLES.filter((obstacle) => stands[obstacle]);
}

/** Names one request: asked again after it was taken back, it is another one. */
export const requestKey = (person: Types.ObjectId, requestedAt: Date): string =>
  `data-deletion-requested-${person.toHexString()}-${requestedAt.getTime()}`;
