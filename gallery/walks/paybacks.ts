/** Money back to the card: asked for by its owner, decided by staff. */
import { until } from '../../test/support/until.ts';
import type { Visitor } from '../visitor.ts';
import { charge, toHome } from './stages.ts';
import type { Walk } from './walk.ts';

async function asks(visitor: Visitor): Promise<void> {
  await visitor.presses('key-wallet');
  await visitor.sees('wallet', 'button-payback');
  await visitor.presses('button-payback');
  await visitor.sees('payback-list');
  await visitor.presses('button-payback-of');
  await visitor.sees('payback-card');
  await visitor.presses('button-payback-confirm');
  await visitor.sees('payback-requested');
}

/** `reason`: in their own words, where no button says it. */
async function decides(staff: Visitor, to: string, reason?: string): Promise<void> {
  await staff.says('/cases');
  await staff.sees('cases');
  await staff.presses('button-case');
  await staff.stopsAt(`back to the card: ${to}?`, 'case-facts-refund-requested', 'button-decide-payback');
  await staff.presses('button-decide-payback', WORDS[staff.language][to]);
  await staff.stopsAt(`back to the card: ${to}, why`, 'payback-will', 'reason-question');
  if (reason === undefined)
    await staff.presses(to === 'approved' ? 'button-reason-seen' : 'button-reason-spoken');
  else await staff.says(reason);
  await staff.sees('payback-decided');
}

/** Which of the two buttons. */
const WORDS: Record<'fa' | 'en', Record<string, string>> = {
  fa: { approved: 'پذیرفتن', refused: 'رد کردن', 'paid-out': 'انجام شد', failed: 'برگشت نشد' },
  en: { approved: 'Approve', refused: 'Refuse', 'paid-out': 'was paid', failed: 'could not' },
};

export const PAYBACKS: readonly Walk[] = [
  {
    name: 'money back to the card',
    // Staff see the cases of everybody.
    alone: true,
    async run(visitor, world, another) {
      const staff = await another();
      await toHome(staff);
      await world.becomesStaff(staff.person);
      await world.db.collection('staffcases').updateMany({ state: 'open' }, { $set: { state: 'closed' } });
      await toHome(visitor);
      await visitor.does({ pressData: 'paybacks' });
      await visitor.stopsAt('back to the card: nothing', 'payback-none', 'button-wallet');
      await charge(visitor, 500_000);
      await visitor.presses('key-wallet');
      await visitor.sees('wallet');
      await visitor.presses('button-payback');
      await visitor.stopsAt('back to the card: of which payment', 'payback-list', 'button-payback-of');
      await visitor.presses('button-payback-of');
      await visitor.stopsAt('back to the card: how much', 'payback-card', 'button-payback-confirm');
      await visitor.presses('button-payback-confirm');
      await visitor.stopsAt('back to the card: asked for', 'payback-requested', 'button-wallet');
      await visitor.presses('button-wallet');
      await visitor.stopsAt('wallet: money on its way', 'payback-state', 'wallet-entry-payback');

      await staff.stopsAt('notice: something for staff', 'chat-staff-case', 'button-see-case', 'button-home');
      await decides(staff, 'refused');
      await visitor.stopsAt('back to the card: refused', 'chat-payback-refused', 'button-home');
      await visitor.presses('key-wallet');
      await visitor.stopsAt('wallet: the money is back', 'wallet-entry-payback-returned');
      await visitor.presses('button-statement-file');
      await visitor.sees('statement-file');
      visitor.reads(await visitor.opensTable(), 'file', 'csv-payback', 'csv-payback-returned');

      await asks(visitor);
      await decides(staff, 'approved');
      await visitor.stopsAt('back to the card: approved', 'chat-payback-approved', 'button-home');
      await decides(staff, 'failed');
      await visitor.stopsAt('back to the card: not possible', 'chat-payback-failed', 'button-home');

      await asks(visitor);
      await decides(staff, 'approved');
      await visitor.sees('chat-payback-approved');
      await decides(staff, 'paid-out', visitor.language === 'fa' ? 'پیگیری ۸۸۱۲۳۴' : 'Reference 881234');
      await visitor.stopsAt('back to the card: paid out', 'chat-payback-paid-out', 'button-home');
      const letter = await until('the letter', async () => (await visitor.person.inbox()).at(-1));
      visitor.reads(`${letter.title}\n`, 'inbox', 'karpooshe-payback-paid-out-title');
      visitor.reads(letter.body, 'inbox', 'karpooshe-payback-paid-out-body');
    },
  },
];
