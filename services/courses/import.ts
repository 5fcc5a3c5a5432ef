/**
 * Takes in centres and courses from a JSON file of the organisation. May run at every start: what is known by its code
 * is brought up to date, seats that the bot has given are kept.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Centre } from '../../models/centre.ts';
import type { Models } from '../../models/models.ts';
import { comparable } from './search.ts';

const code = z.string().regex(/^[A-Za-z0-9-]{1,32}$/, 'letters, digits and dashes, at most 32');
const name = z.string().trim().min(1).max(200);
/** It stands on a button, which carries 64 bytes; a Persian letter takes two, and a colon parts the fields. */
const province = name.max(27, 'at most 27 letters').regex(/^[^:]*$/, 'no colon');
const moment = z.iso.datetime().transform((text) => new Date(text));

const age = z.int().min(1).max(120);

const audience = z
  .strictObject({
    gender: z.enum(['women', 'men']).optional(),
    minAge: age.optional(),
    maxAge: age.optional(),
  })
  .refine(({ minAge, maxAge }) => minAge === undefined || maxAge === undefined || minAge <= maxAge, {
    message: 'minAge is above maxAge',
    path: ['minAge'],
  });

const catalogueSchema = z.object({
  centres: z.array(
    z.object({
      code,
      name,
      kind: z.enum(['state', 'private']),
      province,
      city: name,
      address: z.string().max(500).default(''),
    }),
  ),
  courses: z.array(
    z.object({
      code,
      title: name,
      centre: code,
      capacity: z.int().min(0),
      /** Seats given outside the bot before this file was written. */
      seatsTaken: z.int().min(0).default(0),
      feeRials: z.int().min(0),
      status: z.enum(['open', 'closed', 'cancelled']),
      registrationOpensAt: moment,
      registrationClosesAt: moment,
      startsAt: moment,
      endsAt: moment,
      standardCode: code.optional(),
      shift: z.enum(['morning', 'evening']).optional(),
      audience: audience.optional(),
      prerequisites: z.array(code).max(5).optional(),
    }),
  ),
});

type CatalogueCourse = z.infer<typeof catalogueSchema>['courses'][number];

/** What a course may be without: a newer file that no longer says it takes it away. */
const OPTIONAL = ['standardCode', 'shift', 'audience', 'prerequisites'] as const;

/** Throws when the file cannot be read, does not fit, or a course names a centre or a prerequisite that is not there. */
export async function importCatalogue(
  models: Models,
  file: string,
): Promise<{ centres: number; courses: number }> {
  const catalogue = catalogueSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  if (catalogue.centres.length > 0) {
    await models.Centre.bulkWrite(
      catalogue.centres.map((centre) => ({
        updateOne: { filter: { code: centre.code }, update: { $set: centre }, upsert: true },
      })),
    );
  }
  const centres = await models.Centre.find().lean<Centre[]>();
  const byCode = new Map(centres.map((centre) => [centre.code, centre]));
  await checkPrerequisites(models, catalogue.courses);
  const writes = catalogue.courses.map((course) => {
    const centre = byCode.get(course.centre);
    if (!centre)
      throw new Error(`Course ${course.code} names centre ${course.centre}, which is not in the file`);
    return { updateOne: { filter: { code: course.code }, update: updateOf(course, centre), upsert: true } };
  });
  if (writes.length > 0) await models.Course.bulkWrite(writes);
  return { centres: catalogue.centres.length, courses: catalogue.courses.length };
}

function updateOf({ seatsTaken, ...course }: CatalogueCourse, centre: Centre) {
  const absent = OPTIONAL.filter((field) => course[field] === undefined);
  return {
    $set: { ...course, centre: centre._id, searchText: searchTextOf(course, centre) },
    $setOnInsert: { seatsTaken, seatsTakenElsewhere: seatsTaken, waiting: 0 },
    ...(absent.length > 0 && { $unset: Object.fromEntries(absent.map((field) => [field, 1])) }),
  };
}

/** A prerequisite that no course is known by has no title to be told by, and nobody could ever satisfy it. */
async function checkPrerequisites(models: Models, courses: readonly CatalogueCourse[]): Promise<void> {
  const known = new Set<unknown>([
    ...courses.flatMap(({ code, standardCode }) => [code, standardCode]),
    ...(await models.Course.distinct('code')),
    ...(await models.Course.distinct('standardCode')),
  ]);
  for (const { code, prerequisites = [] } of courses) {
    const unknown = prerequisites.find((wanted) => !known.has(wanted));
    if (unknown) throw new Error(`Course ${code} names prerequisite ${unknown}, which is no course we know`);
  }
}

/** What a search looks through. */
function searchTextOf(course: { title: string; code: string }, centre: Centre): string {
  return comparable(`${course.title} ${centre.name} ${centre.city} ${centre.province} ${course.code}`);
}
