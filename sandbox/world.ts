/** The world a newcomer finds: people, centres and courses, all invented. */
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { CENTRES, type WorldCentre } from './world/centres.ts';
import { createCourses, type WorldCourse } from './world/courses.ts';
import { GRANTS, type WorldGrant } from './world/grants.ts';

/** What the organisation's portal exports, and the app takes in. */
export interface Catalogue {
  centres: readonly WorldCentre[];
  courses: readonly WorldCourse[];
  grants: readonly WorldGrant[];
}

/** Writes the catalogue to `file` at the first start; later starts find the same dates. */
export function writeCatalogueOnce(file: string, firstStart: number): void {
  if (existsSync(file)) return;
  const catalogue: Catalogue = { centres: CENTRES, courses: createCourses(firstStart), grants: GRANTS };
  const draft = `${file}.new`;
  writeFileSync(draft, `${JSON.stringify(catalogue, null, 2)}\n`);
  // A crash between the two leaves no half catalogue behind.
  renameSync(draft, file);
}
