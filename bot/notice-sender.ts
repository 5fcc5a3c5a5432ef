/**
 * How a notice reaches the chats of a person: sent to each that can be reached, except the one that has shown it. One
 * that a chat asked for (a payment) goes to that chat alone, and to the others only when the person has blocked it. The
 * form that waited for what such a notice tells goes on in the chat where it waits.
 */
import type { Api } from 'grammy';
import { Types } from 'mongoose';
import type { Platform } from '../config.ts';
import type { Account } from '../models/account.ts';
import type { Notification, NotificationEvent } from '../models/notification.ts';
import type { Person } from '../models/person.ts';
import { maskName, maskNationalCode } from '../services/identity/rules.ts';
import type { Sender, SendOutcome } from '../services/notifications/deliver.ts';
import { textParams } from '../services/notifications/senders.ts';
import { personalWallet, portalWallet } from '../services/wallet/accounts.ts';
import type { TextParams } from '../texts/texts.ts';
import { below, tap } from './callback-data.ts';
import { createChat } from './chat.ts';
import { resume } from './conversations/engine.ts';
import type { IdentifyDeps } from './middleware/identify.ts';
import { isGone } from './platforms/gone.ts';
import { noticeButtons } from './screens/notice-buttons.ts';
import { registrationNotice } from './screens/registration-notice.ts';
import { windowNotice } from './screens/window-notice.ts';
import type { View } from './view.ts';
import type { BotServices, Visit } from './visit.ts';

export interface NoticeSenderDeps extends Omit<IdentifyDeps, 'platform'> {
  /** The Bot API of each messenger that this process can write to. They repeat no call: who delivers does that. */
  apis: ReadonlyMap<Platform, Api>;
}

export function createNoticeSender(deps: NoticeSenderDeps): Sender {
  return async (notice, person) => {
    const accounts = await deps.services.accounts.ofPerson(person._id);
    const asking = accounts.filter((account) => hasAsked(account, notice));
    if (asking.length > 0) {
      const outcome = await sendToAll(deps, notice, person, asking);
      if (outcome.type !== 'skipped' || accounts.length === asking.length) return outcome;
    }
    // It tells of what another chat has done: that one knows.
    if (ABOUT_A_CHAT.has(notice.event)) return { type: 'skipped', reason: 'no-chat' };
    const others = accounts.filter((account) => !hasAsked(account, notice) && !hasShown(account, notice));
    if (others.length > 0) return sendToAll(deps, notice, person, others);
    return { type: 'skipped', reason: notice.shownAt ? 'not-for-this-channel' : 'no-chat' };
  };
}

const hasAsked = ({ _id }: Account, { account }: Notification) => account?.equals(_id) ?? false;

const hasShown = ({ _id }: Account, { shownIn, shownAt }: Notification) =>
  shownAt !== undefined && (shownIn?.equals(_id) ?? false);

async function sendToAll(
  deps: NoticeSenderDeps,
  notice: Notification,
  person: Person,
  accounts: readonly Account[],
): Promise<SendOutcome> {
  const results = await Promise.allSettled(accounts.map((account) => sendTo(deps, notice, person, account)));
  return together(deps, notice, results);
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
  const postponed = outcomes.find((outcome) => outcome.type === 'postpone');
  return sent ?? postponed ?? { type: 'skipped', reason: 'blocked' };
}

async function sendTo(
  deps: NoticeSenderDeps,
  notice: Notification,
  person: Person,
  account: Account,
): Promise<SendOutcome> {
  const api = deps.apis.get(account.platform);
  if (!api) {
    deps.log.warn(
      { platform: account.platform },
      'a notice is left to a process with this messenger’s token',
    );
    return { type: 'postpone', reason: 'no-chat' };
  }
  const visit: Visit = {
    ...deps,
    caller: { account, person },
    texts: deps.texts[account.language],
    chat: createChat(api, { chatId: account.chatId }),
    here: null,
    updateKey: null,
  };
  const formFollows = FORM_FOLLOWS.has(notice.event) && (await isFormOpenHere(visit));
  try {
    await visit.chat.show(await noticeView(visit, notice, person, formFollows));
  } catch (error) {
    if (!isGone(error)) throw error;
    await deps.services.accounts.setReachable(account, false);
    return { type: 'skipped', reason: 'blocked' };
  }
  if (formFollows) await goOn(visit);
  return { type: 'sent' };
}

/** What these tell is news to one chat alone. */
const ABOUT_A_CHAT: ReadonlySet<NotificationEvent> = new Set([
  'registration-moved',
  'registration-ended',
  'window-login',
]);

/** What these tell changes what an open form can offer: it is drawn anew, whichever form the payment was begun from. */
const ABOUT_MONEY: ReadonlySet<NotificationEvent> = new Set([
  'top-up-credited',
  'top-up-failed',
  'top-up-expired',
  'wallet-charged',
]);

/** After these a form goes on where it is open: what it waited for, or may have waited for, has happened. */
const FORM_FOLLOWS: ReadonlySet<NotificationEvent> = new Set([...ABOUT_MONEY, 'window-login']);

async function isFormOpenHere({ services, caller }: Visit): Promise<boolean> {
  const draft = await services.drafts.current(caller);
  return draft?.heldBy.equals(caller.account._id) ?? false;
}

async function goOn(visit: Visit): Promise<void> {
  try {
    await resume(visit);
  } catch (error) {
    // The notice itself has arrived and must not come again; the person's next message shows the form.
    visit.log.error({ err: error }, 'a form could not go on after the notice it waited for');
  }
}

async function noticeView(
  visit: Visit,
  notice: Notification,
  person: Person,
  formFollows: boolean,
): Promise<View> {
  const { texts, services } = visit;
  if (notice.event === 'window-login') return windowNotice(visit, notice, formFollows);
  if (ABOUT_A_CHAT.has(notice.event)) return registrationNotice(visit, notice);
  const money = notice.event.startsWith('top-up-') ? await walletParams(services, notice, person) : {};
  const text = texts.chat(`chat-${notice.event}`, { ...textParams(notice), ...money });
  if (formFollows) return { text };
  if (!ABOUT_MONEY.has(notice.event)) return { text, buttons: noticeButtons(visit, notice) };
  return {
    text,
    buttons: [
      [{ text: texts.plain('button-enrol'), data: below(tap.enrol.pack()) }],
      [{ text: texts.plain('button-wallet'), data: below(tap.wallet.pack()) }],
    ],
  };
}

/** Which wallet a payment was for. Of another person's neither name nor balance is told in full. */
async function walletParams(
  { identity, ledger }: BotServices,
  { params }: Notification,
  person: Person,
): Promise<TextParams> {
  if (typeof params.owner === 'string') {
    const owner = await identity.byId(new Types.ObjectId(params.owner));
    if (!owner) throw new Error('A payment was made for the wallet of nobody who is there');
    const { firstName, lastName = '', nationalCode } = owner;
    const name = firstName ? maskName(firstName, lastName) : maskNationalCode(nationalCode);
    return { whose: 'another', owner: name, balance: 0 };
  }
  const isPortal = params.wallet === 'portal-user';
  const wallet = isPortal ? portalWallet(person._id) : personalWallet(person._id);
  return { whose: isPortal ? 'portal' : 'own', owner: '', balance: await ledger.balanceOf(wallet) };
}
