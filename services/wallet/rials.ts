/** Money: whole rials, safe for integer arithmetic. */

declare const rials: unique symbol;

/** A whole, positive amount of rials that passed `toRials`. */
export type Rials = number & { readonly [rials]: true };

/** Checks an amount that our own code computed. Throws: a broken amount here is a fault of ours. */
export function toRials(amount: number): Rials {
  if (!Number.isSafeInteger(amount) || amount <= 0)
    throw new RangeError(`Not a whole positive amount of rials: ${amount}`);
  return amount as Rials;
}
