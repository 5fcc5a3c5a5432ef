/** Who may register trainees of which centre (کاربر پورتال), as the organisation's file says it. */
import { nationalCodeOf } from './people.ts';

export interface WorldGrant {
  nationalCode: string;
  /** The centre's code. */
  centre: string;
  /** May register people of a target group without a mobile. */
  mayExempt: boolean;
}

export const GRANTS: readonly WorldGrant[] = [
  { nationalCode: nationalCodeOf(10), centre: 'thr-kaveh', mayExempt: true },
  { nationalCode: nationalCodeOf(11), centre: 'thr-negarin', mayExempt: false },
  { nationalCode: nationalCodeOf(43), centre: 'khr-toos', mayExempt: false },
  { nationalCode: nationalCodeOf(43), centre: 'khr-zaferan', mayExempt: false },
];
