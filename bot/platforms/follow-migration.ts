/** A group that became a supergroup has another number. The messenger names it with its refusal: the call is made there. */
import type { Transformer } from 'grammy';

export const followMigration: Transformer = async (call, method, payload, signal) => {
  const answer = await call(method, payload, signal);
  const movedTo = answer.ok ? undefined : answer.parameters?.migrate_to_chat_id;
  if (movedTo === undefined || !('chat_id' in payload)) return answer;
  return call(method, { ...payload, chat_id: movedTo }, signal);
};
