/** The course for a trainee: of the centres for which the portal user holds a grant, and of no others. */
import { Types } from 'mongoose';
import type { Draft } from '../../models/draft.ts';
import { traineeLine } from '../screens/trainee.ts';
import { searchOwn, traineeCourses } from '../screens/trainee-courses.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';
import type { Prompt } from './prompt.ts';

/** Somebody else's form in which nothing was touched for so long is not "just now". */
const JUST_NOW_MS = 60 * 60 * 1000;

export const traineeCoursePrompt: Prompt = {
  id: 'trainee-course',
  answers: ['courseCode'],

  isAnswered: ({ answers }) => answers.courseCode !== undefined,

  async ask(draft, visit) {
    const [who, list] = await Promise.all([about(draft, visit), traineeCourses(visit, 0)]);
    return { ...list, text: [...who, '', list.text].join('\n') };
  },

  async read(input, visit): ReturnType<Prompt['read']> {
    if (input.kind === 'choice') return { type: 'answer', answers: { courseCode: input.value } };
    if (input.kind !== 'text') return { type: 'wrong', key: 'course-expected' };
    const view: View | null = await searchOwn(visit, input.text);
    return view ? { type: 'show', view } : { type: 'wrong', key: 'course-not-found' };
  },
};

/** Who was proven, and whether somebody else is registering them just now: that stands in nobody's way. */
async function about({ answers }: Draft, { texts, services, caller, clock }: Visit): Promise<string[]> {
  const trainee = new Types.ObjectId(answers.trainee);
  const person = await services.identity.byId(trainee);
  if (!person || !caller.person) throw new Error('The trainee of this form is not there');
  const since = new Date(clock().getTime() - JUST_NOW_MS);
  const others = await services.drafts.othersRegistering(trainee, caller.person._id, since);
  return [traineeLine(texts, person), ...(others.length > 0 ? [texts.chat('trainee-being-registered')] : [])];
}
