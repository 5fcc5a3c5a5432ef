/** The kinds of buttons that the bot has, by their names: each is to be pressed where it was offered. */
import { readTap, tap } from '../../bot/callback-data.ts';

/** Those that only buttons of earlier versions carry; the monkey forges them. */
const RETIRED: readonly string[] = [tap.cancel.name];

export const TAP_KINDS: readonly string[] = Object.values(tap)
  .map(({ name }) => name)
  .filter((name) => !RETIRED.includes(name));

/** Undefined when it is the data of no button of ours. */
export function kindOfTap(pressData: string): string | undefined {
  const { data } = readTap(pressData);
  return Object.values(tap).find((kind) => kind.read(data) !== null)?.name;
}
