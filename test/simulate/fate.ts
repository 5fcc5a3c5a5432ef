/**
 * What the simulator decides about a process of the product, in a file of that process: its time, and when it dies. The
 * process looks at its time when it starts, and at both at SIGUSR2.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const fateSchema = z.object({
  /** How far its clock is ahead of the machine's. */
  aheadMs: z.number(),
  /** It dies at its n-th database command from then on: when it sends it, or when the answer has come and nobody knows. */
  death: z.object({ phase: z.enum(['sent', 'answered']), command: z.number().int().positive() }).optional(),
});

export type Fate = z.infer<typeof fateSchema>;
export type Death = NonNullable<Fate['death']>;

/** The setting that names the file. */
export const FATE_FILE = 'SIMULATED_FATE_FILE';

export const readFate = (file: string): Fate => fateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));

export const writeFate = (file: string, fate: Fate): void => writeFileSync(file, JSON.stringify(fate));
