import { expect, test } from '@jest/globals';
import { followMigration } from '../../../../bot/platforms/follow-migration.ts';

const MOVED = {
  ok: false,
  error_code: 400,
  description: 'Bad Request: group chat was upgraded to a supergroup chat',
  parameters: { migrate_to_chat_id: -100_123 },
} as const;
const FINE = { ok: true, result: true } as const;

async function sending(...answers: object[]) {
  const chats: unknown[] = [];
  const call = async (_method: string, payload: { chat_id: unknown }) => {
    chats.push(payload.chat_id);
    return answers[chats.length - 1] ?? FINE;
  };
  const payload = { chat_id: -4, text: 'x' };
  const answer = await followMigration(call as never, 'sendMessage', payload as never);
  return { chats, answer };
}

test('what a moved group refuses is sent to its new number', async () => {
  expect(await sending(MOVED)).toEqual({ chats: [-4, -100_123], answer: FINE });
});

test('what is refused there too is refused, and asked for no third time', async () => {
  expect(await sending(MOVED, MOVED)).toEqual({ chats: [-4, -100_123], answer: MOVED });
});

test('other answers are handed on', async () => {
  const blocked = { ok: false, error_code: 403, description: 'Forbidden' };
  expect(await sending(blocked)).toEqual({ chats: [-4], answer: blocked });
});
