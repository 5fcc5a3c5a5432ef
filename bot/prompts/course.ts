/** The course: by tapping one, by place, or by typing words of its name. */
import { courseList, searchResults } from '../screens/course-list.ts';
import type { Prompt } from './prompt.ts';

export const coursePrompt: Prompt = {
  id: 'course',
  answers: ['courseCode'],

  isAnswered: (draft) => draft.answers.courseCode !== undefined,

  ask: (_draft, visit) => courseList(visit, 0),

  async read(input, visit) {
    if (input.kind !== 'text') return { type: 'wrong', key: 'course-expected' };
    const view = await searchResults(visit, input.text);
    return view ? { type: 'show', view } : { type: 'wrong', key: 'course-not-found' };
  },
};
