/** What happens in the sandbox, as it happens: the page's live updates and the control API's long polls hang on it. */
import { EventEmitter } from 'node:events';

/** `type` says what changed; the other fields are what a listener needs to show it. Plain JSON only. */
export type SandboxEvent =
  | { type: 'chat'; platform: Platform; userId: string; item: unknown }
  | { type: 'typing'; platform: Platform; userId: string }
  | { type: 'callback-answer'; platform: Platform; userId: string; text: string; alert: boolean }
  | { type: 'sms'; item: unknown }
  | { type: 'karpooshe'; item: unknown }
  | { type: 'payment'; item: unknown }
  | { type: 'system'; name: string; mode: unknown }
  | { type: 'person'; item: unknown }
  | { type: 'app'; state: 'starting' | 'ready' | 'stopped' };

export type Platform = 'telegram' | 'bale';

export interface SandboxEvents {
  publish(event: SandboxEvent): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: SandboxEvent) => void): () => void;
}

export function createSandboxEvents(): SandboxEvents {
  const emitter = new EventEmitter();
  // Every open page and every long poll is a listener; there is no leak to warn of.
  emitter.setMaxListeners(0);
  return {
    publish: (event) => {
      emitter.emit('event', event);
    },
    subscribe(listener) {
      emitter.on('event', listener);
      return () => emitter.off('event', listener);
    },
  };
}
