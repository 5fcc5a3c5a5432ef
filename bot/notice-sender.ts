/**
 * How a notice reaches the chats of a person: sent to each that can be reached, except the one that has shown it. A
 * form that waited for what the notice tells (a paid top-up) goes on in the chat where it waits.
 */
import { type Api, GrammyError } from 'grammy';
import type { Types } from 'mongoose';
import type { Platform } from '../config.ts';
import type { Account } from '../models/account.ts';
import type { Notification } from '../models/notification.ts';
import type { Person } from '../models/person.ts';
import type { Sender, SendOutcome } from '../services/notifications/deliver.ts';
import { textParams } from '../services/notifications/senders.ts';
import { tap } from './callback-data.ts';
import { createChat } from './chat.ts';
import { resume } from './conversations/engine.ts';
import type { IdentifyDeps } from './middleware/identify.ts';
import type { View } from './view.ts';
import type { Visit } from './visit.ts';

export interface NoticeSenderDeps extends Omit<IdentifyDeps, 'platform'> {
  /** The Bot API of each messenger that this process can write to. */
  apis: ReadonlyMap<Platform, Api>;
}

export function createNoticeSender(deps: NoticeSenderDeps): Sender {
  return async (notice, person) => {
    const accounts = await recipients(deps, notice, person);
    if (accounts.length === 0)
      return { type: 'skipped', reason: notice.shownIn ? 'not-for-this-channel' : 'no-chat' };
    const results = await Promise.allSettled(
      accounts.map((account) => sendTo(deps, notice, person, account)),
    );
    return together(deps, notice, results);
  };
}

/** One chat that heard of it is enough: trying again for another would tell this one anew. */
function together(
  { log }: NoticeSenderDeps,
  notice: Notification,
  results: readonly PromiseSettledResult<SendOutcome>[],
): SendOutcome {
  const outcomes = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = results.find((result) => result.status === 'rejected');
  const sent = outcomes.find((outcome) => outcome.type === 'sent');
  if (failed && !sent) throw failed.reason;
  if (failed) {
    const notification = notice._id.toHexString();
    log.warn({ err: failed.reason, notification }, 'a notice did not reach one chat of several');
  }
  return sent ?? outcomes[0] ?? { type: 'skipped', reason: 'no-chat' };
}

async function recipients(deps: NoticeSenderDeps, notice: Notification, person: Person): Promise<Account[]> {
  const accounts = await deps.services.accounts.ofPerson(person._id);
  return accounts.filter((account) =>
    notice.account
      ? account._id.equals(notice.account)
      : !(notice.shownIn && account._id.equals(notice.shownIn)),
  );
}

async function sendTo(
  deps: NoticeSenderDeps,
  notice: Notification,
  person: Person,
  account: Account,
): Promise<SendOutcome> {
  const api = deps.apis.get(account.platform);
  if (!api) return { type: 'skipped', reason: 'no-chat' };
  const visit: Visit = {
    ...deps,
    caller: { account, person },
    texts: deps.texts[account.language],
    chat: createChat(api, { chatId: account.chatId }),
    updateKey: null,
  };
  try {
    await visit.chat.show(noticeView(visit, notice));
  } catch (error) {
    if (!(error instanceof GrammyError) || error.error_code !== 403) throw error;
    await deps.services.accounts.setReachable(account, false);
    return { type: 'skipped', reason: 'blocked' };
  }
  if (notice.resumeDraft) await goOn(visit, notice.resumeDraft);
  return { type: 'sent' };
}

/** The draft that waited may have ended or changed meanwhile; what is open now is shown, if anything is. */
async function goOn(visit: Visit, draft: Types.ObjectId): Promise<void> {
  try {
    if (await visit.services.drafts.byId(draft)) await resume(visit);
  } catch (error) {
    // The notice itself has arrived and must not come again; the person's next message shows the form.
    visit.log.error({ err: error }, 'a form could not go on after the notice it waited for');
  }
}

function noticeView({ texts }: Visit, notice: Notification): View {
  const text = texts.chat(`chat-${notice.event}`, textParams(notice));
  if (notice.resumeDraft) return { text };
  return { text, buttons: [[{ text: texts.plain('button-home'), data: tap.home.pack() }]] };
}
