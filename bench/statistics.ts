/** The few figures that a benchmark boils down to. */

/** The value below which `share` (0 to 1) of the ascending numbers lie. */
export function percentile(ascending: readonly number[], share: number): number {
  const index = Math.min(ascending.length - 1, Math.floor(ascending.length * share));
  return ascending[index] ?? Number.NaN;
}

/** The middle one, or the mean of the middle two. */
export function median(numbers: readonly number[]): number {
  const ascending = [...numbers].sort((a, b) => a - b);
  const middle = ascending.length / 2;
  const upper = ascending[Math.floor(middle)] ?? Number.NaN;
  const lower = ascending[Math.ceil(middle) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
