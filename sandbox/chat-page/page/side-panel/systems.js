/** The switches of the outside world: each system up, down, slow, flaky or limited. */
import { listSystems, setSystem } from '../api.js';
import { byId, element } from '../element.js';
import { attempt, toast } from '../notices.js';
import { howMuch } from './system-settings.js';

/**
 * @typedef {import('../types.ts').SystemMode} SystemMode
 * @typedef {import('../types.ts').SystemName} SystemName
 */

/** @type {Record<SystemName, { name: string, does: string }>} */
const SYSTEMS = {
  'civil-registry': { name: 'ثبت احوال', does: 'نام و نام خانوادگی از روی کد ملی' },
  shahkar: { name: 'شاهکار', does: 'آیا این تلفن همراه به نام این کد ملی است؟' },
  'national-window': { name: 'پنجره ملی دولت هوشمند', does: 'ورود با حساب دولت' },
  sms: { name: 'پیامک', does: 'سرشماره ۴۰۴۰۶۴۰۴۰۰۰' },
  karpooshe: { name: 'کارپوشه', does: 'صندوق پیام ملی ایرانیان' },
  payment: { name: 'درگاه‌های پرداخت', does: 'شارژ اعتبار با کارت بانکی، همه با هم' },
  'payment-zarinpal': { name: 'زرین‌پال', does: 'درگاه اول' },
  'payment-zibal': { name: 'زیبال', does: 'درگاه دوم' },
  'bot-api': { name: 'پیام‌رسان‌ها', does: 'تلگرام و بله، از دید ربات' },
};

/** @type {Record<SystemMode['mode'], string>} */
const MODES = { up: 'روشن', down: 'قطع', slow: 'کند', flaky: 'ناپایدار', limited: 'محدود' };

/** @param {import('../world.js').World} world */
export function createSystems(world) {
  const list = byId('systems-list');
  /** @type {Map<string, HTMLElement>} */
  const cards = new Map();

  /**
   * @param {SystemName} name
   * @param {SystemMode} mode
   */
  function show(name, mode) {
    if (!(name in SYSTEMS)) return;
    const fresh = systemCard(name, mode);
    const focused = document.activeElement?.id;
    const old = cards.get(name);
    if (old) old.replaceWith(fresh);
    else list.append(fresh);
    cards.set(name, fresh);
    if (focused && old) document.getElementById(focused)?.focus();
  }

  world.happened.on((event) => {
    if (event.type === 'system')
      show(/** @type {SystemName} */ (event.name), /** @type {SystemMode} */ (event.mode));
  });
  byId('systems-all-up').addEventListener('click', () =>
    attempt(async () => {
      for (const name of cards.keys()) await setSystem(name, { mode: 'up' });
      toast('همهٔ سامانه‌ها روشن شد');
    }),
  );

  return {
    async load() {
      for (const [name, mode] of Object.entries(await listSystems())) {
        show(/** @type {SystemName} */ (name), mode);
      }
    },
  };
}

/**
 * @param {SystemName} name
 * @param {SystemMode} mode
 */
function systemCard(name, mode) {
  const system = SYSTEMS[name];
  /** @param {SystemMode} wanted */
  const set = (wanted) => attempt(() => setSystem(name, wanted));
  return element(
    'li',
    { class: `system ${mode.mode}` },
    element(
      'fieldset',
      {},
      element('legend', {}, element('strong', {}, system.name), element('small', {}, system.does)),
      element(
        'div',
        { class: 'modes' },
        ...Object.entries(MODES).map(([value, label]) =>
          modeChoice(name, value, label, value === mode.mode, set),
        ),
      ),
      howMuch(name, mode, set),
    ),
  );
}

/**
 * @param {string} system
 * @param {string} value
 * @param {string} label
 * @param {boolean} checked
 * @param {(mode: SystemMode) => unknown} set
 */
function modeChoice(system, value, label, checked, set) {
  const id = `mode-${system}-${value}`;
  return element(
    'span',
    { class: `mode ${value}` },
    element('input', {
      type: 'radio',
      id,
      name: `mode-${system}`,
      value,
      checked,
      // What the mode leaves open (how long, how often) gets the sandbox's defaults.
      onchange: () => set(/** @type {SystemMode} */ ({ mode: value })),
    }),
    element('label', { for: id }, label),
  );
}
