/** A wallet as whoever reads it would call it: theirs, their portal wallet, the trainee's, the centre's. */
import type { Types } from 'mongoose';
import type { Payer } from '../../models/enrolment.ts';
import type { Visit } from '../visit.ts';

/** Who is in a course or in line, and who put them there. */
interface Parties {
  person: Types.ObjectId;
  registeredBy: Types.ObjectId;
  payer: Payer;
}

export function walletName({ texts, caller }: Visit, { person, registeredBy, payer }: Parties): string {
  const isMe = (who: Types.ObjectId) => caller.person !== null && who.equals(caller.person._id);
  if (payer === 'trainee') return texts.plain('wallet-name', { whose: isMe(person) ? 'mine' : 'trainee' });
  return texts.plain('wallet-name', { whose: isMe(registeredBy) ? 'my-portal' : 'centre' });
}
