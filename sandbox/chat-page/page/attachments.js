/** What can be sent besides text: a menu of tiles above the composer. */
import { byId, element, icon } from './element.js';
import { attempt, shown } from './notices.js';
import { pickPerson } from './pick-person.js';

/**
 * @typedef {import('./world.js').World} World
 * @typedef {Record<string, unknown>} Action
 * @typedef {{ label: string, drawing: string, make: (world: World) => Promise<Action | null> | Action | null }} Attachment
 */

/** The largest file the messengers take from a bot's user here; the sandbox keeps it in memory. */
const LARGEST_FILE_BYTES = 10_000_000;

/** @type {Attachment[]} */
const ATTACHMENTS = [
  { label: 'عکس', drawing: 'photo', make: () => chooseFile('photo', 'image/*') },
  { label: 'سند', drawing: 'document', make: () => chooseFile('document', '') },
  { label: 'شمارهٔ خودم', drawing: 'person', make: () => ({ contact: true }) },
  { label: 'مخاطبی دیگر', drawing: 'people', make: someoneElse },
  { label: 'موقعیت مکانی', drawing: 'location', make: () => ({ location: true }) },
  { label: 'پیام صوتی', drawing: 'voice', make: () => ({ voice: true }) },
  { label: 'ویدیو', drawing: 'video', make: () => ({ video: true }) },
  { label: 'پیام ویدیویی', drawing: 'video', make: () => ({ videoNote: true }) },
  { label: 'استیکر', drawing: 'sticker', make: () => ({ sticker: true }) },
  { label: 'آلبوم', drawing: 'photo', make: () => ({ album: true }) },
  { label: 'نظرسنجی', drawing: 'poll', make: () => ({ poll: true }) },
  {
    label: 'بازارسال',
    drawing: 'forward',
    make: () => ({ forward: { text: 'سلام! این پیام از گفتگوی دیگری آمده است.' } }),
  },
];

/** @param {World} world */
export function createAttachments(world) {
  const menu = byId('attachments');
  const toggle = byId('attach');

  /** @param {boolean} open */
  function show(open) {
    menu.hidden = !open;
    toggle.setAttribute('aria-expanded', String(open));
  }

  /** @param {Attachment} attachment */
  async function send({ make }) {
    const chat = world.current;
    show(false);
    toggle.focus();
    if (!chat) return;
    await attempt(async () => {
      const action = await make(world);
      if (action) await world.act(chat, action);
    });
  }

  menu.append(
    ...ATTACHMENTS.map((attachment) =>
      element(
        'button',
        { type: 'button', class: 'tile', onclick: () => send(attachment) },
        icon(attachment.drawing),
        element('span', {}, attachment.label),
      ),
    ),
  );
  toggle.addEventListener('click', () => show(menu.hidden));
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    show(false);
    toggle.focus();
  });
  document.addEventListener('click', (event) => {
    const target = /** @type {Node} */ (event.target);
    if (!menu.contains(target) && !toggle.contains(target)) show(false);
  });
  world.opened.on(() => show(false));
}

/** @param {World} world */
async function someoneElse(world) {
  const others = [...world.people.values()].filter(
    (person) => person.mobile && person !== world.current?.person,
  );
  const person = await pickPerson(others, 'شمارهٔ چه کسی فرستاده شود؟');
  if (!person?.mobile) return null;
  const account = world.current && person.accounts[world.current.platform];
  return {
    contact: {
      phoneNumber: person.mobile,
      firstName: person.firstName,
      lastName: person.lastName,
      ...(account ? { userId: account.userId } : {}),
    },
  };
}

/**
 * @param {'photo' | 'document'} kind
 * @param {string} accept
 * @returns {Promise<Action | null>} null when the person thought better of it
 */
async function chooseFile(kind, accept) {
  const input = element('input', { type: 'file', accept, id: 'file' });
  const caption = element('input', { type: 'text', id: 'caption', maxlength: 1024, dir: 'auto' });
  const title = kind === 'photo' ? 'فرستادن عکس' : 'فرستادن سند';
  const answer = await shown(
    element(
      'dialog',
      { class: 'question', 'aria-label': title },
      element(
        'form',
        { method: 'dialog' },
        element('h2', {}, title),
        element('label', { for: 'file' }, 'فایل (اگر برنگزینید، نمونه‌ای فرستاده می‌شود)'),
        input,
        element('label', { for: 'caption' }, 'توضیح (اختیاری)'),
        caption,
        element(
          'div',
          { class: 'choices' },
          element('button', { value: 'send', class: 'primary' }, 'بفرست'),
          element('button', { value: '' }, 'انصراف'),
        ),
      ),
    ),
  );
  if (answer !== 'send') return null;
  const file = input.files?.[0];
  if (!file) return { [kind]: caption.value ? { caption: caption.value } : true };
  if (file.size > LARGEST_FILE_BYTES) throw new Error('فایل باید کوچک‌تر از ۱۰ مگابایت باشد.');
  return {
    [kind]: {
      fileName: file.name,
      base64: await base64Of(file),
      ...(caption.value ? { caption: caption.value } : {}),
    },
  };
}

/**
 * @param {File} file
 * @returns {Promise<string>}
 */
function base64Of(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result).split(',')[1] ?? ''));
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}
