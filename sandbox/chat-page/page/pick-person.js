/** A dialog in which one of many people is chosen. */
import { persianDigits } from './dates.js';
import { element } from './element.js';
import { shown } from './notices.js';

/**
 * @typedef {import('./types.ts').SandboxPerson} SandboxPerson
 */

/**
 * @param {SandboxPerson[]} people
 * @param {string} title
 * @returns {Promise<SandboxPerson | undefined>} undefined when nobody was chosen
 */
export async function pickPerson(people, title) {
  const chosen = await shown(
    element(
      'dialog',
      { class: 'question', 'aria-label': title },
      element(
        'form',
        { method: 'dialog' },
        element('h2', {}, title),
        element(
          'div',
          { class: 'pick', role: 'group', 'aria-label': title },
          ...people.map((person) =>
            element(
              'button',
              { value: person.nationalCode },
              element('span', {}, `${person.firstName} ${person.lastName}`),
              person.mobile && element('span', { class: 'number', dir: 'ltr' }, persianDigits(person.mobile)),
            ),
          ),
        ),
        element('div', { class: 'choices' }, element('button', { value: '' }, 'انصراف')),
      ),
    ),
  );
  return people.find((person) => person.nationalCode === chosen);
}
