/** A case and the notices of it to everybody who is staff, in the transaction of who found it. */
import { type ClientSession, Types } from 'mongoose';
import type { StaffCase } from '../../models/staff-case.ts';
import { storedSubject } from '../audit-trail/service.ts';
import type { CasesDeps, Matter, Opened } from './service.ts';

export async function openWithin(
  { models, clock, staff, notifications }: CasesDeps,
  { subject, ...matter }: Matter,
  session: ClientSession,
): Promise<Opened> {
  const { dedupeKey } = matter;
  const known = await models.StaffCase.findOne({ dedupeKey }, { _id: 1 }, { session }).lean<
    Pick<StaffCase, '_id'>
  >();
  if (known) return { id: known._id, isNew: false, notices: [] };
  const id = new Types.ObjectId();
  const about = subject ? { subject: storedSubject(subject) } : {};
  await models.StaffCase.create([{ _id: id, ...matter, ...about, state: 'open', openedAt: clock() }], {
    session,
  });
  const notices: Types.ObjectId[] = [];
  const params = { kind: matter.kind, case: id.toHexString() };
  for (const person of await staff.all(session)) {
    const notice = {
      ...({ event: 'staff-case', person, params } as const),
      dedupeKey: `staff-case-${id.toHexString()}-${person.toHexString()}`,
    };
    notices.push(await notifications.record(notice, session));
  }
  return { id, isNew: true, notices };
}
