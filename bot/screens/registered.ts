/** Who is being registered, as the person who does it may read it anywhere: masked. */
import { Types } from 'mongoose';
import type { Draft } from '../../models/draft.ts';
import { readableAnswers } from '../../services/drafts/answers.ts';
import { maskName, maskNationalCode } from '../../services/identity/rules.ts';
import type { Visit } from '../visit.ts';

export async function registeredBy(
  { texts, services }: Visit,
  { form, answers }: Pick<Draft, 'form' | 'answers'>,
): Promise<string> {
  if (form === 'enrol') return texts.plain('registered-yourself');
  const { trainee } = readableAnswers(answers);
  const person = trainee === undefined ? null : await services.identity.byId(new Types.ObjectId(trainee));
  if (!person) return texts.plain('registered-unknown');
  const code = maskNationalCode(person.nationalCode);
  return person.firstName
    ? texts.plain('registered-trainee', { name: maskName(person.firstName, person.lastName ?? ''), code })
    : texts.plain('registered-nameless', { code });
}
