/** One registration at a time (N3): the one that is open, told by who, where and since when, and the three ways on. */
import type { Draft } from '../../models/draft.ts';
import { tap } from '../callback-data.ts';
import { refOf } from '../form-ref.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';
import { registeredBy } from './registered.ts';

/** What was asked for while another registration is open. */
export interface Wanted {
  /** As a button names the form; see `form-ref.ts`. */
  ref: string;
  courseCode?: string;
}

/** `wanted` begins once the open one is given up; without it there is nothing else to begin. */
export async function openRegistration(visit: Visit, draft: Draft, wanted?: Wanted): Promise<View> {
  const { texts, services, caller } = visit;
  const isHere = draft.heldBy.equals(caller.account._id);
  const holder = isHere ? caller.account : await services.accounts.byId(draft.heldBy);
  const since = draft.openSince ?? draft._id.getTimestamp();
  return {
    text: texts.chat('registration-open', {
      who: await registeredBy(visit, draft),
      place: isHere ? 'here' : (holder?.platform ?? 'telegram'),
      since,
    }),
    buttons: [
      [{ text: texts.plain('button-take-over'), data: takeOver(draft, wanted) }],
      [{ text: texts.plain('button-end-registration'), data: giveUp(draft, wanted) }],
      [{ text: texts.plain('button-leave-registration'), data: tap.home.pack() }],
    ],
  };
}

/** Into one's own form goes the course that was chosen here; it was not chosen for a trainee. */
function takeOver(draft: Draft, wanted: Wanted | undefined): string {
  return wanted?.courseCode !== undefined && draft.form === wanted.ref
    ? tap.takeOverFor.pack(draft.form, wanted.courseCode)
    : tap.takeOver.pack(refOf(draft));
}

function giveUp(draft: Draft, wanted: Wanted | undefined): string {
  const id = draft._id.toHexString();
  if (!wanted) return tap.endRegistration.pack(id);
  return wanted.courseCode === undefined
    ? tap.swap.pack(id, wanted.ref)
    : tap.swapForCourse.pack(id, wanted.courseCode);
}
