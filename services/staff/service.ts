/** Who is staff: whoever has a role, and the administrators whom the settings name; nobody whose identity was rejected. */
import type { ClientSession, Types } from 'mongoose';
import type { Models } from '../../models/models.ts';
import type { Person, StoredPerson } from '../../models/person.ts';
import type { People } from '../people/service.ts';

export interface Staff {
  /** Read anew each time: a role that was taken away a moment ago is gone. */
  isStaff(person: Types.ObjectId, session?: ClientSession): Promise<boolean>;
  /** The same of somebody who was read just now; for what is shown only. */
  seemsStaff(person: Person): boolean;
  /** Everybody who is staff at this moment. */
  all(session?: ClientSession): Promise<Types.ObjectId[]>;
}

export interface StaffDeps {
  models: Models;
  people: People;
  /** National codes of the administrators whom the settings name. */
  administrators: ReadonlySet<string>;
}

export function createStaff(deps: StaffDeps): Staff {
  return {
    isStaff: (person, session) => isStaff(deps, person, session),
    seemsStaff: (person) => seemsStaff(deps, person),
    all: (session) => all(deps, session),
  };
}

async function isStaff(deps: StaffDeps, _id: Types.ObjectId, session?: ClientSession): Promise<boolean> {
  const person = await deps.people.byId(_id, session);
  return person !== null && seemsStaff(deps, person);
}

function seemsStaff({ administrators }: StaffDeps, person: Person): boolean {
  if (person.identity === 'rejected') return false;
  return administrators.has(person.nationalCode) || (person.roles?.length ?? 0) > 0;
}

async function all({ models, people, administrators }: StaffDeps, session?: ClientSession) {
  const staff = await models.Person.find(
    {
      identity: { $ne: 'rejected' },
      $or: [{ roles: { $in: ['staff', 'administrator'] } }, ...[...administrators].map(people.having)],
    },
    { _id: 1 },
    within(session),
  ).lean<Pick<StoredPerson, '_id'>[]>();
  return staff.map(({ _id }) => _id);
}

const within = (session: ClientSession | undefined) => (session ? { session } : {});
