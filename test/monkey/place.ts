/** Where in the bot somebody is: what the monkey is to meet at least once with everything that it can do. */

import { FORMS } from '../../bot/conversations/forms.ts';
import type { Platform } from '../../config.ts';
import type { Account } from '../../models/account.ts';
import type { Draft } from '../../models/draft.ts';
import type { Models } from '../../models/models.ts';
import type { Actor } from './people.ts';

export interface Place {
  name: string;
  /** The question or card that waits, if one does. */
  asked?: string;
  isKnown: boolean;
}

/** Every question and card of every form, and what is between the forms. */
export const PLACES: readonly string[] = [
  ...Object.values(FORMS).flatMap(({ name, prompts, cards }) =>
    [...prompts.map(({ id }) => id), ...cards].map((asked) => `${name}: ${asked}`),
  ),
  ...[
    'nothing said yet',
    'not known, nothing open',
    'known, nothing open',
    'set aside',
    'open in the other chat',
  ],
  ...['enrol: national-code, kept', 'enrol: course, being changed'],
];

export async function placeOf(
  { models }: { models: Pick<Models, 'Account' | 'Draft'> },
  actor: Actor,
  platform: Platform,
): Promise<Place> {
  const { Account, Draft } = models;
  const platformUserId = String(actor.userId[platform]);
  const account = await Account.findOne({ platform, platformUserId }).lean<Account>();
  if (!account) return { name: 'nothing said yet', isKnown: false };
  const isKnown = account.person !== undefined;
  const owners = [`account:${account._id}`, ...(account.person ? [`person:${account.person}`] : [])];
  const [draft] = await Draft.find({ owner: { $in: owners } })
    .sort({ touchedAt: -1 })
    .lean<Draft[]>();
  if (!draft) return { name: `${isKnown ? 'known' : 'not known'}, nothing open`, isKnown };
  if (draft.setAsideAt) return { name: 'set aside', isKnown };
  if (!draft.heldBy.equals(account._id)) return { name: 'open in the other chat', isKnown };
  const asked = draft.asked ?? '';
  return { name: `${draft.form}: ${asked}${variantOf(draft)}`, asked, isKnown };
}

function variantOf({ asked, answers, editing }: Draft): string {
  if (asked === 'national-code' && answers.nationalCode !== undefined) return ', kept';
  return editing === undefined ? '' : ', being changed';
}
