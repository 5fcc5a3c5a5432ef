/** Every walk, in the order of the gallery. */
import { ANY_TIME } from './any-time.ts';
import { BY_TEXT } from './by-text.ts';
import { CHOOSING } from './choosing.ts';
import { ENROLLING } from './enrolling.ts';
import { GETTING_IN } from './getting-in.ts';
import { KNOWN_ALREADY } from './known-already.ts';
import { MONEY } from './money.ts';
import { MY_DATA } from './my-data.ts';
import { NATIONAL_WINDOW } from './national-window.ts';
import { PAYBACKS } from './paybacks.ts';
import { PAYMENTS } from './payments.ts';
import { PLACES } from './places.ts';
import { ROOMS } from './rooms.ts';
import { STAFF } from './staff.ts';
import { TRAINEE_TROUBLE } from './trainee-trouble.ts';
import { TRAINEES } from './trainees.ts';
import { UNFINISHED } from './unfinished.ts';
import type { Walk } from './walk.ts';

export const WALKS: readonly Walk[] = [
  ...GETTING_IN,
  ...NATIONAL_WINDOW,
  ...BY_TEXT,
  ...KNOWN_ALREADY,
  ...CHOOSING,
  ...ENROLLING,
  ...MONEY,
  ...PAYMENTS,
  ...PLACES,
  ...TRAINEES,
  ...TRAINEE_TROUBLE,
  ...UNFINISHED,
  ...ANY_TIME,
  ...MY_DATA,
  ...PAYBACKS,
  ...STAFF,
  ...ROOMS,
];
