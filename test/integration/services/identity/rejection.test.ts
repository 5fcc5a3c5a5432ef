/** What follows when the registry turns away somebody who was let in without it (N2). */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Types } from 'mongoose';
import type { Course } from '../../../../models/course.ts';
import type { Enrolment } from '../../../../models/enrolment.ts';
import { COURSE, createWorld, type Trainee, type World } from '../../../support/world.ts';

let world: World;
let staff: Trainee;
let course: Course;
beforeAll(async () => {
  world = await createWorld();
  staff = await world.staffPerson();
  course = await world.course();
});
afterAll(() => world.close());

/** Let in while the registry was away, with a code that it turns out not to know. */
async function mistyped(): Promise<Trainee & { nationalCode: string; mobile: string }> {
  const who = world.stranger();
  world.registers.registryDown = true;
  const known = await world.proven(await world.account(), who);
  world.registers.registryDown = false;
  world.registers.people.delete(who.nationalCode);
  return { ...known, ...who };
}

async function enrolledByCentre(trainee: Trainee): Promise<{ operator: Trainee; enrolment: Enrolment }> {
  const operator = await world.portalUser(course.centre, { balanceRials: COURSE.feeRials });
  const outcome = await world.enrolments.enrol(await world.portalCard(operator, trainee, course));
  if (outcome.type !== 'enrolled') throw new Error(outcome.type);
  return { operator, enrolment: outcome.enrolment };
}

async function registryAnswers(): Promise<void> {
  world.advance(60 * 60_000);
  await world.identity.backfill();
}

const eventsOf = async ({ person }: Trainee) =>
  (await world.models.Notification.find({ person: person._id }).lean()).map(({ event }) => event);
const casesOf = (person: Types.ObjectId) =>
  world.models.StaffCase.find({ person, kind: 'identity-rejected' }).lean();

test('the enrolments stop, the person, who registered them and staff are told, once', async () => {
  const trainee = await mistyped();
  const { operator, enrolment } = await enrolledByCentre(trainee);
  await registryAnswers();
  await registryAnswers();

  expect(await world.identity.byId(trainee.person._id)).toMatchObject({ identity: 'rejected' });
  expect(await world.enrolments.byId(enrolment._id)).toMatchObject({
    status: 'active',
    frozen: { because: 'identity-rejected' },
  });
  const count = (events: string[], event: string) => events.filter((one) => one === event).length;
  expect(count(await eventsOf(trainee), 'identity-rejected')).toBe(1);
  expect(count(await eventsOf(operator), 'trainee-rejected')).toBe(1);
  const cases = await casesOf(trainee.person._id);
  expect(cases).toMatchObject([{ state: 'open', facts: { because: 'unknown-code', enrolments: 1 } }]);
  const told = await world.models.Notification.countDocuments({
    ...{ event: 'staff-case', person: staff.person._id },
    'params.case': cases[0]?._id.toHexString(),
  });
  expect(told).toBe(1);
});

test('whoever registered themselves is told once, and nobody else', async () => {
  const trainee = await mistyped();
  await world.fund({ person: trainee.person._id, kind: 'trainee' }, COURSE.feeRials);
  await world.enrolments.enrol(await world.card(trainee, course));
  await registryAnswers();
  expect(await eventsOf(trainee)).toEqual(expect.arrayContaining(['identity-rejected']));
  expect(await eventsOf(trainee)).not.toContain('trainee-rejected');
});

test('"it is me" does not thaw what the registry has stopped', async () => {
  const trainee = await mistyped();
  const { enrolment } = await enrolledByCentre(trainee);
  await registryAnswers();
  const answer = { enrolment: enrolment._id, person: trainee.person };
  await world.enrolments.answerConsent({ ...answer, isMe: false });
  await world.enrolments.answerConsent({ ...answer, isMe: true });
  expect(await world.enrolments.byId(enrolment._id)).toMatchObject({
    consent: { state: 'given' },
    frozen: { because: 'identity-rejected' },
  });
});

describe('when the registry knows them after all', () => {
  test.each(['themselves', 'a portal user'])(
    'and %s comes again, all goes on and the case is over',
    async (who) => {
      const trainee = await mistyped();
      const { operator, enrolment } = await enrolledByCentre(trainee);
      await registryAnswers();
      const { nationalCode, mobile } = trainee;
      world.registers.people.set(nationalCode, {
        firstName: 'مریم',
        lastName: 'شایسته',
        mobile,
        alive: true,
      });
      if (who === 'themselves') await world.proven(trainee.account, trainee);
      else await world.identity.enter({ by: operator.person, nationalCode, mobile });
      expect(await world.enrolments.byId(enrolment._id)).not.toHaveProperty('frozen');
      expect(await casesOf(trainee.person._id)).toMatchObject([{ state: 'closed' }]);
    },
  );
});
