/** The outside systems that have a breaker. The text `system-<name>` names each; all payment gateways share one text. */
export type System =
  | 'civil-registry'
  | 'shahkar'
  | 'national-window'
  | 'sms'
  | 'karpooshe'
  /** Each gateway its own: `payment-zarinpal`. */
  | `payment-${string}`;
