/** What a national window may get wrong, or be asked to by somebody who would like to be let in as another. For tests. */
export const TWISTS = [
  'signature',
  'issuer',
  'audience',
  'expiry',
  'nonce',
  'no-id-token',
  /** Nothing is told but the national code, which is all that is known of the real one. */
  'code-only',
  'userinfo-jwt',
  'userinfo-down',
] as const;
export type Twist = (typeof TWISTS)[number];

/** How the window behaves now; null: as it should. */
export interface Twisted {
  twist: Twist | null;
}

/** The ID token's claims, wrong in one of them. */
export function twistedClaims(claims: object, twist: Twist | null): object {
  switch (twist) {
    case 'issuer':
      return { ...claims, iss: 'https://somebody.example' };
    case 'audience':
      return { ...claims, aud: 'somebody-else' };
    case 'expiry':
      return { ...claims, exp: 1 };
    case 'nonce':
      return { ...claims, nonce: 'of-another-login' };
    default:
      return claims;
  }
}

/** Signed by nobody: one letter of the signature is another. */
export function twistedToken(token: string, twist: Twist | null): string {
  if (twist !== 'signature') return token;
  const [head, body, signature = ''] = token.split('.');
  return `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
}
