/** What came of a simulation. */
import { TAP_KINDS } from '../monkey/tap-kinds.ts';

export interface Report {
  /** How often people did each kind of thing, and what struck. */
  counts: Map<string, number>;
  /** How often a button of each kind was pressed. */
  taps: Map<string, number>;
  /** How long people waited for an answer, in milliseconds. */
  waits: number[];
  /** How many enrolments, payments … there are in each state in the end. */
  states: Map<string, number>;
}

export const emptyReport = (): Report => ({
  ...{ counts: new Map(), waits: [], states: new Map() },
  taps: new Map(TAP_KINDS.map((kind) => [kind, 0])),
});

export function count({ counts }: Pick<Report, 'counts'>, what: string, times = 1): void {
  counts.set(what, (counts.get(what) ?? 0) + times);
}
