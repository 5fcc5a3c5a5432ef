/** The key with which the national window signs, made at its first use and kept, so that tokens outlive a restart. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  sign,
} from 'node:crypto';
import type { Store } from '../store.ts';

export interface SigningKey {
  /** The public half, as a JSON Web Key. */
  publicJwk(): JsonWebKey & { kid: string; use: 'sig'; alg: 'RS256' };
  /** A JSON Web Token signed with RS256. */
  signJwt(claims: object): string;
}

export function createSigningKey(store: Store): SigningKey {
  const keys = store.map<JsonWebKey>('national-window-keys');

  function privateJwk(): JsonWebKey {
    const kept = keys.get('signing');
    if (kept) return kept;
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const fresh = privateKey.export({ format: 'jwk' });
    keys.set('signing', fresh);
    return fresh;
  }

  return {
    publicJwk() {
      const jwk = publicHalf(privateJwk());
      return { ...jwk, kid: thumbprint(jwk), use: 'sig', alg: 'RS256' };
    },
    signJwt(claims) {
      const jwk = privateJwk();
      const header = { alg: 'RS256', typ: 'JWT', kid: thumbprint(publicHalf(jwk)) };
      const signed = `${base64url(header)}.${base64url(claims)}`;
      const signature = sign('sha256', Buffer.from(signed), createPrivateKey({ key: jwk, format: 'jwk' }));
      return `${signed}.${signature.toString('base64url')}`;
    },
  };
}

function publicHalf(privateJwk: JsonWebKey): JsonWebKey {
  return createPublicKey(createPrivateKey({ key: privateJwk, format: 'jwk' })).export({ format: 'jwk' });
}

/** RFC 7638: the required members in alphabetical order. */
function thumbprint({ e, kty, n }: JsonWebKey): string {
  return createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
