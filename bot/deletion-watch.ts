/**
 * Carries out what people have asked for: their data are deleted, and the chats that were theirs are told. A chat that
 * cannot be told is not told later: nobody knows any more whose it was.
 */
import type { Types } from 'mongoose';
import type { Account } from '../models/account.ts';
import { below, tap } from './callback-data.ts';
import { createChat } from './chat.ts';
import type { NoticeSenderDeps } from './notice-sender.ts';
import { isGone } from './platforms/gone.ts';

/** Makes the pass over those who are due, at most `limit` of them. */
export function createDeletionWatch(deps: NoticeSenderDeps): (limit: number) => Promise<void> {
  return async (limit) => {
    for (const person of await deps.services.dataDeletion.due(limit)) await carryOut(deps, person);
  };
}

/** One that fails holds up no other, and is tried again at the next pass. */
async function carryOut(deps: NoticeSenderDeps, person: Types.ObjectId): Promise<void> {
  try {
    const outcome = await deps.services.dataDeletion.carryOut(person);
    if (outcome.type !== 'deleted') return;
    for (const account of outcome.accounts) await tell(deps, account);
  } catch (error) {
    deps.log.error({ err: error, person: person.toHexString() }, 'a deletion could not be carried out');
  }
}

async function tell({ apis, services, texts, log }: NoticeSenderDeps, account: Account): Promise<void> {
  const api = apis.get(account.platform);
  if (!account.reachable || !api) return;
  const words = texts[account.language];
  try {
    await createChat(api, { chatId: account.chatId }).show({
      text: words.chat('data-deleted'),
      buttons: [[{ text: words.plain('button-begin-anew'), data: below(tap.home.pack()) }]],
    });
  } catch (error) {
    if (isGone(error)) return services.accounts.setReachable(account, false);
    log.warn({ err: error }, 'a chat could not be told that its person’s data were deleted');
  }
}
