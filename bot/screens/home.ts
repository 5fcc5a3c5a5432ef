/** Where everything begins: for a known person, courses at one tap; for a new one, what the bot does. */
import type { Draft } from '../../models/draft.ts';
import type { Texts } from '../../texts/texts.ts';
import { tap } from '../callback-data.ts';
import { refOf } from '../form-ref.ts';
import type { Button, View } from '../view.ts';
import type { Visit } from '../visit.ts';
import { awayLine } from './away.ts';
import { courseButtons } from './course-list.ts';
import { completeRow } from './identity.ts';
import { menuKeys } from './menu-keys.ts';
import { nameOf } from './unfinished-forms.ts';

const COURSES_ON_HOME = 4;

/** The greeting that also sets the menu's keyboard. */
export function greeting({ caller, texts }: Visit): View {
  const name = caller.person?.firstName;
  return {
    text: name ? texts.chat('home-greeting', { name }) : texts.chat('home-greeting-nameless'),
    keys: menuKeys(texts, caller.person),
  };
}

/** The next open courses as buttons (a known person enrols in two taps from here), and the way on. */
export async function home(visit: Visit): Promise<View> {
  const { texts, services, caller } = visit;
  const begun = await services.drafts.unfinished(caller);
  // Forms without any answer hold nothing that could be lost.
  const unfinished = begun.some(hasAnswers) ? begun : [];
  const [{ items }, complete, away] = await Promise.all([
    services.courses.open(0),
    completeRow(visit),
    awayLine(visit),
  ]);
  const { identity = 'verified' } = caller.person ?? {};
  const sentences = [
    ...(complete.length > 0 ? [texts.chat('home-identity-open', { identity })] : []),
    texts.chat(unfinished.length > 0 ? 'home-unfinished' : 'home'),
    ...(away === undefined ? [] : [away]),
  ];
  return {
    text: sentences.join('\n\n'),
    buttons: [
      ...complete,
      ...(await toUnfinished(visit, unfinished)),
      ...courseButtons(visit, items.slice(0, COURSES_ON_HOME)),
      [{ text: texts.plain('button-all-courses'), data: tap.courses.pack('0') }],
      ...(caller.person?.isPortalUser
        ? [[{ text: texts.plain('button-enrol-trainee'), data: tap.enrolTrainee.pack() }]]
        : []),
      ...(caller.person && services.staff.seemsStaff(caller.person) ? [staffRow(texts)] : []),
      [
        { text: texts.plain('button-wallet'), data: tap.wallet.pack() },
        { text: texts.plain('button-mine'), data: tap.myEnrolments.pack() },
      ],
      [
        { text: texts.plain('button-help'), data: tap.help.pack() },
        {
          text: texts.plain('button-other-language'),
          data: tap.language.pack(texts.language === 'fa' ? 'en' : 'fa'),
        },
      ],
    ],
  };
}

const staffRow = (texts: Texts): Button[] => [
  { text: texts.plain('button-cases'), data: tap.cases.pack('0') },
  { text: texts.plain('button-systems'), data: tap.systems.pack() },
];

const hasAnswers = ({ answers }: Draft) => Object.keys(answers).length > 0;

/** The one form at a tap; of several, the list. */
async function toUnfinished(visit: Visit, drafts: readonly Draft[]): Promise<Button[][]> {
  const { texts } = visit;
  const [first, ...others] = drafts;
  if (!first) return [];
  if (others.length > 0) {
    const count = drafts.length;
    return [[{ text: texts.plain('button-unfinished', { count }), data: tap.unfinished.pack() }]];
  }
  const name = await nameOf(visit, first);
  return [
    [{ text: texts.plain('button-continue-form', { name }), data: tap.continueForm.pack(refOf(first)) }],
    [{ text: texts.plain('button-discard-form', { name }), data: tap.discardForm.pack(refOf(first)) }],
  ];
}
