/** Every walk, in the order of the gallery. */
import { ANY_TIME } from './any-time.ts';
import { CHOOSING } from './choosing.ts';
import { ENROLLING } from './enrolling.ts';
import { GETTING_IN } from './getting-in.ts';
import { MONEY } from './money.ts';
import { PLACES } from './places.ts';
import { ROOMS } from './rooms.ts';
import { UNFINISHED } from './unfinished.ts';
import type { Walk } from './walk.ts';

export const WALKS: readonly Walk[] = [
  ...GETTING_IN,
  ...CHOOSING,
  ...ENROLLING,
  ...MONEY,
  ...PLACES,
  ...UNFINISHED,
  ...ANY_TIME,
  ...ROOMS,
];
