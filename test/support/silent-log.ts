import { pino } from 'pino';

/** For what is expected to be logged as a fault. */
export const silentLog = pino({ level: 'silent' });
