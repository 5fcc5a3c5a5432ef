/** One worker process of the simulator: carries out deeds on a connection of its own until it is killed. */
import mongoose from 'mongoose';
import type { PaymentGateway } from '../../services/providers/payment/payment-gateway.ts';
import { carryOut } from './deeds.ts';
import type { Death, FromWorker, ToWorker } from './messages.ts';
import { createWorkerServices } from './services.ts';

const [, , mongoUri = ''] = process.argv;
let now = new Date();
let death: Death | null = null;
const waiting = new Map<number, (answer: unknown) => void>();
let asked = 0;

await mongoose.connect(mongoUri, { autoIndex: false, monitorCommands: true });
const client = mongoose.connection.getClient();
client.on('commandStarted', () => dieIfDue('sent'));
client.on('commandSucceeded', () => dieIfDue('answered'));
const services = createWorkerServices(mongoose.connection, () => now, gatewayOfSimulator());
process.on('message', (message: ToWorker) => void obey(message));
process.on('disconnect', () => process.exit());
say({ type: 'ready' });

/** Without a last word, as a process that the system kills. */
function dieIfDue(phase: Death['phase']): void {
  if (death?.phase !== phase) return;
  death.command -= 1;
  if (death.command <= 0) process.kill(process.pid, 'SIGKILL');
}

async function obey(message: ToWorker): Promise<void> {
  if (message.type === 'gateway-said') {
    waiting.get(message.id)?.(message.answer);
    waiting.delete(message.id);
    return;
  }
  const { id, deed } = message;
  now = new Date(message.nowMs);
  death = message.death ?? death;
  try {
    const { type, operationId, sessionId } = await carryOut(services, deed);
    const outcome = { type, ...(operationId ? { operationId } : {}), ...(sessionId ? { sessionId } : {}) };
    say({ type: 'done', id, outcome });
  } catch (error) {
    say({
      type: 'fault',
      id,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}

function say(message: FromWorker): void {
  process.send?.(message);
}

function gatewayOfSimulator(): PaymentGateway {
  function ask<Answer>(method: 'create' | 'verify' | 'inquire', request: unknown): Promise<Answer> {
    asked += 1;
    const id = asked;
    return new Promise<Answer>((resolve) => {
      waiting.set(id, (answer) => resolve(answer as Answer));
      say({ type: 'ask-gateway', id, method, request });
    });
  }
  return {
    name: 'zarinpal',
    create: (payment) => ask('create', payment),
    verify: (payment) => ask('verify', payment),
    inquire: (sessionId) => ask('inquire', sessionId),
  };
}
