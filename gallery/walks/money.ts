/** The wallet, and charging it. */
import type { Visitor } from '../visitor.ts';
import { pageOf } from './payments.ts';
import { toAmount, toHome, toShortCard } from './stages.ts';
import type { Walk } from './walk.ts';

/** Right, and nobody’s. */
const UNKNOWN_CODE = '0499370899';

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
];

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
