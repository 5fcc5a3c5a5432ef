/** What must be true after a storm, read from the database: who is bound to whom, who is enrolled, and the books. */
import { MongoClient, type ObjectId } from 'mongodb';
import { Types } from 'mongoose';
import type { Sealed } from '../../models/sealed.ts';
import { faultsInBooks, mongoUriOf } from '../support/books.ts';
import type { Person } from '../support/person.ts';
import { testSeal, whose } from '../support/personal-data.ts';
import type { SandboxProcess } from '../support/running-sandbox.ts';
import { control } from '../support/sandbox-control.ts';
import { until } from '../support/until.ts';

interface Inhabitant {
  nationalCode: string;
  accounts: { telegram?: { userId: string }; bale?: { userId: string } };
}

/** From the registry's coming back to the last name, with the pauses of its breaker. */
const NAMES_MS = 120_000;

export async function findingsAfter(
  sandbox: SandboxProcess,
  newcomers: readonly Person[],
  courseCodes: readonly string[],
): Promise<string[]> {
  const client = new MongoClient(mongoUriOf(sandbox.dataDir));
  const db = client.db();
  try {
    await until(
      'every name has come',
      async () => (await db.collection('people').countDocuments({ identity: 'pending' })) === 0,
      NAMES_MS,
      500,
    );
    const found = await Promise.all(newcomers.map((newcomer) => ofNewcomer(newcomer)));
    return [
      ...found.flat(),
      ...(await boundWrongly()),
      ...(await strangers()),
      ...(await faultsInBooks(sandbox)),
    ];
  } finally {
    await client.close();
  }

  async function ofNewcomer({ name, nationalCode, sms }: Person): Promise<string[]> {
    const people = await db.collection('people').find(whose(nationalCode)).toArray();
    const [person] = people;
    if (!person || people.length > 1) return [`${name} is ${people.length} people`];
    const live = await db.collection('enrolments').countDocuments({ person: person._id, status: 'active' });
    const told = `${person.firstName} ${person.lastName}`;
    const texts = (await sms()).length;
    return [
      ...(live === 1 ? [] : [`${name} has ${live} enrolments`]),
      ...(told === name ? [] : [`${name} is called ${told}`]),
      ...(texts <= 1 ? [] : [`${name} got ${texts} SMS`]),
    ];
  }

  /** A chat that speaks for somebody whose code is not that of its owner. */
  async function boundWrongly(): Promise<string[]> {
    const owners = new Map(
      (await control<Inhabitant[]>(sandbox, 'people')).flatMap(({ nationalCode, accounts }) =>
        Object.entries(accounts).map(([platform, { userId }]) => [`${platform} ${userId}`, nationalCode]),
      ),
    );
    const bound = await db
      .collection('accounts')
      .find({ person: { $exists: true } })
      .toArray();
    const wrong = await Promise.all(
      bound.map(async ({ platform, platformUserId, person }) => {
        const code = await codeOf(person);
        return code === owners.get(`${platform} ${platformUserId}`)
          ? []
          : [`${platform} ${platformUserId} is bound to a wrong code`];
      }),
    );
    return bound.length < newcomers.length ? [`only ${bound.length} chats are bound`] : wrong.flat();
  }

  async function codeOf(person: ObjectId): Promise<string> {
    const stored = await db.collection<{ nationalCode: Sealed }>('people').findOne({ _id: person });
    if (!stored) throw new Error('A chat is bound to nobody');
    const id = new Types.ObjectId(person.toHexString());
    return testSeal.open(stored.nationalCode, { of: 'person', id, field: 'nationalCode' });
  }

  /** Seats of the storm's own courses that belong to none of those who came. */
  async function strangers(): Promise<string[]> {
    const courses = await db
      .collection('courses')
      .find({ code: { $in: [...courseCodes] } })
      .toArray();
    const taken = courses.reduce((sum, { seatsTaken }) => sum + seatsTaken, 0);
    return taken === newcomers.length
      ? []
      : [`${newcomers.length} people came, and ${taken} seats are taken`];
  }
}
