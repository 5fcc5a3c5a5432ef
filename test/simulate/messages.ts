/** What the simulator and its worker processes say to each other. */
import type { Payer } from '../../models/enrolment.ts';

/** Who does something, and in which of their chats; ids in hex. */
export interface Who {
  person: string;
  account: string;
}

/** Something that a person or a job does; each ends with an outcome that is a value. */
export type Deed =
  | { do: 'draw'; who: Who; courseCode: string; trainee?: string; payer: Payer }
  | { do: 'confirm'; who: Who; operationId: string }
  | { do: 'join'; who: Who; operationId: string }
  | { do: 'hold'; who: Who }
  | { do: 'give-up'; who: Who }
  | { do: 'withdraw'; who: Who; enrolment: string }
  | { do: 'accept'; who: Who; enrolment: string; quotedFeeRials: number }
  | { do: 'consent'; who: Who; enrolment: string; isMe: boolean }
  | { do: 'top-up'; who: Who; amountRials: number; wallet: Payer }
  | { do: 'returned'; sessionId: string }
  | { do: 'watch' };

export interface Outcome {
  type: string;
  /** Of a card that was drawn. */
  operationId?: string;
  /** Of a payment that was opened. */
  sessionId?: string;
}

/** The worker is killed at its n-th database command: when it sends it, or when the answer has come and nobody knows. */
export interface Death {
  phase: 'sent' | 'answered';
  command: number;
}

/** To a worker; `nowMs` is the time at which it lives from then on. */
export type ToWorker =
  | { type: 'deed'; id: number; nowMs: number; deed: Deed; death?: Death }
  | { type: 'gateway-said'; id: number; answer: unknown };

/** From a worker: the gateway is the simulator's own, since it outlives the processes that ask it. */
export type FromWorker =
  | { type: 'ready' }
  | { type: 'done'; id: number; outcome: Outcome }
  | { type: 'fault'; id: number; error: string }
  | { type: 'ask-gateway'; id: number; method: 'create' | 'verify' | 'inquire'; request: unknown };
