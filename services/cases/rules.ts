/** What is a reason. Pure. */

const SHORTEST_REASON = 3;
/** As long as a text of one message that a person would read. */
const LONGEST_REASON = 500;

/** Words that say why: what staff do without any is not done. */
export function isReason(uncheckedReason: string): boolean {
  const length = [...uncheckedReason.trim()].length;
  return length >= SHORTEST_REASON && length <= LONGEST_REASON;
}
