/** What a person and a course have after something was done, or was not. */

import type { Course } from '../../models/course.ts';
import { personalWallet } from '../../services/wallet/accounts.ts';
import type { Trainee, World } from './world.ts';

export async function whatIsLeft(world: World, { person, account }: Trainee, { _id }: Course) {
  const { Course, Enrolment, Notification } = world.models;
  const course = await Course.findById(_id).orFail().lean<Course>();
  return {
    balanceRials: await world.ledger.balanceOf(personalWallet(person._id)),
    seatsTaken: course.seatsTaken,
    live: await Enrolment.countDocuments({ person: person._id, course: _id, status: 'active' }),
    notices: await Notification.countDocuments({ person: person._id, event: 'enrolled' }),
    openForms: (await world.drafts.current({ account, person })) ? 1 : 0,
  };
}
