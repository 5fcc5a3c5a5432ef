/** A wallet is chosen by its button: as the answer, or on the card that says that the other one is short. */
import type { Payer } from '../../models/enrolment.ts';
import type { Visit } from '../visit.ts';
import { receive, resume } from './engine.ts';

/** False when no form waits for it. */
export async function choosePayer(visit: Visit, payer: Payer): Promise<boolean> {
  const { services, caller } = visit;
  const draft = await services.drafts.current(caller);
  if (draft?.asked === 'payer') return receive(visit, { kind: 'choice', value: payer });
  if (draft?.asked !== 'payment') return false;
  // Written by somebody else in this instant, or held by another chat: what is true then is shown.
  if (draft.heldBy.equals(caller.account._id)) await services.drafts.write(draft, { answers: { payer } });
  return resume(visit);
}
