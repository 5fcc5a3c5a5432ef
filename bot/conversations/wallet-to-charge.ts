/** Into which wallet a top-up form charges. */
import { Types } from 'mongoose';
import type { Draft } from '../../models/draft.ts';
import type { Person } from '../../models/person.ts';
import { personalWallet, portalWallet, type Wallet } from '../../services/wallet/accounts.ts';

/** `person`: who fills the form. */
export function walletToCharge({ answers }: Pick<Draft, 'answers'>, person: Person): Wallet {
  if (answers.whose === 'trainee') return personalWallet(new Types.ObjectId(answers.trainee));
  return answers.whose === 'my-portal' ? portalWallet(person._id) : personalWallet(person._id);
}
