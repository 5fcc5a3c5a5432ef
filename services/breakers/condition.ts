/**
 * How an outside system has fared, and what follows. Pure; times are milliseconds since the epoch.
 *
 * `closed`: it is asked. Enough failures in a row, of whichever processes, make it `open`: nobody asks, but after a pause
 * one of all processes may, with a token (half-open). Its success closes; its failure makes the next pause longer. A
 * probe whose process died is forgotten when its token expires.
 */
import { z } from 'zod';

const closedSchema = z.object({
  state: z.literal('closed'),
  failures: z.int().min(0),
  lastFailureAt: z.number(),
});
const openSchema = z.object({
  state: z.literal('open'),
  since: z.number(),
  failedProbes: z.int().min(0),
  nextProbeAt: z.number(),
  probe: z.object({ token: z.string(), until: z.number() }).nullable(),
});
const conditionSchema = z.discriminatedUnion('state', [closedSchema, openSchema]);

export type Condition = z.infer<typeof conditionSchema>;
export type Open = z.infer<typeof openSchema>;

export const HEALTHY: Condition = { state: 'closed', failures: 0, lastFailureAt: 0 };

/** Half of all calls failing is no outage: five in a row come of that once in thirty-two. */
export const FAILURES_IN_A_ROW = 5;
/** A failure that is older belongs to no row. */
export const ROW_WITHIN_MS = 60_000;
/** Doubled after each failed probe. People wait for it: what is back should soon be found to be. */
export const FIRST_PAUSE_MS = 3_000;
export const LONGEST_PAUSE_MS = 60_000;
/** Longer than any call may take. */
export const PROBE_EXPIRES_MS = 15_000;

export function afterFailure(condition: Condition, now: number): Condition {
  if (condition.state === 'open') return condition;
  const goesOn = now - condition.lastFailureAt <= ROW_WITHIN_MS;
  const failures = (goesOn ? condition.failures : 0) + 1;
  if (failures < FAILURES_IN_A_ROW) return { state: 'closed', failures, lastFailureAt: now };
  return { state: 'open', since: now, failedProbes: 0, nextProbeAt: now + FIRST_PAUSE_MS, probe: null };
}

/** What was asked before the breaker opened may still be answered; only a probe closes it. */
export function afterSuccess(condition: Condition): Condition {
  return condition.state === 'open' ? condition : HEALTHY;
}

/** Gives the one probe to whoever brings this token; null when it is not time, or somebody else has it. */
export function withProbe(condition: Condition, token: string, now: number): Open | null {
  if (!mayProbe(condition, now)) return null;
  return { ...condition, probe: { token, until: now + PROBE_EXPIRES_MS } };
}

export function mayProbe(condition: Condition, now: number): condition is Open {
  return condition.state === 'open' && now >= condition.nextProbeAt && !isProbed(condition, now);
}

/** Half-open. */
export function isProbed(condition: Condition, now: number): boolean {
  return condition.state === 'open' && condition.probe !== null && condition.probe.until > now;
}

export function afterProbe(condition: Condition, token: string, works: boolean, now: number): Condition {
  // An answer is an answer, even to a probe that was given up.
  if (works) return HEALTHY;
  if (condition.state === 'closed' || condition.probe?.token !== token) return condition;
  const failedProbes = condition.failedProbes + 1;
  return { ...condition, failedProbes, nextProbeAt: now + pauseMs(failedProbes), probe: null };
}

function pauseMs(failedProbes: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** failedProbes, LONGEST_PAUSE_MS);
}

/** As it is kept: null for a healthy one, so that what is well takes no room. */
export function toStored(condition: Condition): string | null {
  return condition.state === 'closed' && condition.failures === 0 ? null : JSON.stringify(condition);
}

/** What another version has stored may not be understood; then the system is taken to be well. */
export function fromStored(stored: string | null): Condition {
  if (stored === null) return HEALTHY;
  try {
    return conditionSchema.parse(JSON.parse(stored));
  } catch {
    return HEALTHY;
  }
}
