/** Who else is registering a trainee just now: told at the course step, decided by the database at the end. */
import type { Types } from 'mongoose';
import type { Draft, StoredDraft } from '../../models/draft.ts';
import { type Memory, personOwner } from './memory.ts';
import { openedDraft } from './sealed.ts';

/** More are no better reason to wait, and nobody reads a longer list. */
const AT_MOST = 10;

export async function othersRegistering(
  { models, seal }: Memory,
  { trainee, by, since }: { trainee: Types.ObjectId; by: Types.ObjectId; since: Date },
): Promise<Draft[]> {
  const open = { registering: true as const, touchedAt: { $gte: since } };
  const others = { ...open, 'answers.trainee': trainee.toHexString(), owner: { $ne: personOwner(by) } };
  const themselves = {
    ...open,
    owner: personOwner(trainee),
    form: 'enrol' as const,
    'answers.courseCode': { $exists: true },
  };
  const found = await models.Draft.find(trainee.equals(by) ? others : { $or: [others, themselves] })
    .sort({ touchedAt: -1 })
    .limit(AT_MOST)
    .lean<StoredDraft[]>();
  return found.map((draft) => openedDraft(seal, draft));
}
