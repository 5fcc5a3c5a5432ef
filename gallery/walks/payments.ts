/** What a payment can come to, and what becomes of it when a gateway is away. */
import type { PaymentReturn } from '../../test/support/person.ts';
import { until } from '../../test/support/until.ts';
import type { Visitor } from '../visitor.ts';
import { readable } from '../world.ts';
import { charge, toAmount, toHome, toShortCard } from './stages.ts';
import type { Walk } from './walk.ts';

/** The longest pause that a gateway known to be down is given, and some more. */
const GATEWAY_BACK_WITHIN_MS = 90_000;

export const PAYMENTS: readonly Walk[] = [
  {
    name: 'a second payment while one is being checked',
    async run(visitor) {
      await toHome(visitor);
      await toPaymentOf(visitor, 500_000);
      await visitor.presses('button-paid');
      await visitor.sees('payment-being-checked');
      await toPaymentOf(visitor, 600_000);
      await visitor.stopsAt(
        'payment: an earlier one is being checked',
        'payment-second',
        'payment-card',
        'button-check-earlier',
      );
      await visitor.presses('button-check-earlier');
      await visitor.sees('payment-being-checked');
    },
  },
  {
    name: 'paying inside the chat',
    only: 'bale',
    async run(visitor) {
      await toShortCard(visitor);
      await visitor.presses('button-charge-gap');
      await visitor.stopsAt('payment card: also inside the chat', 'payment-card', 'button-pay-in-chat');
      await visitor.presses('button-pay-in-chat');
      const shown = await until('the invoice', async () =>
        (await visitor.person.chat()).findLast(({ invoice }) => invoice),
      );
      const { title = '', description = '' } = shown.invoice ?? {};
      visitor.reads(`${title}\n${description}`, 'payment', 'invoice-title', 'invoice-description');
      await visitor.does({ press: 'پرداخت', messageId: shown.messageId });
      await visitor.stopsAt('paid inside the chat', 'chat-top-up-credited', 'enrol-card-fee');
    },
  },
  {
    name: 'a payment that fails, and one that is left',
    async run(visitor) {
      await toShortCard(visitor);
      await visitor.presses('button-charge-gap');
      await visitor.sees('payment-card');
      const { callbacks } = await visitor.person.pays('failed');
      visitor.reads(pageOf(callbacks), 'page', 'page-not-taken-title', 'page-not-taken-body');
      await visitor.stopsAt('payment: failed', 'chat-top-up-failed', 'enrol-card-short');
      await visitor.presses('button-charge-gap');
      await visitor.sees('payment-card');
      await visitor.says('/cancel');
      await visitor.stopsAt('cancelled with a payment under way', 'cancelled-payment-under-way', 'home');
    },
  },
  {
    name: 'the payment gateway is down',
    alone: true,
    async run(visitor, world) {
      await toShortCard(visitor);
      await world.system('payment', { mode: 'down', how: 'reset' });
      await visitor.presses('button-charge-gap');
      await visitor.stopsAt('payment: the gateway is down', 'payment-unavailable', 'button-try-again');
      await world.allUp();
      await visitor.presses('button-try-again');
      await visitor.sees('payment-card');
      await world.system('payment', { mode: 'down', how: 'reset' });
      const { returnUrl } = await visitor.person.pays();
      visitor.reads(
        await world.page(returnUrl),
        'page',
        'page-being-checked-title',
        'page-being-checked-body',
      );
      await world.allUp();
      await visitor.presses('button-paid');
      await visitor.sees('chat-top-up-credited');
      await visitor.says('/cancel');
      await visitor.sees('cancelled');
      await world.system('payment', { mode: 'down', how: 'reset' });
      await toAmount(visitor);
      await visitor.says('600000 rials');
      await visitor.stopsAt(
        'payment: the gateway is down, from the wallet',
        ...['payment-unavailable', 'button-try-again', 'button-change-amount', 'button-cancel'],
      );
      await world.allUp();
      await triesAgain(visitor);
      // Whoever returns with an address of nobody's is answered in Persian.
      const unknown = await world.page(returnUrl.replace(/(Authority|trackId)=\w+/, '$1=nobody'));
      if (visitor.language === 'fa')
        visitor.reads(unknown, 'page', 'page-unknown-title', 'page-unknown-body');
    },
  },
  {
    name: 'the first payment gateway is down, and the second is there',
    alone: true,
    async run(visitor, world) {
      await toHome(visitor);
      await world.system('payment-zarinpal', { mode: 'down', how: 'reset' });
      await toPaymentOf(visitor, 500_000);
      const card = await visitor.stopsAt('payment: another gateway', 'payment-passed-over', 'payment-card');
      const entrance = card.news.flatMap(({ buttons = [] }) => buttons.flat()).find(({ url }) => url)?.url;
      visitor.reads(
        await world.page(entrance ?? ''),
        'page',
        'page-entrance-title',
        'page-entrance-body',
        'page-entrance-go',
      );
      await visitor.person.pays();
      await visitor.sees('chat-top-up-credited');
    },
  },
  {
    name: 'a payment whose time runs out',
    slow: true,
    async run(visitor, world) {
      await toHome(visitor);
      await charge(visitor, 500_000);
      await toPaymentOf(visitor, 600_000);
      await world.paymentAges(visitor.person, 25);
      await visitor.stopsAt('payment: expired', 'chat-top-up-expired', 'button-wallet');
    },
  },
  {
    name: 'a payment of which nobody knows',
    slow: true,
    alone: true,
    async run(visitor, world) {
      await toHome(visitor);
      await toPaymentOf(visitor, 600_000);
      await world.system('payment', { mode: 'down', how: 'reset' });
      const { returnUrl } = await visitor.person.pays('paid', 0);
      await world.paymentAges(visitor.person, 49);
      await visitor.stopsAt('payment: unresolved', 'chat-top-up-unresolved');
      visitor.reads(await world.page(returnUrl), 'page', 'page-unresolved-title', 'page-unresolved-body');
      await world.allUp();
    },
  },
];

/** The page that the browser was shown at its return. */
export const pageOf = ([first]: PaymentReturn['callbacks']) => readable(first?.body ?? '');

async function toPaymentOf(visitor: Visitor, rials: number): Promise<void> {
  await toAmount(visitor);
  await visitor.says(`${rials} rials`);
  // A walk before may have had the gateway down.
  if (!(await isReady(visitor))) await triesAgain(visitor);
}

/** A gateway that was down is not asked again at once. */
async function triesAgain(visitor: Visitor): Promise<void> {
  await until('the gateway is asked again', askAgain, GATEWAY_BACK_WITHIN_MS, 1_000);

  async function askAgain(): Promise<boolean> {
    await visitor.presses('button-try-again');
    return isReady(visitor);
  }
}

const isReady = async (visitor: Visitor) =>
  (await visitor.seesOneOf('payment-card', 'payment-unavailable')) === 'payment-card';
