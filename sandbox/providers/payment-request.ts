/** What Zarinpal demands of the requests that a merchant sends. */
import { z } from 'zod';

const amountSchema = z.int().min(1_000);

/** Any UUID is a merchant, as in Zarinpal's own sandbox. */
export const merchantSchema = z.object({
  merchant_id: z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i),
});

export const requestSchema = merchantSchema.extend({
  amount: amountSchema,
  currency: z.enum(['IRR', 'IRT']).default('IRR'),
  description: z.string().min(1).max(500),
  callback_url: z.url({ protocol: /^https?$/ }),
  metadata: z.object({ mobile: z.string().optional(), order_id: z.string().optional() }).optional(),
});

/** A merchant and one of its payments. */
export const referenceSchema = merchantSchema.extend({ authority: z.string() });

export const verifySchema = referenceSchema.extend({ amount: amountSchema });

export type NewPaymentBody = z.infer<typeof requestSchema>;
export type ReferenceBody = z.infer<typeof referenceSchema>;
export type VerifyBody = z.infer<typeof verifySchema>;
