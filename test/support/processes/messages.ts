/** What a test and its worker processes say to each other. */

/** Somebody taps on a card; ids in hex. */
export interface Deed {
  do: 'confirm' | 'join';
  person: string;
  account: string;
  operationId: string;
}

/** To a worker; `nowMs` is the time at which it lives from then on. */
export interface ToWorker {
  id: number;
  nowMs: number;
  deed: Deed;
}

/** From a worker: that it is ready, or the kind of outcome that a deed had, or what went wrong. */
export type FromWorker =
  | { type: 'ready' }
  | { type: 'done'; id: number; outcome: string }
  | { type: 'fault'; id: number; error: string };
