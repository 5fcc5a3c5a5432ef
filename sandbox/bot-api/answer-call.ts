/** One call of a method, from its name and parameters to the answer, whichever way it came. */
import type { Systems } from '../systems.ts';
import { BotApiError, notFound, tooManyRequests } from './errors.ts';
import type { Messenger } from './messenger.ts';
import { isSending, methodNamed } from './methods/all-methods.ts';
import type { Upload } from './methods/method.ts';
import { type Parameters, stringOf } from './parameters.ts';

export interface IncomingCall {
  method: string;
  parameters: Parameters;
  uploads: ReadonlyMap<string, Upload>;
  signal: AbortSignal;
}

export interface Answer {
  status: number;
  body:
    | { ok: true; result: unknown }
    | { ok: false; error_code: number; description: string; parameters?: object };
}

export interface AnswerDeps {
  messenger: Messenger;
  systems: Systems;
}

/** Never throws for what a bot does wrong; that is an answer too. */
export async function answerCall(deps: AnswerDeps, call: IncomingCall): Promise<Answer> {
  const known = deps.messenger.dialect.keepKnown(call.method, call.parameters);
  const answer = await attempt(deps, call, known?.parameters);
  deps.messenger.calls.add({
    at: new Date(deps.messenger.now()).toISOString(),
    method: call.method,
    payload: { ...call.parameters, ...Object.fromEntries([...call.uploads].map(nameUpload)) },
    status: answer.status,
    ...(!answer.body.ok && { description: answer.body.description }),
    ignored: known?.ignored ?? [],
  });
  return answer;
}

async function attempt(
  deps: AnswerDeps,
  { method, uploads, signal }: IncomingCall,
  parameters: Parameters | undefined,
): Promise<Answer> {
  try {
    const run = methodNamed(method);
    if (!run || !parameters) throw notFound();
    refuseFlood(deps, method, parameters);
    const result = await run({ messenger: deps.messenger, parameters, uploads, signal });
    return { status: 200, body: { ok: true, result } };
  } catch (error) {
    if (error instanceof BotApiError) return errorAnswer(error);
    throw error;
  }
}

export function errorAnswer({ code, message, parameters }: BotApiError): Answer {
  return {
    status: code,
    body: { ok: false, error_code: code, description: message, ...(parameters && { parameters }) },
  };
}

function refuseFlood({ systems, messenger }: AnswerDeps, method: string, parameters: Parameters): void {
  const mode = systems.modes()['bot-api'];
  if (mode.mode !== 'limited' || !isSending(method)) return;
  const waitSeconds = messenger.floodControl.takeTurn(stringOf(parameters, 'chat_id') ?? '', mode.perSecond);
  if (waitSeconds > 0) throw tooManyRequests(waitSeconds);
}

const nameUpload = ([name, { fileName, content }]: [string, Upload]) => [
  name,
  { fileName: fileName ?? '', sizeBytes: content.length },
];
