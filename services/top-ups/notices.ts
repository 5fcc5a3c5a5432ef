/** Who is told what of a payment: the payer, the owner of the wallet, staff. */
import type { Centre } from '../../models/centre.ts';
import type { TopUp } from '../../models/top-up.ts';
import type { Matter } from '../cases/service.ts';
import { noticeKey } from '../notifications/rules.ts';
import type { Notice } from '../notifications/service.ts';
import type { TopUpsDeps } from './service.ts';

type TopUpEvent =
  | 'top-up-credited'
  | 'top-up-failed'
  | 'top-up-expired'
  | 'top-up-unresolved'
  | 'top-up-differs'
  | 'top-up-refund-due';

/** What the chat where it was asked for is told; `owner` is there when the wallet is another person's. */
export function topUpNotice(topUp: TopUp, event: TopUpEvent, params: Notice['params'] = {}): Notice {
  const { amountRials, trackingCode, wallet } = topUp;
  const owner = isForAnother(topUp) ? { owner: topUp.person.toHexString() } : {};
  return {
    event,
    person: topUp.startedBy,
    params: { ...params, amountRials, trackingCode, wallet, ...owner },
    dedupeKey: noticeKey(event, topUp._id),
    account: topUp.account,
  };
}

/** What staff are to look at. */
export function matterOf(
  { _id, startedBy, trackingCode, amountRials, gateway }: TopUp,
  kind: 'payment-differs' | 'payment-unresolved',
  facts: Matter['facts'] = {},
): Matter {
  return {
    kind,
    dedupeKey: `${kind}-${_id.toHexString()}`,
    person: startedBy,
    subject: { kind: 'top-up', id: _id },
    facts: { ...facts, trackingCode, amountRials, ...(gateway ? { gateway } : {}) },
  };
}

/** Somebody else has charged their wallet: the owner hears of it, and from which centre. */
export async function ownersNotices({ models }: TopUpsDeps, topUp: TopUp): Promise<Notice[]> {
  if (!isForAnother(topUp)) return [];
  const centre = await models.Centre.findById(topUp.centre).orFail().lean<Centre>();
  const { amountRials, trackingCode, person } = topUp;
  const params = { amountRials, trackingCode, centre: centre.name };
  return [{ event: 'wallet-charged', person, params, dedupeKey: noticeKey('wallet-charged', topUp._id) }];
}

const isForAnother = ({ person, startedBy }: TopUp) => !person.equals(startedBy);
