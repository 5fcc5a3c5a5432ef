/**
 * Takes in grants from the organisation's file of centres and courses. May run at every start: a grant is given once, and
 * one that was changed or taken back since is left as it is.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Centre } from '../../models/centre.ts';
import type { Models } from '../../models/models.ts';
import { isNationalCode } from '../identity/rules.ts';
import type { People } from '../people/service.ts';
import type { Grants } from './service.ts';

const grantsSchema = z.object({
  grants: z
    .array(
      z.object({
        nationalCode: z.string().refine(isNationalCode, 'no valid national code of ten digits'),
        centre: z.string().min(1),
        mayExempt: z.boolean().default(false),
      }),
    )
    .default([]),
});

/** In the audit trail. */
const FROM_THE_FILE = 'organisation-file';

export interface GrantsImportDeps {
  models: Models;
  people: People;
  grants: Grants;
}

/** Returns how many were new. Throws when the file cannot be read, does not fit, or a grant names no known centre. */
export async function importGrants(deps: GrantsImportDeps, file: string): Promise<number> {
  const given = grantsSchema.parse(JSON.parse(await readFile(file, 'utf8'))).grants;
  let fresh = 0;
  for (const { nationalCode, centre, mayExempt } of given) {
    if (await wasGiven(deps, nationalCode, centre)) continue;
    const { type } = await deps.grants.grant({
      ...{ nationalCode, centreCode: centre, mayExempt },
      reason: FROM_THE_FILE,
    });
    if (type === 'unknown-centre') throw new Error(`A grant names centre ${centre}, which is not there`);
    fresh += 1;
  }
  return fresh;
}

/** Also when it was revoked. */
async function wasGiven(
  { models, people }: GrantsImportDeps,
  nationalCode: string,
  centreCode: string,
): Promise<boolean> {
  const person = await people.byCode(nationalCode);
  const centre = await models.Centre.findOne({ code: centreCode }).select('_id').lean<Pick<Centre, '_id'>>();
  if (!person || !centre) return false;
  return (await models.Grant.exists({ person: person._id, centre: centre._id })) !== null;
}
