/** What the payment gateway knows, and how a payment that waits in the bank ends. */
import { listPayments, settlePayment } from '../api.js';
import { dayAndTime, persianDigits, rials } from '../dates.js';
import { byId, element, syncChildren } from '../element.js';
import { attempt } from '../notices.js';

/**
 * @typedef {import('../types.ts').PaymentRecord} PaymentRecord
 */

/** @type {Record<PaymentRecord['status'], { name: string, mood: string }>} */
const STATES = {
  IN_BANK: { name: 'در انتظار پرداخت', mood: 'waiting' },
  PAID: { name: 'پرداخت شد، تأیید نشده', mood: 'waiting' },
  VERIFIED: { name: 'پرداخت و تأیید شد', mood: 'good' },
  FAILED: { name: 'ناموفق', mood: 'bad' },
  REVERSED: { name: 'برگشت خورد', mood: 'bad' },
};

/** @param {import('../world.js').World} world */
export function createPayments(world) {
  /** @type {Map<string, PaymentRecord>} */
  const payments = new Map();
  /** @type {WeakMap<PaymentRecord, HTMLElement>} */
  const cards = new WeakMap();

  function show() {
    syncChildren(byId('payments-list'), [...payments.values()].reverse().map(cardOf));
    byId('payments-none').hidden = payments.size > 0;
  }

  /** @param {PaymentRecord} payment */
  function cardOf(payment) {
    const card = cards.get(payment) ?? paymentCard(payment);
    cards.set(payment, card);
    return card;
  }

  world.happened.on((event) => {
    if (event.type !== 'payment') return;
    const payment = /** @type {PaymentRecord} */ (event.item);
    payments.set(payment.id, payment);
    show();
  });

  return {
    async load() {
      for (const payment of await listPayments()) payments.set(payment.id, payment);
      show();
    },
  };
}

/** @param {PaymentRecord} payment */
function paymentCard(payment) {
  const state = STATES[payment.status];
  return element(
    'li',
    { class: 'payment' },
    element(
      'header',
      {},
      element('strong', {}, rials(payment.amountRials)),
      element('span', { class: `state ${state.mood}` }, state.name),
    ),
    element('p', { dir: 'auto' }, payment.description),
    element(
      'footer',
      {},
      element('time', { datetime: payment.date }, dayAndTime(payment.date)),
      payment.refId !== undefined && element('span', {}, `پیگیری ${persianDigits(payment.refId)}`),
    ),
    payment.status === 'IN_BANK' && endings(payment),
  );
}

/** @param {PaymentRecord} payment */
function endings(payment) {
  const times = element(
    'select',
    { 'aria-label': 'ربات چند بار خبر شود' },
    element('option', { value: 1 }, 'ربات یک بار خبر شود'),
    element('option', { value: 0 }, 'ربات خبر نشود'),
    element('option', { value: 2 }, 'ربات دو بار خبر شود'),
    element('option', { value: 5 }, 'ربات پنج بار خبر شود'),
  );
  /**
   * @param {'paid' | 'failed' | 'cancelled'} outcome
   * @param {string} label
   */
  const ending = (outcome, label) =>
    element(
      'button',
      {
        type: 'button',
        onclick: () => attempt(() => settlePayment(payment.id, outcome, Number(times.value))),
      },
      label,
    );
  return element(
    'div',
    { class: 'endings', role: 'group', 'aria-label': 'پایان دادن به این پرداخت' },
    times,
    ending('paid', 'پرداخت شد'),
    ending('failed', 'ناموفق'),
    ending('cancelled', 'انصراف'),
  );
}
