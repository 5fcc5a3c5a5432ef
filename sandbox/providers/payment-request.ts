/** What Zarinpal demands of the requests that a merchant sends. */
import { z } from 'zod';

const merchantIdSchema = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
const amountSchema = z.int().min(1_000);

export const requestSchema = z.object({
  merchant_id: merchantIdSchema,
  amount: amountSchema,
  currency: z.enum(['IRR', 'IRT']).default('IRR'),
  description: z.string().min(1).max(500),
  callback_url: z.url({ protocol: /^https?$/ }),
  metadata: z.object({ mobile: z.string().optional(), order_id: z.string().optional() }).optional(),
});

/** A merchant and one of its payments. */
export const referenceSchema = z.object({ merchant_id: merchantIdSchema, authority: z.string() });

export const verifySchema = referenceSchema.extend({ amount: amountSchema });

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * A merchant has registered its domain; here it is that of the sandbox. So a callback, which the sandbox may itself
 * call, never leaves the machine for a stranger's address.
 */
export function isAllowedCallback(callbackUrl: string, publicUrl: string): boolean {
  const { hostname } = new URL(callbackUrl);
  return LOOPBACK.has(hostname) || hostname === new URL(publicUrl).hostname;
}
