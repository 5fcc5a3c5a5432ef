/**
 * The national e-inbox. No public protocol of it is known; this adapter speaks a modest one (docs/e-inbox.md) and is to be replaced when
 * the organisation has its agreement. Delivering is idempotent by reference, so whatever is unclear may be sent again.
 */
import { z } from 'zod';
import { createHttpPost, unavailableReason } from '../http.ts';

export interface OfficialNotice {
  nationalCode: string;
  title: string;
  body: string;
  /** The application's own, one per notice. */
  reference: string;
}

export type KarpoosheResult =
  | { type: 'accepted'; id: string }
  /** This notice will never be taken; `code` is the HTTP status. */
  | { type: 'rejected'; code: number }
  /** To be sent again later, under the same reference. */
  | { type: 'unavailable'; reason: string };

export interface Karpooshe {
  /** Never rejects for what the e-inbox or the network does. */
  deliver(notice: OfficialNotice): Promise<KarpoosheResult>;
}

export interface KarpoosheOptions {
  apiRoot: string;
  token: string;
  timeoutMs: number;
}

const acceptedSchema = z.object({ id: z.string().min(1) });

/** Statuses that speak of the notice itself; any other failure (also a refused token) says nothing about it. */
const REJECTED = new Set([400, 404, 413, 422]);
const refusalSchema = z.object({ error: z.object({ code: z.string() }) });

export function createKarpooshe({ apiRoot, token, timeoutMs }: KarpoosheOptions): Karpooshe {
  const post = createHttpPost({ apiRoot, timeoutMs });
  return {
    async deliver({ nationalCode, title, body, reference }) {
      const outcome = await post({
        path: '/api/v1/notices',
        headers: { authorization: `Bearer ${token}` },
        json: { nationalCode, title, body, reference },
      });
      if (outcome.type !== 'answered') return { type: 'unavailable', reason: outcome.reason };
      const accepted = acceptedSchema.safeParse(outcome.body);
      if (outcome.status < 300 && accepted.success) return { type: 'accepted', id: accepted.data.id };
      // A page of a proxy or a wrong address may carry these statuses too; only the e-inbox's own word rejects.
      const isItsOwnWord = refusalSchema.safeParse(outcome.body).success;
      if (isItsOwnWord && REJECTED.has(outcome.status)) return { type: 'rejected', code: outcome.status };
      return { type: 'unavailable', reason: unavailableReason(outcome) };
    },
  };
}
