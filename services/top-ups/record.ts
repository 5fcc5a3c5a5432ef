/** Recording a payment, before anybody is asked to take it: whatever is opened outside is known to us. */
import type { ClientSession } from 'mongoose';
import type { Person } from '../../models/person.ts';
import type { TopUp } from '../../models/top-up.ts';
import type { Wallet } from '../wallet/accounts.ts';
import { type AmountRefusal, refusalOf } from './limits.ts';
import { nextCheckAt } from './rules.ts';
import type { TopUpsDeps } from './service.ts';
import { isTraineeOf } from './trainee-of.ts';

/** What is asked for. */
export type Recording = Pick<TopUp, 'person' | 'wallet' | 'startedBy' | 'amountRials' | 'account'> &
  Partial<Pick<TopUp, 'centre' | 'resumeDraft' | 'invoiceOf'>>;

export type Recorded = { type: 'recorded'; topUp: TopUp } | { type: 'refused'; refusal: AmountRefusal };

/** Judged here, however the button came to be on the screen. */
export async function isGranted(
  deps: TopUpsDeps,
  { person, wallet, startedBy, centre }: Omit<Recording, 'amountRials' | 'account'>,
): Promise<boolean> {
  if (!startedBy.equals(person)) {
    const who = { by: startedBy, trainee: person };
    // The portal wallet of somebody else is nobody's to charge.
    return wallet !== 'portal-user' && centre !== undefined && isTraineeOf(deps, who, centre);
  }
  if (wallet !== 'portal-user') return true;
  return (await deps.models.Grant.exists({ person, revokedAt: null })) !== null;
}

/**
 * Records the payment if the limits allow it. The owner of the wallet is written by all who do so: of two payments that
 * are opened at once the second sees the first, and nobody pays into the wallet of somebody deleted in this instant.
 */
export function record(deps: TopUpsDeps, recording: Recording): Promise<Recorded> {
  const wallet: Wallet = { person: recording.person, kind: recording.wallet };
  return deps.inTransaction<Recorded>(async ({ session, abort }) => {
    const opening = { $inc: { topUpsOpened: 1 } };
    const owner = await deps.models.Person.findByIdAndUpdate(wallet.person, opening, { session })
      .select('identity')
      .lean<Pick<Person, 'identity'>>();
    if (!owner || owner.identity === 'deleted')
      throw new Error('The owner of a wallet was deleted while a payment was begun');
    // What an invoice stands beside was within the limits.
    const refusal = recording.invoiceOf
      ? null
      : await refusalOf(deps, { wallet, amountRials: recording.amountRials }, session);
    if (refusal) return abort({ type: 'refused', refusal });
    return { type: 'recorded', topUp: await create(deps, recording, session) };
  });
}

async function create(
  { models, clock, ids }: TopUpsDeps,
  recording: Recording,
  session: ClientSession,
): Promise<TopUp> {
  const now = clock();
  const [created] = await models.TopUp.create(
    [
      {
        ...recording,
        ...{ trackingCode: ids.trackingCode(), state: 'created', createdAt: now },
        checkAt: nextCheckAt({ createdAt: now, checks: 0 }, now),
      },
    ],
    { session },
  );
  if (!created) throw new Error('The database acknowledged the payment but did not return it');
  return created.toObject<TopUp>();
}
