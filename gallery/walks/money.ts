/** The wallet, charging it, and all that a payment can come to. */
import type { PaymentReturn } from '../../test/support/person.ts';
import { until } from '../../test/support/until.ts';
import type { Visitor } from '../visitor.ts';
import { readable } from '../world.ts';
import { charge, toHome, toShortCard } from './stages.ts';
import type { Walk } from './walk.ts';

/** Right, and nobody’s. */
const UNKNOWN_CODE = '0499370899';

/** The longest pause that a gateway known to be down is given, and some more. */
const GATEWAY_BACK_WITHIN_MS = 90_000;

export const MONEY: readonly Walk[] = [
  {
    name: 'charging the wallet, with every wrong amount',
    async run(visitor) {
      await toHome(visitor);
      await visitor.presses('key-wallet');
      await visitor.stopsAt('wallet: empty', 'wallet', 'wallet-no-entries', 'button-top-up');
      await visitor.presses('button-top-up');
      await visitor.stopsAt('amount', 'amount-question', 'button-amount');
      await visitor.does({ photo: true });
      await visitor.stopsAt('amount: a photo', 'amount-expected');
      await visitor.says('یه عالمه');
      await visitor.stopsAt('amount: words, the second mistake', 'amount-not-a-number');
      await visitor.says('500');
      await visitor.stopsAt('amount: too small, the third mistake', 'amount-too-small', 'mistakes-help');
      await visitor.says('9999999999999');
      await visitor.stopsAt('amount: too large', 'amount-too-large');
      await visitor.says('پنجاه هزار');
      await visitor.stopsAt('amount: rials or tomans', 'amount-unclear', 'button-amount');
      await visitor.says('پنج هزار تومان');
      await visitor.stopsAt('amount: a tenth of what is usual', 'amount-strange', 'button-amount');
      await visitor.says('پنج میلیون تومان');
      await visitor.stopsAt('amount: ten times what is usual', 'amount-strange', 'button-amount');
      await visitor.says('۷۵۰٬۰۰۰');
      await visitor.stopsAt('payment card', 'payment-card', 'button-pay', 'button-paid', 'button-wallet');
      const [payment] = await visitor.person.payments();
      visitor.reads(payment?.description ?? '', 'payment', 'payment-description');
      await visitor.presses('button-paid');
      await visitor.stopsAt(
        'payment: not paid yet',
        'payment-being-checked',
        'button-check-again',
        'button-back-to-payment',
      );
      const { callbacks } = await visitor.person.pays();
      await visitor.stopsAt('payment: credited', 'chat-top-up-credited', 'button-enrol');
      visitor.reads(pageOf(callbacks), 'page', 'page-credited-title', 'page-credited-body');
      await visitor.presses('button-wallet');
      await visitor.stopsAt('wallet: with entries', 'wallet', 'wallet-entries', 'wallet-entry-top-up');
      await visitor.presses('button-statement-file');
      await visitor.stopsAt('wallet: the file', 'statement-file', 'button-wallet');
      const file = await visitor.opensTable();
      visitor.reads(
        file,
        'file',
        'csv-date',
        'csv-time',
        'csv-about',
        'csv-amount',
        'csv-balance',
        'csv-top-up',
      );
      await visitor.presses('button-statement-file');
      await visitor.stopsAt('wallet: the file again', 'statement-file-too-soon', 'button-wallet');
      await visitor.presses('button-paid');
      await visitor.stopsAt('paid: nothing under way', 'payment-none-under-way', 'wallet');
    },
  },
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
    name: 'more than a wallet takes in a day',
    async run(visitor) {
      await toHome(visitor);
      for (const rials of [1_000_000_000, 995_000_000]) {
        await toAmount(visitor);
        await visitor.says(`${rials} rials`);
        await visitor.sees('amount-strange');
        await visitor.does({ pressData: `amount:${rials}` });
        await visitor.sees('payment-card');
      }
      await toAmount(visitor);
      await visitor.says('یک میلیون تومان');
      await visitor.stopsAt('amount: more than is left of the day', 'amount-over-today', 'amount-question');
      await visitor.says('پانصد هزار تومان');
      await visitor.sees('payment-card');
      await toAmount(visitor);
      await visitor.says('۵۰۰٬۰۰۰ ریال');
      await visitor.stopsAt('amount: nothing is left of the day', 'amount-over-today', 'button-wallet');
    },
  },
  {
    name: 'a course that costs more than the wallet has',
    async run(visitor) {
      await toShortCard(visitor);
      await visitor.stopsAt('card: the wallet is short', 'enrol-card-short', 'button-charge-gap');
      await toAmount(visitor);
      await visitor.stopsAt('amount: a form waits', 'amount-question', 'button-amount-gap', 'button-amount');
      await visitor.presses('button-amount-gap');
      await visitor.stopsAt(
        'payment card of a form',
        'payment-for-course',
        'payment-card',
        'button-pay',
        'button-resume',
      );
      await visitor.presses('button-resume');
      await visitor.stopsAt('card: a payment is under way', 'payment-under-way', 'button-paid');
      await visitor.person.pays();
      await visitor.stopsAt(
        'paid: back at the card',
        'chat-top-up-credited',
        'enrol-card-fee',
        'button-confirm',
      );
      await visitor.presses('button-confirm');
      await visitor.sees('receipt');
      await visitor.presses('key-wallet');
      await visitor.stopsAt('wallet: with a fee', 'wallet-entry-fee');
      await visitor.presses('button-statement-file');
      await visitor.sees('statement-file');
      visitor.reads(await visitor.opensTable(), 'file', 'csv-fee');
    },
  },
  {
    name: 'both wallets of a portal user',
    async run(visitor, world) {
      await toHome(visitor);
      await world.becomesPortalUser(visitor.person);
      await visitor.presses('key-wallet');
      await visitor.stopsAt('wallet: of a portal user', 'wallet', 'button-wallet-portal');
      await visitor.presses('button-wallet-portal');
      await visitor.stopsAt('wallet: for trainees', 'wallet-portal', 'button-wallet-personal');
      for (let charged = 0; charged < 9; charged += 1) await chargeForTrainees(visitor);
      await toWalletForTrainees(visitor);
      await visitor.presses('button-wallet-personal');
      await visitor.sees('wallet', 'wallet-no-entries');
      await visitor.presses('button-wallet-portal');
      await visitor.stopsAt('wallet: the first of two pages', 'wallet-entries', 'button-next');
      await visitor.presses('button-next');
      await visitor.stopsAt('wallet: the second page', 'wallet-entries', 'button-previous');
      await visitor.presses('button-statement-file');
      await visitor.stopsAt('wallet: the file of a portal user', 'statement-file-portal');
      await visitor.presses('button-wallet');
      await visitor.sees('wallet-portal');
    },
  },
  {
    name: 'the wallet of a trainee, charged by a portal user',
    async run(visitor, world, another) {
      const trainee = await another();
      const code = `wallet-${visitor.platform}-${visitor.language}`;
      await world.course(code, { title: 'سفالگری', feeRials: 0 });
      await toHome(trainee);
      await trainee.says(`/start course_${code}`);
      await trainee.sees('enrol-card-question');
      await trainee.presses('button-confirm');
      await trainee.sees('receipt');
      await toHome(visitor);
      await visitor.presses('key-wallet');
      await visitor.sees('wallet');
      await visitor.does({ pressData: 'topup-trainee' });
      await visitor.stopsAt('trainee’s wallet: for portal users only', 'trainee-wallet-portal-users-only');
      await world.becomesPortalUser(visitor.person);
      await visitor.presses('key-wallet');
      await visitor.sees('wallet');
      await visitor.presses('button-top-up-trainee');
      await visitor.stopsAt('trainee’s wallet: code', 'trainee-wallet-question');
      await visitor.does({ photo: true });
      await visitor.stopsAt('trainee’s wallet: a photo', 'trainee-wallet-expected');
      await visitor.says(visitor.person.nationalCode);
      await visitor.stopsAt('trainee’s wallet: their own code', 'trainee-wallet-own', 'trainee-wallet-again');
      await visitor.says(UNKNOWN_CODE);
      await visitor.stopsAt('trainee’s wallet: nobody of the centre', 'trainee-wallet-unknown');
      await visitor.presses('button-back');
      await visitor.stopsAt(
        'whose wallet',
        ...[
          'whose-wallet-question',
          'button-wallet-personal',
          'button-wallet-portal',
          'button-wallet-trainee',
        ],
      );
      await visitor.says('مال من');
      await visitor.stopsAt('whose wallet: words', 'whose-wallet-expected');
      await visitor.says('مال خودم');
      await visitor.stopsAt('whose wallet: words again', 'whose-wallet-again');
      await visitor.presses('button-wallet-trainee');
      await visitor.sees('trainee-wallet-question');
      await visitor.says(trainee.person.nationalCode);
      await visitor.stopsAt(
        'trainee’s wallet: is it them',
        'trainee-wallet-card',
        'button-trainee-wallet-yes',
      );
      await visitor.presses('button-trainee-wallet-yes');
      await visitor.stopsAt('trainee’s wallet: amount', 'amount-question');
      await visitor.says('پنجاه هزار تومان');
      await visitor.stopsAt('trainee’s wallet: payment card', 'payment-card', 'button-pay');
      await visitor.person.pays();
      await visitor.sees('chat-top-up-credited');
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
const pageOf = ([first]: PaymentReturn['callbacks']) => readable(first?.body ?? '');

async function toWalletForTrainees(visitor: Visitor): Promise<void> {
  await visitor.presses('key-wallet');
  await visitor.sees('wallet');
  await visitor.presses('button-wallet-portal');
  await visitor.sees('wallet-portal');
}

/** Of a portal user: half a million rials into the wallet that pays for trainees. */
export async function chargeForTrainees(visitor: Visitor): Promise<void> {
  await toWalletForTrainees(visitor);
  await visitor.presses('button-top-up');
  await visitor.sees('amount-question');
  await visitor.says('500000 rials');
  await visitor.sees('payment-for-portal', 'payment-card');
  await visitor.person.pays();
  await visitor.sees('chat-top-up-credited');
}

async function toAmount(visitor: Visitor): Promise<void> {
  await visitor.presses('key-wallet');
  await visitor.sees('wallet');
  await visitor.presses('button-top-up');
  await visitor.sees('amount-question');
}

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
