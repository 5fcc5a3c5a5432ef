/**
 * The national window as the business sees it, moved by hand. That the adapter speaks its protocol is tested in
 * `test/integration/services/providers/national-window.test.ts`.
 */
import type {
  NationalWindow,
  Ties,
  WindowLoginResult,
} from '../../services/providers/identity/national-window.ts';
import type { WindowIdentity } from '../../services/providers/identity/national-window-claims.ts';

export interface WindowByHand extends NationalWindow {
  stance: 'offered' | 'down' | 'absent';
  down: boolean;
  /** Somebody logs in where `loginUrl` has sent the browser; gives what the browser brings back. */
  logsIn(url: string, identity: WindowIdentity): URLSearchParams;
  /** What happens while it is asked who has logged in, once. */
  beforeAnswer: (() => Promise<void>) | null;
  /** Exchanges so far. */
  exchanges: number;
}

export function createWindowByHand(): WindowByHand {
  const codes = new Map<string, { identity: WindowIdentity; nonce: string; challenge: string }>();
  const window: WindowByHand = {
    stance: 'offered',
    down: false,
    exchanges: 0,
    beforeAnswer: null,
    async loginUrl({ state, nonce, verifier }) {
      if (window.down) return { type: 'unavailable', reason: 'timeout' };
      const query = new URLSearchParams({ state, nonce, challenge: verifier });
      return { type: 'ready', url: `https://window.example/login?${query}` };
    },
    logsIn(url, identity) {
      const { searchParams } = new URL(url);
      const code = `code-${codes.size + 1}`;
      const [nonce = '', challenge = ''] = [searchParams.get('nonce'), searchParams.get('challenge')].map(
        String,
      );
      codes.set(code, { identity, nonce, challenge });
      return new URLSearchParams({ code, state: String(searchParams.get('state')) });
    },
    async identify(parameters, ties) {
      window.exchanges += 1;
      const happens = window.beforeAnswer;
      window.beforeAnswer = null;
      await happens?.();
      if (parameters.get('error') === 'access_denied') return { type: 'denied' };
      return window.down ? { type: 'unavailable', reason: 'timeout' } : exchange(parameters, ties);
    },
  };

  function exchange(parameters: URLSearchParams, { nonce, verifier }: Ties): WindowLoginResult {
    const issued = codes.get(String(parameters.get('code')));
    codes.delete(String(parameters.get('code')));
    const fits = issued?.nonce === nonce && issued.challenge === verifier;
    return fits ? { type: 'identity', identity: issued.identity } : { type: 'refused', reason: 'nonce' };
  }
  return window;
}
