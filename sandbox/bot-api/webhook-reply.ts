/** A webhook may answer an update with a call in place of an empty body; nobody is told how that call went. */
import { z } from 'zod';
import type { IncomingCall } from './answer-call.ts';

const replySchema = z.looseObject({ method: z.string() });

export function readWebhookReply(body: string): IncomingCall | null {
  if (!body.trimStart().startsWith('{')) return null;
  const reply = replySchema.safeParse(parsed(body));
  if (!reply.success) return null;
  const { method, ...parameters } = reply.data;
  return { method, parameters, uploads: new Map(), signal: new AbortController().signal };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
