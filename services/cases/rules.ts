/** What is a reason. Pure. */
import { hasPersonalNumber } from '../identity/personal-numbers.ts';

const SHORTEST_REASON = 3;
/** As long as a text of one message that a person would read. */
const LONGEST_REASON = 500;

/** Words that say why, without anybody's numbers: what staff do without any is not done. */
export function isReason(uncheckedReason: string): boolean {
  const length = [...uncheckedReason.trim()].length;
  return length >= SHORTEST_REASON && length <= LONGEST_REASON && !hasPersonalNumber(uncheckedReason);
}
