/** The forms of this version of the bot. */
import type { FormName } from '../../models/draft.ts';
import { enrolForm } from './enrol.ts';
import { enrolTraineeForm } from './enrol-trainee.ts';
import type { Form } from './form.ts';
import { introduceForm } from './introduce.ts';
import { staffDeedForm } from './staff-deed.ts';
import { topUpForm } from './top-up.ts';

export const FORMS: Readonly<Record<FormName, Form>> = {
  enrol: enrolForm,
  'enrol-trainee': enrolTraineeForm,
  'top-up': topUpForm,
  introduce: introduceForm,
  'staff-deed': staffDeedForm,
};
