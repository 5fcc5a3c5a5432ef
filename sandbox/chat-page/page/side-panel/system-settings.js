/** The settings of a system's fault: how it fails, how late it is, how often, how many it serves. */
import { element } from '../element.js';

/**
 * @typedef {import('../types.ts').SystemMode} SystemMode
 * @typedef {(mode: SystemMode) => unknown} SetMode
 */

const WAYS_TO_FAIL = { error: 'پیام خطا می‌دهد', reset: 'تماس را می‌بُرد', hang: 'پاسخی نمی‌دهد' };

/**
 * @param {string} system
 * @param {SystemMode} mode
 * @param {SetMode} set
 * @returns {HTMLElement | null} null for a system that is up: there is nothing to set
 */
export function howMuch(system, mode, set) {
  switch (mode.mode) {
    case 'up':
      return null;
    case 'down':
      return settings(wayToFail(system, mode.how, (how) => set({ ...mode, how })));
    case 'flaky':
      return settings(
        amount(system, 'درصد خطا', { value: Math.round(mode.share * 100), max: 100 }, (percent) =>
          set({ ...mode, share: percent / 100 }),
        ),
        wayToFail(system, mode.how, (how) => set({ ...mode, how })),
      );
    case 'slow':
      return settings(
        amount(system, 'ثانیه دیرتر', { value: mode.delayMs / 1000, max: 120 }, (seconds) =>
          set({ ...mode, delayMs: Math.round(seconds * 1000) }),
        ),
      );
    case 'limited':
      return settings(
        amount(system, 'درخواست در ثانیه', { value: mode.perSecond, max: 1000 }, (perSecond) =>
          set({ ...mode, perSecond }),
        ),
      );
  }
}

/** @param {...HTMLElement} fields */
const settings = (...fields) => element('div', { class: 'settings' }, ...fields);

/**
 * @param {string} system
 * @param {string} chosen
 * @param {(how: 'error' | 'reset' | 'hang') => unknown} set
 */
function wayToFail(system, chosen, set) {
  /** @type {HTMLSelectElement} */
  const select = element(
    'select',
    {
      id: `how-${system}`,
      'aria-label': 'چگونه خراب می‌شود',
      onchange: () => set(/** @type {'error' | 'reset' | 'hang'} */ (select.value)),
    },
    ...Object.entries(WAYS_TO_FAIL).map(([value, label]) =>
      element('option', { value, selected: value === chosen }, label),
    ),
  );
  return select;
}

/**
 * @param {string} system
 * @param {string} label
 * @param {{ value: number, max: number }} range
 * @param {(value: number) => unknown} set
 */
function amount(system, label, { value, max }, set) {
  /** @type {HTMLInputElement} */
  const input = element('input', {
    type: 'number',
    id: `amount-${system}`,
    min: 0,
    max,
    step: 'any',
    value,
    onchange: () => input.value !== '' && input.checkValidity() && set(Number(input.value)),
  });
  return element('label', { class: 'amount-setting' }, input, label);
}
