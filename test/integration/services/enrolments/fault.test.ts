/** A fault of ours at any step of enrolling: nothing is left of it, and the same card enrols afterwards. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEnrolments, type EnrolmentsDeps } from '../../../../services/enrolments/service.ts';
import { SHOWN_WITHIN_MS } from '../../../../services/notifications/rules.ts';
import { createNotifications } from '../../../../services/notifications/service.ts';
import { whatIsLeft } from '../../../support/what-is-left.ts';
import { COURSE, createWorld, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const FAULT = new Error('the process stumbles');

/** Does what `verb` does, and then fails. */
function failingAfter<Input extends unknown[], Output>(verb: (...input: Input) => Promise<Output>) {
  return async (...input: Input): Promise<Output> => {
    await verb(...input);
    throw FAULT;
  };
}

/** Fails each time that `part` is asked for something. */
function failing(): never {
  throw FAULT;
}

/** The dependencies of enrolling, one of them broken. */
const BROKEN: Record<string, (deps: EnrolmentsDeps) => Partial<EnrolmentsDeps>> = {
  'before anything is written': () => ({ inTransaction: failing }),
  'after the form was consumed': ({ drafts }) => ({
    drafts: { ...drafts, consume: failingAfter(drafts.consume) },
  }),
  'before the fee is debited': ({ ledger }) => ({ ledger: { ...ledger, debitFee: failing } }),
  'after the fee was debited': ({ ledger }) => ({
    ledger: { ...ledger, debitFee: failingAfter(ledger.debitFee) },
  }),
  'while the enrolment is written': ({ ids }) => ({ ids: { ...ids, trackingCode: failing } }),
  'before the notice is recorded': ({ notifications }) => ({
    notifications: { ...notifications, record: failing },
  }),
  'after the notice was recorded': ({ notifications }) => ({
    notifications: { ...notifications, record: failingAfter(notifications.record) },
  }),
  'right before the commit': ({ inTransaction }) => ({
    inTransaction: (work) => inTransaction(failingAfter(work)),
  }),
};

test.each(Object.keys(BROKEN))(
  'scenario 39: a fault %s leaves nothing, and the same card enrols afterwards',
  async (step) => {
    const maryam = await world.trainee({ balanceRials: COURSE.feeRials });
    const course = await world.course();
    const card = await world.card(maryam, course);
    const before = await whatIsLeft(world, maryam, course);
    const deps = world.enrolmentsDeps;
    const broken = createEnrolments({ ...deps, ...BROKEN[step]?.(deps) });

    await expect(broken.enrol(card)).rejects.toBe(FAULT);
    expect(await whatIsLeft(world, maryam, course)).toEqual(before);
    expect((await world.audit.run()).findings).toEqual([]);

    expect(await world.enrolments.enrol(card)).toMatchObject({ type: 'enrolled', again: false });
    expect(await whatIsLeft(world, maryam, course)).toMatchObject({
      balanceRials: 0,
      seatsTaken: 1,
      live: 1,
    });
  },
);

test('a queue that cannot be woken after the commit loses nothing: the sweep finds the notice', async () => {
  const maryam = await world.trainee({ balanceRials: COURSE.feeRials });
  const course = await world.course();
  const notifications = createNotifications({
    ...world.notificationsDeps,
    wakeDeliveries: async () => {
      throw new Error('connect ECONNREFUSED');
    },
  });
  const enrolments = createEnrolments({ ...world.enrolmentsDeps, notifications });
  const outcome = await enrolments.enrol(await world.card(maryam, course));
  expect(outcome).toMatchObject({ type: 'enrolled' });
  const notice = await world.models.Notification.findOne({
    event: 'enrolled',
    person: maryam.person._id,
  }).orFail();
  world.woken.length = 0;
  world.advance(SHOWN_WITHIN_MS);
  await world.notifications.sweep(1_000);
  expect(world.woken.filter(({ notification }) => notification.equals(notice._id))).toHaveLength(3);
});
