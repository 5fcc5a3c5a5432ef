/** Short words at the edge of the page, and questions in its middle. */
import { byId, element } from './element.js';

const SHOWN_MS = 4_000;

/**
 * @param {string} text
 * @param {'plain' | 'bad'} [mood]
 */
export function toast(text, mood = 'plain') {
  const shown = element('div', { class: `toast ${mood}`, dir: 'auto' }, text);
  byId('toasts').append(shown);
  setTimeout(() => shown.remove(), SHOWN_MS);
}

/** What was said about a chat that is no longer the open one; what went wrong stays to be read. */
export function clearToasts() {
  for (const shown of byId('toasts').querySelectorAll('.plain')) shown.remove();
}

/**
 * Does some work for the person; what goes wrong is told to them.
 * @param {() => Promise<unknown>} work
 * @returns {Promise<boolean>} whether it went well
 */
export async function attempt(work) {
  try {
    await work();
    return true;
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error), 'bad');
    return false;
  }
}

/**
 * @param {string} text
 * @param {{ title?: string, yes?: string, no?: string | null }} [words] `no: null` leaves only one way out
 * @returns {Promise<boolean>}
 */
export function ask(text, { title, yes = 'باشد', no = 'انصراف' } = {}) {
  const dialog = element(
    'dialog',
    { class: 'question', 'aria-label': title ?? text },
    element(
      'form',
      { method: 'dialog' },
      title && element('h2', {}, title),
      element('p', { dir: 'auto' }, text),
      element(
        'div',
        { class: 'choices' },
        element('button', { value: 'yes', class: 'primary' }, yes),
        no && element('button', { value: 'no' }, no),
      ),
    ),
  );
  return shown(dialog).then((answer) => answer === 'yes');
}

/**
 * Shows a dialog until it is closed, then takes it off the page.
 * @param {HTMLDialogElement} dialog
 * @returns {Promise<string>} the value of the button that closed it; empty when it was dismissed
 */
export function shown(dialog) {
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}
