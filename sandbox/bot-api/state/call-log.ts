/** The last calls that the bot made, for tests that want to see what it sent; not kept across a restart. */

export interface LoggedCall {
  /** ISO 8601, UTC. */
  at: string;
  method: string;
  /** The parameters as they came; uploads are named, not contained. */
  payload: unknown;
  /** HTTP status of the answer. */
  status: number;
  /** What was wrong, when the answer was an error. */
  description?: string;
  /** Fields that this messenger does not know and so did not look at, `reply_markup.inline_keyboard.style` style. */
  ignored: string[];
}

export interface CallLog {
  add(call: LoggedCall): void;
  /** Newest last. */
  last(limit: number): LoggedCall[];
}

const KEPT_CALLS = 2_000;

export function createCallLog(): CallLog {
  const calls: LoggedCall[] = [];
  return {
    add(call) {
      // A quiet bot polls without end; of polls in a row the last one is enough.
      if (isPoll(call) && isPoll(calls.at(-1))) calls.pop();
      calls.push(call);
      if (calls.length > 2 * KEPT_CALLS) calls.splice(0, KEPT_CALLS);
    },
    last: (limit) => calls.slice(-Math.min(limit, KEPT_CALLS)),
  };
}

const isPoll = (call: LoggedCall | undefined) => call?.method.toLowerCase() === 'getupdates';
