/**
 * The chat that had a registration hears when it goes on in another chat, or is given up there (N3): a notice, recorded
 * with what it tells of. It names nobody; who is meant is looked up when it is shown.
 */
import { type ClientSession, Types } from 'mongoose';
import type { Draft } from '../../models/draft.ts';
import type { Notification } from '../../models/notification.ts';
import type { Notifications } from '../notifications/service.ts';
import { isRegistration } from './kinds.ts';

/** Is this registration open in another chat than this account's? */
export const isOpenInAnotherChat = (draft: Draft, account: Types.ObjectId): boolean =>
  isRegistration(draft.form) && draft.setAsideAt === undefined && !draft.heldBy.equals(account);

/** `by`: the account whose chat took the registration over, or gave it up. Wake it after the commit. */
export function recordForOtherChat(
  notifications: Notifications,
  draft: Draft,
  { event, by }: { event: 'registration-moved' | 'registration-ended'; by: Types.ObjectId },
  session: ClientSession,
): Promise<Types.ObjectId> {
  const id = draft._id.toHexString();
  const { trainee } = draft.answers;
  const params: Notification['params'] = {
    draft: id,
    form: draft.form,
    by: by.toHexString(),
    ...(trainee === undefined ? {} : { trainee }),
  };
  const dedupeKey = `${event}-${id}-${draft.version}`;
  return notifications.record(
    { event, person: personOf(draft.owner), params, dedupeKey, account: draft.heldBy },
    session,
  );
}

/** Only a proven person has several chats. */
function personOf(owner: string): Types.ObjectId {
  const [kind, id] = owner.split(':');
  if (kind !== 'person') throw new Error('A form of an account alone cannot be open in two chats');
  return new Types.ObjectId(id);
}
