/** The person's phone: a lock screen with the SMS that came from the organisation's line. */
import { listSms } from '../api.js';
import { persianDigits, shortTime, timeOfDay, weekdayAndDay } from '../dates.js';
import { byId, element, icon, syncChildren } from '../element.js';
import { plainText } from '../rich-text.js';

/**
 * @typedef {import('../types.ts').SmsRecord} SmsRecord
 */

const CLOCK_MS = 1_000;

/**
 * @param {import('../world.js').World} world
 * @param {{ news: () => void }} deps
 */
export function createPhone(world, { news }) {
  const everyone = /** @type {HTMLInputElement} */ (byId('phone-everyone'));
  /** @type {Map<string, SmsRecord>} */
  const received = new Map();
  /** @type {WeakMap<SmsRecord, HTMLElement>} */
  const cards = new WeakMap();

  const mobile = () => world.current?.person?.mobile;

  function show() {
    const owner = mobile();
    const shown = [...received.values()]
      .filter((sms) => everyone.checked || sms.receptor === owner)
      .reverse();
    syncChildren(byId('sms-list'), shown.map(cardOf));
    byId('phone-number').textContent = everyone.checked ? 'همهٔ گوشی‌ها' : persianDigits(owner ?? '');
    byId('sms-none').hidden = shown.length > 0;
    byId('sms-none').textContent = whyNone();
  }

  function whyNone() {
    if (everyone.checked || mobile()) return 'هنوز پیامکی نرسیده است.';
    if (!world.current) return 'نخست یک نفر را برگزینید.';
    return 'این شخص تلفن همراه ندارد؛ خبرها به کارپوشه‌اش می‌رود.';
  }

  /** @param {SmsRecord} sms */
  function cardOf(sms) {
    const card = cards.get(sms) ?? smsCard(sms);
    cards.set(sms, card);
    return card;
  }

  function tick() {
    const now = new Date();
    byId('phone-clock').textContent = timeOfDay(now);
    byId('frame-clock').textContent = timeOfDay(now);
    byId('phone-date').textContent = weekdayAndDay(now);
  }

  setInterval(tick, CLOCK_MS);
  tick();
  everyone.addEventListener('change', show);
  world.opened.on(show);
  world.happened.on((event) => {
    if (event.type !== 'sms') return;
    const sms = /** @type {SmsRecord} */ (event.item);
    if (!received.has(sms.id) && sms.receptor === mobile()) news();
    received.set(sms.id, sms);
    show();
  });

  return {
    async load() {
      for (const sms of await listSms()) received.set(sms.id, sms);
      show();
    },
  };
}

/** @param {SmsRecord} sms */
const smsCard = (sms) =>
  element(
    'li',
    { class: 'sms' },
    element(
      'header',
      {},
      element('span', { class: 'sms-icon' }, icon('sms')),
      element('strong', { dir: 'ltr' }, persianDigits(sms.sender)),
      element('time', { datetime: sms.date }, shortTime(sms.date)),
    ),
    element('p', { dir: 'auto' }, plainText(sms.message)),
    element('footer', {}, 'به ', element('bdi', { dir: 'ltr' }, persianDigits(sms.receptor))),
  );
