/** What the steps of a login have in common: which logins are still open, and whose chat has asked for one. */
import type { Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { WindowLogin } from '../../models/window-login.ts';
import type { WindowLoginsDeps } from './service.ts';

/** Neither used nor over. */
export const stillOpen = (now: Date) => ({ consumedAt: { $exists: false }, expiresAt: { $gt: now } });

export function accountOf({ models }: WindowLoginsDeps, { account }: Pick<WindowLogin, 'account'>) {
  return models.Account.findById(account as Types.ObjectId)
    .orFail()
    .lean<Account>();
}
