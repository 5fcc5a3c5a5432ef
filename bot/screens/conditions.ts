/** Whom a course is for and what it builds on; and how a person who enrols stands to that. */
import type { AgeLimits, Finding, Refusal } from '../../services/admission/rules.ts';
import type { CourseView } from '../../services/courses/service.ts';
import type { Texts } from '../../texts/texts.ts';

/** Lines for a card: hours, audience, prerequisites. None for a course that is open to all. */
export function conditionLines(texts: Texts, { shift, audience, requires }: CourseView): string[] {
  return [
    ...(shift ? [texts.chat(`course-shift-${shift}`)] : []),
    ...(audience?.gender ? [texts.chat(`course-for-${audience.gender}`)] : []),
    ...(audience?.minAge || audience?.maxAge ? [texts.chat('course-ages', ages(texts, audience))] : []),
    ...requires.map(({ title }) => texts.chat('course-after', { title })),
  ];
}

/** What is to be known before confirming though it stands in nobody's way: what the centre will check, what overlaps. */
export function remarkLines(texts: Texts, findings: readonly Finding[]): string[] {
  return [
    ...uncheckedLines(texts, findings),
    ...overlapping(findings).map(({ title }) => texts.chat('enrol-card-overlap', { title })),
  ];
}

/** The same for who enrols somebody else: in what else the trainee is enrolled is the trainee's own. */
export function traineeRemarkLines(texts: Texts, findings: readonly Finding[]): string[] {
  const overlaps = overlapping(findings).length > 0 ? [texts.chat('trainee-card-overlap')] : [];
  return [...uncheckedLines(texts, findings), ...overlaps];
}

function uncheckedLines(texts: Texts, findings: readonly Finding[]): string[] {
  const unchecked = findings.flatMap((finding) => {
    if (finding.type !== 'unchecked') return [];
    return finding.rule === 'gender'
      ? [texts.chat(`enrol-card-unchecked-${finding.gender}`)]
      : [texts.chat('enrol-card-unchecked-age', ages(texts, finding.limits))];
  });
  return unchecked.length > 0 ? [...unchecked, texts.chat('enrol-card-unchecked')] : [];
}

const overlapping = (findings: readonly Finding[]) =>
  findings.flatMap((finding) => (finding.type === 'warned' ? finding.courses : []));

/** A refusal that is about the person; those about the course have texts of their own. */
export type PersonalRefusal = Extract<Refusal, { rule: 'prerequisites' | 'gender' | 'age' }>;

export const isPersonal = (finding: Finding): finding is PersonalRefusal =>
  finding.type === 'refused' && ['prerequisites', 'gender', 'age'].includes(finding.rule);

/** Why somebody may not enrol in this course, each reason on a line, and what they can do. */
export function refusalText(texts: Texts, course: CourseView, refusals: readonly PersonalRefusal[]): string {
  const couldBeCompleted = refusals.some(({ rule }) => rule === 'prerequisites');
  return [
    texts.chat('may-not-enrol', { title: course.title }),
    ...refusals.flatMap((refusal) => reasonLines(texts, course, refusal)),
    texts.chat(couldBeCompleted ? 'may-not-enrol-choose-prerequisite' : 'may-not-enrol-choose'),
  ].join('\n');
}

function reasonLines(texts: Texts, { requires }: CourseView, refusal: PersonalRefusal): string[] {
  switch (refusal.rule) {
    case 'prerequisites':
      return requires
        .filter(({ code }) => refusal.missing.includes(code))
        .map(({ title }) => texts.chat('may-not-enrol-prerequisite', { title }));
    case 'gender':
      return [texts.chat(`may-not-enrol-${refusal.gender}`)];
    case 'age':
      return [texts.chat('may-not-enrol-age', ages(texts, refusal.limits))];
  }
}

/** 0 stands for a limit that is not set. */
const ages = (texts: Texts, { minAge = 0, maxAge = 0 }: AgeLimits) => ({
  ages: texts.plain('ages', { minAge, maxAge }),
});
