/**
 * What the national window has handed out: authorization codes, good once and for a minute, and access tokens, good for
 * an hour. A code that is shown a second time also ends the token that it was exchanged for, as OAuth 2 advises.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Store } from '../store.ts';

/** What a person has allowed a client. */
export interface Grant {
  nationalCode: string;
  clientId: string;
  redirectUri: string;
  scope: string;
  nonce?: string;
  /** PKCE, S256. */
  codeChallenge?: string;
  /** Seconds since the epoch. */
  authTime: number;
}

interface Issued<Value> {
  key: string;
  value: Value;
  expiresAtMs: number;
}

interface CodeState {
  grant: Grant;
  /** Set once the code has been exchanged. */
  accessToken?: string;
}

export interface GrantBook {
  issueCode(grant: Grant): string;
  /** The grant behind a code, for the client, address and PKCE verifier it was issued to; once. */
  exchange(code: string, proof: ExchangeProof): { grant: Grant; accessToken: string } | undefined;
  grantOfToken(accessToken: string): Grant | undefined;
}

export interface ExchangeProof {
  clientId: string;
  redirectUri: string;
  codeVerifier: string | undefined;
}

const CODE_LIFE_MS = 60_000;
export const TOKEN_LIFE_SECONDS = 3_600;

export function createGrantBook(store: Store, now: () => number): GrantBook {
  const codes = store.map<Issued<CodeState>>('national-window-codes');
  const tokens = store.map<Issued<Grant>>('national-window-tokens');

  function forgetExpired(): void {
    for (const map of [codes, tokens]) {
      for (const { key, expiresAtMs } of [...map.values()]) if (expiresAtMs <= now()) map.delete(key);
    }
  }

  function issueToken(grant: Grant): string {
    const key = randomBytes(32).toString('base64url');
    tokens.set(key, { key, value: grant, expiresAtMs: now() + TOKEN_LIFE_SECONDS * 1_000 });
    return key;
  }

  return {
    issueCode(grant) {
      forgetExpired();
      const key = randomBytes(32).toString('base64url');
      codes.set(key, { key, value: { grant }, expiresAtMs: now() + CODE_LIFE_MS });
      return key;
    },
    exchange(code, proof) {
      const issued = codes.get(code);
      if (!issued || issued.expiresAtMs <= now()) return undefined;
      const { grant, accessToken: earlier } = issued.value;
      if (earlier !== undefined) {
        tokens.delete(earlier);
        return undefined;
      }
      if (!isProven(grant, proof)) return undefined;
      const accessToken = issueToken(grant);
      codes.set(code, { ...issued, value: { grant, accessToken } });
      return { grant, accessToken };
    },
    grantOfToken(accessToken) {
      const issued = tokens.get(accessToken);
      return issued && issued.expiresAtMs > now() ? issued.value : undefined;
    },
  };
}

function isProven(grant: Grant, { clientId, redirectUri, codeVerifier }: ExchangeProof): boolean {
  if (grant.clientId !== clientId || grant.redirectUri !== redirectUri) return false;
  if (grant.codeChallenge === undefined) return codeVerifier === undefined;
  if (codeVerifier === undefined) return false;
  return createHash('sha256').update(codeVerifier).digest('base64url') === grant.codeChallenge;
}
