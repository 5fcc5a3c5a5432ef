/** What links, states and cookies are known by at rest. Pure. */
import { createHash } from 'node:crypto';

/** 128 bits of chance need no salt. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Tokens of links and cookies, as `Ids.operation` makes them; anything else is not looked up. */
export const isSecret = (text: string): boolean => /^[\w-]{22}$/.test(text);
