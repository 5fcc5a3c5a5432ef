/** The forms that a person has begun and not ended, open or set aside, with the way to each. */
import type { Draft } from '../../models/draft.ts';
import { tap } from '../callback-data.ts';
import { refOf } from '../form-ref.ts';
import type { Button, View } from '../view.ts';
import type { Visit } from '../visit.ts';
import { registeredBy } from './registered.ts';

export async function unfinishedForms(visit: Visit, drafts: readonly Draft[]): Promise<View> {
  const { texts } = visit;
  const names = await Promise.all(drafts.map((draft) => nameOf(visit, draft)));
  const lines = drafts.map((draft, index) =>
    texts.chat('unfinished-form', { name: names[index] ?? '', at: draft.touchedAt }),
  );
  return {
    text: [texts.chat('unfinished'), ...lines].join('\n'),
    buttons: [
      ...drafts.flatMap((draft, index) => rowsFor(visit, draft, names[index] ?? '')),
      [{ text: texts.plain('button-home'), data: tap.home.pack() }],
    ],
  };
}

/** What the form is called, with the trainee and the course it is about if they are known. */
export async function nameOf(visit: Visit, draft: Draft): Promise<string> {
  const { texts, services, forms } = visit;
  const { form, answers } = draft;
  const title = texts.plain(forms[form]?.titleKey ?? 'form-unknown');
  const name = answers.trainee
    ? texts.plain('form-with-trainee', { name: title, who: await registeredBy(visit, draft) })
    : title;
  const course = answers.courseCode ? await services.courses.byCode(answers.courseCode) : null;
  return course ? texts.plain('form-with-course', { name, title: course.title }) : name;
}

function rowsFor({ texts }: Visit, draft: Draft, name: string): Button[][] {
  return [
    [{ text: texts.plain('button-continue-form', { name }), data: tap.continueForm.pack(refOf(draft)) }],
    [{ text: texts.plain('button-discard-form', { name }), data: tap.discardForm.pack(refOf(draft)) }],
  ];
}
