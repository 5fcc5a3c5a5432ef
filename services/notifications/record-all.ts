/** Several notices of one transaction. */
import type { ClientSession, Types } from 'mongoose';
import type { Notice, Notifications } from './service.ts';

/** One after the other: a transaction carries one command at a time. Returns what is to be woken after the commit. */
export async function recordAll(
  notifications: Pick<Notifications, 'record'>,
  notices: readonly Notice[],
  session: ClientSession,
): Promise<Types.ObjectId[]> {
  const recorded: Types.ObjectId[] = [];
  for (const notice of notices) recorded.push(await notifications.record(notice, session));
  return recorded;
}
