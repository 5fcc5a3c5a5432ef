/**
 * A text at rest that only `services/people/seal.ts` can read. In the database it is a string. To the compiler it is none,
 * so that nobody shows it, compares it, or takes it for what is in it.
 */
declare const sealed: unique symbol;
export interface Sealed {
  readonly [sealed]: true;
}
