/** The civil registry as Zohal sells it, down at first, then answering so many questions in any second and no more. */
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { closeServer, listenLocally, readJson } from './local-server.ts';

export interface LimitedRegistry {
  root: string;
  /** Questions while it was down. */
  failed(): number;
  isBack(): void;
  /** How often each code has been answered. */
  answers: Map<string, number>;
  /** Questions beyond the limit. */
  refused(): number;
  /** `performance.now()` of the first answer; null: none yet. */
  firstAnswerMs(): number | null;
  close(): Promise<void>;
}

/** A register far away, behind a reseller. */
const ANSWER_AFTER_MS = 80;
const WINDOW_MS = 1_000;

export async function startLimitedRegistry(perSecond: number): Promise<LimitedRegistry> {
  let down = true;
  let failed = 0;
  let refused = 0;
  let firstAnswerMs: number | null = null;
  let served: number[] = [];
  const answers = new Map<string, number>();

  /** As arrivals are counted: over any second, not by the clock's. */
  function withinLimit(): boolean {
    const now = performance.now();
    served = served.filter((at) => now - at < WINDOW_MS);
    if (served.length >= perSecond) return false;
    served.push(now);
    return true;
  }

  const server = createServer(async (request, response) => {
    if (down) {
      failed += 1;
      return send(response, 503, {});
    }
    if (!withinLimit()) {
      refused += 1;
      return send(response, 429, { result: 0, response_body: { error_code: 'TOO_MANY_REQUESTS' } });
    }
    const { national_code: code } = await readJson(request);
    answers.set(String(code), (answers.get(String(code)) ?? 0) + 1);
    await delay(ANSWER_AFTER_MS);
    firstAnswerMs ??= performance.now();
    send(response, 200, { result: 1, response_body: { data: PERSON, message: 'موفق' } });
  });

  return {
    root: await listenLocally(server),
    answers,
    failed: () => failed,
    refused: () => refused,
    firstAnswerMs: () => firstAnswerMs,
    isBack() {
      down = false;
    },
    close: () => closeServer(server),
  };
}

const PERSON = { matched: true, first_name: 'سارا', last_name: 'کارآموز', alive: true, is_dead: false };

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
