/** The person's national e-inbox. */
import { listKarpooshe } from '../api.js';
import { dayAndTime, persianDigits } from '../dates.js';
import { byId, element, syncChildren } from '../element.js';
import { plainText } from '../rich-text.js';

/**
 * @typedef {import('../types.ts').KarpoosheRecord} KarpoosheRecord
 */

/**
 * @param {import('../world.js').World} world
 * @param {{ news: () => void }} deps
 */
export function createKarpooshe(world, { news }) {
  const everyone = /** @type {HTMLInputElement} */ (byId('karpooshe-everyone'));
  /** @type {Map<string, KarpoosheRecord>} */
  const received = new Map();
  /** @type {WeakMap<KarpoosheRecord, HTMLElement>} */
  const letters = new WeakMap();

  const owner = () => world.current?.person?.nationalCode;

  function show() {
    const shown = [...received.values()]
      .filter((letter) => everyone.checked || letter.nationalCode === owner())
      .reverse();
    syncChildren(byId('karpooshe-list'), shown.map(letterOf));
    byId('karpooshe-none').hidden = shown.length > 0;
  }

  /** @param {KarpoosheRecord} letter */
  function letterOf(letter) {
    const made = letters.get(letter) ?? letterElement(letter, world.people.get(letter.nationalCode));
    letters.set(letter, made);
    return made;
  }

  everyone.addEventListener('change', show);
  world.opened.on(show);
  world.happened.on((event) => {
    if (event.type !== 'karpooshe') return;
    const letter = /** @type {KarpoosheRecord} */ (event.item);
    if (!received.has(letter.id) && letter.nationalCode === owner()) news();
    received.set(letter.id, letter);
    show();
  });

  return {
    async load() {
      for (const letter of await listKarpooshe()) received.set(letter.id, letter);
      show();
    },
  };
}

/**
 * @param {KarpoosheRecord} letter
 * @param {import('../types.ts').SandboxPerson} [person]
 */
const letterElement = (letter, person) =>
  element(
    'li',
    { class: 'letter' },
    element(
      'header',
      {},
      element('strong', { dir: 'auto' }, letter.title),
      element('time', { datetime: letter.date }, dayAndTime(letter.date)),
    ),
    element('p', { dir: 'auto' }, plainText(letter.body)),
    element(
      'footer',
      {},
      element(
        'span',
        {},
        person ? `${person.firstName} ${person.lastName}` : persianDigits(letter.nationalCode),
      ),
      element('span', {}, 'شناسه: ', element('bdi', { dir: 'ltr' }, referenceText(letter.reference))),
    ),
  );

/** Persian digits between Latin letters cannot be read, so a reference with letters stays as it is. @param {string} reference */
const referenceText = (reference) => (/^\d+$/.test(reference) ? persianDigits(reference) : reference);
