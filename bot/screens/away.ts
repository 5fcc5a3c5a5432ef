/** What waits for an outside system that is away (N2), in one line; nothing is said of what works. */
import { awayParts } from '../../services/breakers/away.ts';
import type { Visit } from '../visit.ts';

/** Undefined while everything works, as far as is known. */
export async function awayLine({ texts, services, clock }: Visit): Promise<string | undefined> {
  const away = awayParts(await services.breakers.reports(), clock());
  if (away.length === 0) return undefined;
  const words = away.map((part) => texts.plain(`away-${part}`)).join(texts.plain('away-and'));
  return texts.chat('away', { words });
}
