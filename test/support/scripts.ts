/** How keyboards and spreadsheets write digits. */
import fc from 'fast-check';

const ZEROS = { latin: 0x30, persian: 0x6f0, arabic: 0x660 };

/** The same digits in another script. */
export function inScript(digits: string, script: keyof typeof ZEROS): string {
  return [...digits].map((digit) => String.fromCharCode(ZEROS[script] + Number(digit))).join('');
}

/** Each digit in a script of its own, with something from `between` before, after and between them. */
export function spelledAnyhow(digits: string, between: readonly string[]): fc.Arbitrary<string> {
  const script = fc.constantFrom('latin', 'persian', 'arabic');
  const gap = fc.constantFrom('', ...between);
  return fc
    .tuple(fc.array(fc.tuple(script, gap), { minLength: digits.length, maxLength: digits.length }), gap)
    .map(
      ([spelling, first]) =>
        first +
        spelling
          .map(([script, gap], index) => inScript(digits[index] ?? '', script as keyof typeof ZEROS) + gap)
          .join(''),
    );
}
