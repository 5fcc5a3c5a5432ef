/** A browser opens the link of a chat, is told whose chat that is, and goes to the window. */
import type { Account } from '../../models/account.ts';
import type { WindowLogin } from '../../models/window-login.ts';
import { maskNationalCode } from '../identity/rules.ts';
import { newTies } from '../providers/identity/national-window.ts';
import { hashOf, isSecret } from './secrets.ts';
import type { Joining, Started, WindowLoginsDeps } from './service.ts';
import { accountOf, stillOpen } from './stored-login.ts';

export async function look(deps: WindowLoginsDeps, token: string): Promise<Joining | null> {
  const login = await openLogin(deps, token);
  if (!login) return null;
  const { platform, language } = await accountOf(deps, login);
  const { chatName = '', expiresAt, person: id } = login;
  const person = id ? await deps.people.known(id) : null;
  const maskedCode = person && maskNationalCode(person.nationalCode);
  return { platform, language, chatName, maskedCode, expiresAt };
}

/** The language of the chat that a link was made for, used and over ones too. */
export async function languageOf(deps: WindowLoginsDeps, token: string): Promise<Account['language'] | null> {
  if (!isSecret(token)) return null;
  const { WindowLogin, Account } = deps.models;
  const login = await WindowLogin.findOne({ linkHash: hashOf(token) }).lean<WindowLogin>();
  const account = login && (await Account.findById(login.account).lean<Account>());
  return account?.language ?? null;
}

export async function start(deps: WindowLoginsDeps, token: string, browser: string): Promise<Started> {
  const { window, models, clock, log } = deps;
  const login = window && (await openLogin(deps, token));
  if (!login || !isSecret(browser)) return { type: 'no-such-link' };
  const ties = newTies();
  const destination = await window.loginUrl(ties);
  if (destination.type === 'unavailable') {
    log.warn({ reason: destination.reason }, 'the national window gives no address to log in at');
    return { type: 'unavailable' };
  }
  const { state, nonce, verifier } = ties;
  const { modifiedCount } = await models.WindowLogin.updateOne(
    { _id: login._id, ...stillOpen(clock()) },
    { stateHash: hashOf(state), browserHash: hashOf(browser), nonce, verifier },
  );
  return modifiedCount > 0 ? { type: 'go', url: destination.url } : { type: 'no-such-link' };
}

function openLogin({ models, clock }: WindowLoginsDeps, token: string): Promise<WindowLogin | null> {
  if (!isSecret(token)) return Promise.resolve(null);
  return models.WindowLogin.findOne({ linkHash: hashOf(token), ...stillOpen(clock()) }).lean<WindowLogin>();
}
