/**
 * A process of the product as a simulation runs it: `main.ts` at the simulation's time, which can be told at which of its
 * database commands it dies. Nothing of the product knows of it.
 */
import mongoose from 'mongoose';
import { type Death, FATE_FILE, readFate } from './fate.ts';

const { [FATE_FILE]: file = '' } = process.env;
let { aheadMs } = readFate(file);
/** Read at the signal only: who comes back lives. */
let death: Death | undefined;

process.on('SIGUSR2', () => {
  ({ aheadMs, death } = readFate(file));
});
mongoose.connection.once('connected', () => {
  const client = mongoose.connection.getClient();
  client.on('commandStarted', () => dieIfDue('sent'));
  client.on('commandSucceeded', () => dieIfDue('answered'));
});
setClockAhead();
await import('../../main.ts');

/** Without a last word, as when the machine loses power. */
function dieIfDue(phase: Death['phase']): void {
  if (death?.phase !== phase) return;
  death.command -= 1;
  if (death.command <= 0) process.kill(process.pid, 'SIGKILL');
}

/** `Date` alone says what time it is; timers and what is measured take as long as ever. */
function setClockAhead(): void {
  const { now } = Date;
  Date.now = () => now() + aheadMs;
  globalThis.Date = new Proxy(Date, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [Date.now()] : args, newTarget),
  });
}
