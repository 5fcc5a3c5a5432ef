/** A browser comes back from the window: which login it belongs to, who logged in, and what comes of it. Once. */
import type { LoginOutcome, WindowLogin } from '../../models/window-login.ts';
import { hashOf } from './secrets.ts';
import type { Returned, WindowLoginsDeps } from './service.ts';
import { accountOf, stillOpen } from './stored-login.ts';

/** Longer is none of ours, and is not looked up. */
const LONGEST_STATE = 200;

export async function returned(
  deps: WindowLoginsDeps,
  parameters: URLSearchParams,
  browser: string | null,
): Promise<Returned> {
  const state = parameters.get('state') ?? '';
  const login = await loginOf(deps, state);
  if (!login) return { outcome: 'unknown', language: 'fa', chat: null };
  const { platform, language } = await accountOf(deps, login);
  // Whoever has the address alone (a browser's history, a log) uses nothing up and learns nothing.
  if (browser === null || hashOf(browser) !== login.browserHash) {
    return { outcome: 'other-browser', language, chat: null };
  }
  const outcome = login.outcome ?? (await finish(deps, login, { parameters, state }));
  return { outcome, language, chat: { platform, url: login.chatUrl ?? null } };
}

async function loginOf({ models }: WindowLoginsDeps, state: string): Promise<WindowLogin | null> {
  if (state === '' || state.length > LONGEST_STATE) return null;
  return models.WindowLogin.findOne({ stateHash: hashOf(state) }).lean<WindowLogin>();
}

async function finish(
  deps: WindowLoginsDeps,
  login: WindowLogin,
  { parameters, state }: { parameters: URLSearchParams; state: string },
): Promise<Returned['outcome']> {
  const { models, clock, window, log } = deps;
  if (login.expiresAt <= clock()) return 'expired';
  // Of several loads of this page at once, one goes on: the code is good for one exchange.
  const consumed = await models.WindowLogin.findOneAndUpdate(
    { _id: login._id, stateHash: hashOf(state), ...stillOpen(clock()) },
    { consumedAt: clock() },
    { returnDocument: 'after' },
  ).lean<WindowLogin>();
  if (!consumed || !window) return 'in-hand';
  const { nonce = '', verifier = '' } = consumed;
  const result = await window.identify(parameters, { state, nonce, verifier });
  if (result.type === 'identity') return learn(deps, consumed, result.identity);
  if (result.type !== 'denied') {
    log.warn(
      { result: result.type, reason: result.reason },
      'a login at the national window came to nothing',
    );
  }
  await note(deps, login, result.type);
  return result.type;
}

async function learn(
  deps: WindowLoginsDeps,
  login: WindowLogin,
  told: Parameters<WindowLoginsDeps['learn']>[0]['told'],
): Promise<LoginOutcome> {
  const { account, person } = login;
  const { type } = await deps.learn({ login: login._id, account, ...(person ? { person } : {}), told });
  await note(deps, login, type);
  return type;
}

/** For the page that is loaded again. Should we die before, it says that the chat knows. */
async function note(
  { models }: WindowLoginsDeps,
  { _id }: WindowLogin,
  outcome: LoginOutcome,
): Promise<void> {
  await models.WindowLogin.updateOne({ _id }, { outcome, $unset: { nonce: true, verifier: true } });
}
