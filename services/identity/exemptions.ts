/**
 * Target groups (گروه هدف خاص) whose people may have no access to a mobile phone, so that they can be registered without
 * one (N6). The text `exemption-<group>` names each.
 */
export const EXEMPTION_GROUPS = [
  'prisoner',
  'conscript',
  'recovering',
  'nomad-or-villager',
  'in-care',
  'disabled',
] as const;

export type ExemptionGroup = (typeof EXEMPTION_GROUPS)[number];
