/**
 * Looks after forms that are left alone: one reminder before the time is over, then the form is set aside with a message
 * that says how to go on. The note in the database comes first, so that nobody is told twice; a message that a messenger
 * does not take is not repeated, since the person's own next message shows the form anyway.
 */
import type { Account } from '../models/account.ts';
import type { Draft } from '../models/draft.ts';
import { tap } from './callback-data.ts';
import { createChat } from './chat.ts';
import { refOf } from './form-ref.ts';
import type { NoticeSenderDeps } from './notice-sender.ts';
import { isGone } from './platforms/gone.ts';
import { nameOf } from './screens/unfinished-forms.ts';
import type { View } from './view.ts';
import type { Visit } from './visit.ts';

export interface FormWatchDeps extends NoticeSenderDeps {
  /** A form is set aside when nobody has touched it for so long. */
  idleMs: number;
}

/** The reminder comes when so much of that time has passed. */
const REMIND_AFTER = 0.75;

/** Makes the pass that reminds and sets aside, at most `limit` forms of each. */
export function createFormWatch(deps: FormWatchDeps): (limit: number) => Promise<void> {
  const { clock, services, idleMs } = deps;
  const { drafts } = services;
  const ago = (ms: number) => new Date(clock().getTime() - ms);

  return async (limit) => {
    for (const draft of await drafts.leftTooLong(ago(idleMs), limit)) {
      await look(deps, draft, { note: drafts.setAside, viewFor: setAsideView });
    }
    for (const draft of await drafts.leftAlone(ago(REMIND_AFTER * idleMs), limit)) {
      await look(deps, draft, { note: drafts.claimReminder, viewFor: reminder(idleMs) });
    }
  };
}

/** What is to be done with a form: noted first (false: somebody came first), then said. */
interface Doing {
  note(draft: Draft): Promise<boolean>;
  viewFor(visit: Visit, draft: Draft): Promise<View>;
}

/** One form that fails holds up no other. */
async function look(deps: FormWatchDeps, draft: Draft, { note, viewFor }: Doing): Promise<void> {
  try {
    const account = await deps.services.accounts.byId(draft.heldBy);
    if (account && !deps.apis.has(account.platform)) {
      const { platform } = account;
      deps.log.warn({ platform }, 'a form is left to a process with this messenger’s token');
      return;
    }
    // Whoever is paying at the gateway has not left the form alone.
    const payer = account?.person && { _id: account.person };
    if (payer && (await deps.services.topUps.underWay(payer))) {
      await deps.services.drafts.write(draft, {});
      return;
    }
    if ((await note(draft)) && account) await tell(deps, draft, account, viewFor);
  } catch (error) {
    deps.log.error({ err: error, draft: draft._id.toHexString() }, 'a form left alone was not looked after');
  }
}

/** Writes into the chat where the form is, if it can be written to. */
async function tell(
  deps: FormWatchDeps,
  draft: Draft,
  account: Account,
  viewFor: Doing['viewFor'],
): Promise<void> {
  const api = deps.apis.get(account.platform);
  if (!account.reachable || !api) return;
  const visit: Visit = {
    ...deps,
    caller: { account, person: null },
    texts: deps.texts[account.language],
    chat: createChat(api, { chatId: account.chatId }),
    here: null,
    updateKey: null,
  };
  try {
    await visit.chat.show(await viewFor(visit, draft));
  } catch (error) {
    if (isGone(error)) return deps.services.accounts.setReachable(account, false);
    deps.log.warn(
      { err: error, draft: draft._id.toHexString() },
      'nobody could be told of a form left alone',
    );
  }
}

function reminder(idleMs: number) {
  return async (visit: Visit, draft: Draft): Promise<View> => {
    const { texts } = visit;
    const until = new Date(draft.touchedAt.getTime() + idleMs);
    return {
      text: texts.chat('form-reminder', { name: await nameOf(visit, draft), until }),
      buttons: [
        [{ text: texts.plain('button-resume'), data: tap.continueForm.pack(refOf(draft)) }],
        [{ text: texts.plain('button-cancel'), data: tap.discardForm.pack(refOf(draft)) }],
      ],
    };
  };
}

async function setAsideView(visit: Visit, draft: Draft): Promise<View> {
  const { texts } = visit;
  return {
    text: texts.chat('form-set-aside', { name: await nameOf(visit, draft) }),
    buttons: [
      [{ text: texts.plain('button-resume'), data: tap.continueForm.pack(refOf(draft)) }],
      [{ text: texts.plain('button-home'), data: tap.home.pack() }],
    ],
  };
}
