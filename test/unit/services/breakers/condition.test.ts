import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  afterFailure,
  afterProbe,
  afterSuccess,
  type Condition,
  FAILURES_IN_A_ROW,
  FIRST_PAUSE_MS,
  fromStored,
  HEALTHY,
  isProbed,
  LONGEST_PAUSE_MS,
  mayProbe,
  PROBE_EXPIRES_MS,
  ROW_WITHIN_MS,
  toStored,
  withProbe,
} from '../../../../services/breakers/condition.ts';

const T0 = 1_000_000;

function afterFailures(count: number, from = HEALTHY, everyMs = 0): Condition {
  let condition = from;
  for (let n = 0; n < count; n += 1) condition = afterFailure(condition, T0 + n * everyMs);
  return condition;
}
const OPEN = afterFailures(FAILURES_IN_A_ROW);
const PROBE_TIME = T0 + FIRST_PAUSE_MS;

/** What a probe at the right time leaves behind. */
function probed(condition: Condition, works: boolean, now: number): Condition {
  const withToken = withProbe(condition, 'token', now);
  if (!withToken) throw new Error('No probe was allowed');
  return afterProbe(withToken, 'token', works, now);
}

describe('a breaker', () => {
  test('opens after enough failures in a row, and not one earlier', () => {
    expect(afterFailures(FAILURES_IN_A_ROW - 1).state).toBe('closed');
    expect(OPEN).toMatchObject({ state: 'open', since: T0, nextProbeAt: PROBE_TIME });
  });

  test('forgets failures at the first success', () => {
    expect(afterSuccess(afterFailures(FAILURES_IN_A_ROW - 1))).toBe(HEALTHY);
  });

  test('counts no failures as a row that lie further apart than a minute', () => {
    expect(afterFailures(20, HEALTHY, ROW_WITHIN_MS + 1)).toMatchObject({ state: 'closed', failures: 1 });
    expect(afterFailures(FAILURES_IN_A_ROW, HEALTHY, ROW_WITHIN_MS).state).toBe('open');
  });

  test('is not moved by what was asked before it opened', () => {
    expect(afterSuccess(OPEN)).toBe(OPEN);
    expect(afterFailure(OPEN, T0 + 1)).toBe(OPEN);
  });

  test('lets one probe through after the pause, and another when that one’s process has died', () => {
    expect(withProbe(OPEN, 'a', PROBE_TIME - 1)).toBeNull();
    const probing = withProbe(OPEN, 'a', PROBE_TIME);
    if (!probing) throw new Error('No probe was allowed');
    expect(isProbed(probing, PROBE_TIME)).toBe(true);
    expect(withProbe(probing, 'b', PROBE_TIME + PROBE_EXPIRES_MS - 1)).toBeNull();
    expect(withProbe(probing, 'b', PROBE_TIME + PROBE_EXPIRES_MS)).toMatchObject({ probe: { token: 'b' } });
  });

  test('closes at a probe’s success', () => {
    expect(probed(OPEN, true, PROBE_TIME)).toBe(HEALTHY);
  });

  test('waits twice as long after each failed probe, and never longer than a minute', () => {
    let [condition, now] = [OPEN, PROBE_TIME];
    const pauses: number[] = [];
    for (let n = 0; n < 8; n += 1) {
      condition = probed(condition, false, now);
      if (condition.state !== 'open') throw new Error('It closed');
      pauses.push(condition.nextProbeAt - now);
      now = condition.nextProbeAt;
    }
    expect(pauses.slice(0, 4)).toEqual([6_000, 12_000, 24_000, 48_000]);
    expect(pauses.at(-1)).toBe(LONGEST_PAUSE_MS);
    expect(condition).toMatchObject({ since: T0 });
  });

  test('hears no failure of a probe that was given up, but its success', () => {
    const second = withProbe(
      { ...OPEN, probe: { token: 'a', until: PROBE_TIME } } as Condition,
      'b',
      PROBE_TIME,
    );
    if (!second) throw new Error('No probe was allowed');
    expect(afterProbe(second, 'a', false, PROBE_TIME + 1)).toBe(second);
    expect(afterProbe(second, 'a', true, PROBE_TIME + 1)).toBe(HEALTHY);
  });
});

test('whatever happens, a system that answers is asked again within a minute of its last failure', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ fails: fc.boolean(), pauseMs: fc.nat(120_000) })), (calls) => {
      let [condition, now]: [Condition, number] = [HEALTHY, T0];
      for (const { fails, pauseMs } of calls) {
        now += pauseMs;
        if (condition.state === 'closed')
          condition = fails ? afterFailure(condition, now) : afterSuccess(condition);
        else if (mayProbe(condition, now)) condition = probed(condition, !fails, now);
      }
      if (condition.state === 'open') {
        expect(condition.nextProbeAt - now).toBeLessThanOrEqual(LONGEST_PAUSE_MS);
        condition = probed(condition, true, now + LONGEST_PAUSE_MS);
      }
      expect(condition.state).toBe('closed');
    }),
  );
});

describe('what is stored', () => {
  test('is nothing for a system that is well, and else comes back as it was', () => {
    expect(toStored(HEALTHY)).toBeNull();
    expect(fromStored(null)).toBe(HEALTHY);
    for (const condition of [afterFailures(2), OPEN, withProbe(OPEN, 'a', PROBE_TIME) ?? OPEN])
      expect(fromStored(toStored(condition))).toEqual(condition);
  });

  test.each(['', 'nonsense', '{"state":"ajar"}'])('by something else (%j) counts as well', (stored) => {
    expect(fromStored(stored)).toBe(HEALTHY);
  });
});
