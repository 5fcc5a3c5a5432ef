/** A form that ends, or is set aside, gives up its seat in the same transaction. */
import type { ClientSession } from 'mongoose';
import type { Draft } from '../../models/draft.ts';
import type { Models } from '../../models/models.ts';
import type { SeatHold } from '../../models/seat-hold.ts';

/** The line moves up when the watch next looks. */
export async function giveUpSeat(
  { models }: { models: Models },
  draft: Draft,
  session: ClientSession,
): Promise<void> {
  if (!draft.holdsSeat) return;
  const held = await models.SeatHold.findOneAndDelete({ draft: draft._id }, { session }).lean<SeatHold>();
  if (held) await models.Course.updateOne({ _id: held.course }, { $inc: { seatsTaken: -1 } }, { session });
}
