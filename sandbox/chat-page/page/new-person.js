/** The form by which one more person is born into the sandbox. */
import { addPerson } from './api.js';
import { latinDigits, persianDigits } from './dates.js';
import { byId } from './element.js';
import { inventNationalCode, isNationalCode } from './national-code.js';
import { attempt, toast } from './notices.js';

/**
 * @typedef {import('./types.ts').SandboxPerson} SandboxPerson
 * @typedef {import('./types.ts').Platform} Platform
 */

/** Accounts that the page makes are numbered from here, far from those the sandbox begins with. */
const FIRST_USER_ID = 700_001;

/** @param {import('./world.js').World} world */
export function createNewPerson(world) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('new-person'));
  const form = /** @type {HTMLFormElement} */ (byId('new-person-form'));
  const code = /** @type {HTMLInputElement} */ (byId('new-code'));
  const mobile = /** @type {HTMLInputElement} */ (byId('new-mobile'));

  function invent() {
    code.value = persianDigits(inventNationalCode());
    checkCode();
  }

  function checkCode() {
    const typed = latinDigits(code.value).replace(/\D/g, '');
    const fault = !isNationalCode(typed)
      ? 'کد ملی درست نیست؛ رقم آخر باید با نُه رقم دیگر بخواند.'
      : world.people.has(typed)
        ? 'کسی با این کد ملی هست.'
        : '';
    code.setCustomValidity(fault);
    byId('new-code-fault').textContent = fault;
    code.setAttribute('aria-invalid', String(fault !== ''));
  }

  byId('add-person').addEventListener('click', () => {
    form.reset();
    invent();
    mobile.value = persianDigits(unusedMobile());
    dialog.showModal();
  });
  byId('new-code-invent').addEventListener('click', invent);
  code.addEventListener('input', checkCode);
  byId('new-person-cancel').addEventListener('click', () => dialog.close());
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const person = personOf(new FormData(form), nextUserId());
    if (!(await attempt(() => addPerson(person)))) return;
    dialog.close();
    world.putPerson(person);
    const [platform] = /** @type {Platform[]} */ (Object.keys(person.accounts));
    const account = platform && person.accounts[platform];
    if (platform && account) world.open(world.chat(platform, account.userId));
    toast(`${person.firstName} ${person.lastName} افزوده شد`);
  });

  function nextUserId() {
    const taken = [...world.chats.values()].map((chat) => Number(chat.userId));
    return String(Math.max(FIRST_USER_ID, ...taken.map((userId) => userId + 1)));
  }

  function unusedMobile() {
    const taken = new Set([...world.people.values()].map((person) => person.mobile));
    for (;;) {
      const invented = `0999${String(Math.floor(Math.random() * 10_000_000)).padStart(7, '0')}`;
      if (!taken.has(invented)) return invented;
    }
  }
}

/**
 * @param {FormData} form
 * @param {string} userId
 * @returns {SandboxPerson}
 */
function personOf(form, userId) {
  /** @param {string} name */
  const field = (name) => String(form.get(name) ?? '').trim();
  const mobile = latinDigits(field('mobile')).replace(/\D/g, '');
  const owner = latinDigits(field('owner')).replace(/\D/g, '');
  const account = { userId, languageCode: field('language') };
  return {
    nationalCode: latinDigits(field('code')).replace(/\D/g, ''),
    firstName: field('first'),
    lastName: field('last'),
    fatherName: field('father'),
    birthDate: latinDigits(field('birth')),
    alive: true,
    ...(mobile ? { mobile } : {}),
    ...(owner ? { mobileRegisteredTo: owner } : {}),
    role: 'trainee',
    note: field('note') || 'در همین صفحه افزوده شد',
    accounts: {
      ...(form.has('telegram') ? { telegram: account } : {}),
      ...(form.has('bale') ? { bale: account } : {}),
    },
  };
}
