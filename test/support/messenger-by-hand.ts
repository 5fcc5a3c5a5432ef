/** A Bot API of a test's own: it delivers what the test sends, and answers each method as the test says. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

interface Call {
  method: string;
  payload: Record<string, unknown>;
}

interface Answer {
  status: number;
  /** Sent as it is when it is a string. */
  body: unknown;
}

/** The fields of a call. A file of a multipart body stands under the name that its field refers to. */
function payloadOf(body: Buffer, type: string): Record<string, unknown> {
  if (body.length === 0) return {};
  const boundary = /^multipart\/.*boundary=(\S+)/.exec(type)?.[1];
  if (boundary === undefined) return JSON.parse(body.toString('utf8'));
  // One letter a byte, so that files pass through unharmed.
  const parts = body.toString('latin1').split(`--${boundary}`).slice(1, -1);
  return Object.fromEntries(parts.map(fieldOf));
}

function fieldOf(part: string): [name: string, value: unknown] {
  const [, head = '', content = ''] = /^\r\n(.*?)\r\n\r\n(.*)\r\n$/s.exec(part) ?? [];
  const bytes = Buffer.from(content, 'latin1');
  const name = /[; ]name="?([^";\r]+)/.exec(head)?.[1] ?? '';
  const fileName = /filename="?([^";\r]+)/.exec(head)?.[1];
  if (fileName !== undefined) return [name, { name: fileName, bytes }];
  const text = bytes.toString('utf8');
  return [name, name === 'reply_markup' ? JSON.parse(text) : text];
}

const FINE: Answer = { status: 200, body: { ok: true, result: true } };
/** What puts something before a person's eyes. */
const SHOWS = new Set(['sendMessage', 'editMessageText', 'sendDocument', 'sendPhoto']);
/** How soon an empty long poll is answered: short, so that nothing waits for it. */
const LONG_POLL_MS = 20;

/** `answers`: what methods answer that should not simply succeed; may be changed at any time. */
export async function startMessenger(answers: Record<string, Answer> = {}, botId = 1) {
  const calls: Call[] = [];
  let waiting: { update_id: number }[] = [];

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const method = request.url?.split('/').at(-1) ?? '';
    const payload = payloadOf(Buffer.concat(chunks), request.headers['content-type'] ?? '');
    calls.push({ method, payload });
    const answer = answers[method] ?? (await usualAnswer(method, payload));
    response.writeHead(answer.status);
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  async function usualAnswer(method: string, payload: { offset?: number }): Promise<Answer> {
    if (method === 'getMe') {
      const me = { id: botId, is_bot: true, first_name: 'کارآموز', username: 'karamooz_bot' };
      return { status: 200, body: { ok: true, result: me } };
    }
    if (method !== 'getUpdates') return FINE;
    waiting = waiting.filter(({ update_id }) => update_id >= (payload.offset ?? 0));
    if (waiting.length === 0) await delay(LONG_POLL_MS);
    return { status: 200, body: { ok: true, result: waiting } };
  }

  return {
    apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    deliver(...updates: { update_id: number }[]) {
      waiting.push(...updates);
    },
    /** Updates that the bot has not confirmed. */
    waiting: () => waiting.map(({ update_id }) => update_id),
    /** What was sent with a method, in order. */
    sent: (method: string) => calls.filter((call) => call.method === method).map(({ payload }) => payload),
    /** What a chat was shown, in order: messages, and what took the place of earlier ones. */
    shownIn: (chat: string) =>
      calls
        .filter(({ method }) => SHOWS.has(method))
        .map(({ payload }) => payload)
        .filter(({ chat_id }) => String(chat_id) === chat),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
