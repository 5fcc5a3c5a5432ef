/** Which form is meant, and whether this chat may take a step in it; where it may not, what is shown instead. */
import type { Draft } from '../../models/draft.ts';
import { readable } from '../../services/drafts/answers.ts';
import { isRegistration } from '../../services/drafts/kinds.ts';
import { named, refOf } from '../form-ref.ts';
import { formWithdrawn } from '../screens/form-withdrawn.ts';
import { openElsewhere } from '../screens/open-elsewhere.ts';
import type { Wanted } from '../screens/open-registration.ts';
import { withReason } from '../view.ts';
import type { Visit } from '../visit.ts';
import { inTheWayOf, showOpenRegistration } from './one-registration.ts';
import type { At, Step } from './step.ts';

/** A chat that has not touched its form for so long lets another chat go on without asking; not with a registration. */
const HELD_FOR_MS = 10 * 60 * 1000;

/** Lost races in a row after which something is wrong with us, not with timing. */
const ATTEMPTS = 5;

/** The form that a button names, open or set aside. */
export async function begun({ caller, services }: Visit, ref: string): Promise<Draft | null> {
  return named(await services.drafts.unfinished(caller), ref);
}

/** Takes a step in the form that a button names, open or set aside; false when there is none. */
export async function inBegunForm(
  visit: Visit,
  ref: string,
  step: (draft: Draft) => Promise<Step>,
): Promise<boolean> {
  let found = true;
  await untilDone(async () => {
    const draft = await begun(visit, ref);
    found = draft !== null;
    if (!draft) return 'done';
    const inTheWay = await inTheWayOf(visit, draft);
    return inTheWay ? showOther(visit, inTheWay, { wanted: { ref: refOf(draft) } }) : step(draft);
  });
  return found;
}

/** Takes a step in the form that is open; false when none is. */
export async function inOpenForm(
  visit: Visit,
  step: (at: At) => Promise<Step>,
  said: Said = {},
): Promise<boolean> {
  let open = true;
  await untilDone(async () => {
    const draft = await visit.services.drafts.current(visit.caller);
    open = draft !== null;
    return draft ? inHand(visit, draft, step, said) : 'done';
  });
  return open;
}

/** What goes with a step that another chat may stand in the way of: what is said first, and what was asked for here. */
export interface Said {
  why?: string;
  wanted?: Wanted;
}

/** Takes a step unless another chat has the form in hand; then it says so, and offers to go on here. */
export async function inHand(
  visit: Visit,
  draft: Draft,
  step: (at: At) => Promise<Step>,
  said: Said = {},
): Promise<Step> {
  const at = placeOf(draft, visit);
  if (!at) return withdraw(visit, draft);
  if (!isHeldElsewhere(draft, visit)) return step(at);
  if (isRegistration(draft.form)) return showOther(visit, draft, said);
  await visit.chat.replace(withReason(openElsewhere(visit, draft.form), said.why));
  return 'done';
}

/** Shows the registration that is open instead of what was asked for. */
export function showOther(visit: Visit, draft: Draft, said: Said = {}): Promise<Step> {
  return placeOf(draft, visit) ? showOpenRegistration(visit, draft, said) : withdraw(visit, draft);
}

/** Null when this version of the bot has no such form. */
export function placeOf(draft: Draft, visit: Visit): At | null {
  const form = visit.forms[draft.form];
  return form ? { form, draft: readable(draft), visit } : null;
}

/** This version of the bot has no such form: it is closed with a word. */
export async function withdraw(visit: Visit, draft: Draft): Promise<Step> {
  await visit.services.drafts.end(draft, 'withdrawn');
  await visit.chat.replace(formWithdrawn(visit));
  return 'done';
}

/** Has another chat of the person this form in hand? */
export function isHeldElsewhere(draft: Draft, { caller, clock }: Visit): boolean {
  return (
    !draft.heldBy.equals(caller.account._id) &&
    draft.setAsideAt === undefined &&
    (isRegistration(draft.form) || clock().getTime() - draft.touchedAt.getTime() < HELD_FOR_MS)
  );
}

/** Takes a step again as long as others write in between. */
export async function untilDone(step: () => Promise<Step>): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if ((await step()) === 'done') return;
  }
  throw new Error(
    `A draft was changed by others ${ATTEMPTS} times in a row while one answer was being written`,
  );
}
