/**
 * A message that was edited after it was answered. What it said then has been written down, and money may have moved on
 * it, so the edit changes nothing by itself: the person is told so, and offered to change the answer where that can
 * still be done.
 */
import type { Answers } from '../../models/draft.ts';
import { tap } from '../callback-data.ts';
import type { Button } from '../view.ts';
import type { Visit } from '../visit.ts';
import { resume } from './engine.ts';
import { goHome } from './go-home.ts';

/** Answers of an open form that can be given anew, with the words on the button that does so. */
const CHANGEABLE = { courseCode: 'button-change-course', amountRials: 'button-change-amount' } as const;

export async function answerEdit(visit: Visit): Promise<void> {
  const { texts, services, caller, chat } = visit;
  const draft = await services.drafts.current(caller);
  if (!draft) return goHome(visit, texts.chat('edited-nothing-open'));
  const changes = changeButtons(visit, draft.answers);
  if (changes.length > 0) {
    const goOn = [{ text: texts.plain('button-resume'), data: tap.resume.pack() }];
    return chat.show({ text: texts.chat('edited-offer-change'), buttons: [...changes, goOn] });
  }
  const why = texts.chat('edited-message');
  if (!(await resume(visit, why))) await goHome(visit, why);
}

function changeButtons({ texts }: Visit, answers: Answers): Button[][] {
  const names = Object.keys(CHANGEABLE) as (keyof typeof CHANGEABLE)[];
  return names
    .filter((name) => answers[name] !== undefined)
    .map((name) => [{ text: texts.plain(CHANGEABLE[name]), data: tap.changeAnswer.pack(name) }]);
}
