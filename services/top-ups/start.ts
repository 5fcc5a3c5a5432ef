/** Opening a payment: recorded first, so that whatever the gateway has opened is known to us. */
import type { ClientSession } from 'mongoose';
import type { Person } from '../../models/person.ts';
import type { GatewayName, TopUp } from '../../models/top-up.ts';
import type { NewPayment } from '../providers/payment/payment-gateway.ts';
import type { Wallet } from '../wallet/accounts.ts';
import { type AmountRefusal, refusalOf } from './limits.ts';
import { nextCheckAt, TOP_UP_CHECKED_MS, UNDER_WAY_MS } from './rules.ts';
import type { StartOutcome, StartRequest, TopUpsDeps } from './service.ts';
import { move } from './state.ts';
import { isTraineeOf } from './trainee-of.ts';

export async function start(deps: TopUpsDeps, request: StartRequest): Promise<StartOutcome> {
  if (!(await isGranted(deps, request))) return { type: 'no-grant' };
  const beingChecked = await checkedForSame(deps, request);
  const open = await sameRequest(deps, request);
  if (open?.payUrl) return { type: 'ready', topUp: open, payUrl: open.payUrl, passedOver: [], beingChecked };
  const recorded = await record(deps, request);
  if (recorded.type === 'refused') return recorded;
  const created = recorded.topUp;
  const { session, passedOver } = await openSession(deps, request, created);
  if (!session) {
    deps.log.error({ topUp: created._id.toHexString() }, 'no gateway opened a payment');
    // Nobody can pay what has no address: there is nothing to look at, and the chat says so at once.
    await move(deps, created, { to: 'failed' });
    await deps.models.TopUp.updateOne({ _id: created._id }, { $unset: { checkAt: 1 } });
    return { type: 'gateway-unavailable', topUp: created };
  }
  const topUp = await move(deps, created, { to: 'sent', set: session });
  if (!topUp) throw new Error('A payment that nobody knew was moved by somebody');
  return { type: 'ready', topUp, payUrl: session.payUrl, passedOver, beingChecked };
}

/** Judged here, however the button came to be on the screen. */
async function isGranted(deps: TopUpsDeps, { person, wallet, behalf }: StartRequest): Promise<boolean> {
  if (behalf) {
    const who = { by: behalf.by._id, trainee: person._id };
    // The portal wallet of somebody else is nobody's to charge.
    return wallet !== 'portal-user' && isTraineeOf(deps, who, behalf.centre);
  }
  if (wallet !== 'portal-user') return true;
  return (await deps.models.Grant.exists({ person: person._id, revokedAt: null })) !== null;
}

interface Opened {
  /** Null when no gateway answered, or none is configured here: that is on record too. */
  session: { gateway: GatewayName; sessionId: string; payUrl: string } | null;
  passedOver: GatewayName[];
}

/** By the first gateway that answers. */
async function openSession(deps: TopUpsDeps, request: StartRequest, created: TopUp): Promise<Opened> {
  const passedOver: GatewayName[] = [];
  for (const gateway of deps.gateways.filter(({ opens }) => opens !== false)) {
    const opened = await gateway.create(paymentOf(deps, request, created));
    const id = created._id.toHexString();
    if (opened.type === 'created') {
      const payUrl = gateway.entrance ? `${deps.entranceRoot}${id}` : opened.payUrl;
      return { session: { gateway: gateway.name, sessionId: opened.sessionId, payUrl }, passedOver };
    }
    passedOver.push(gateway.name);
    deps.log.warn({ topUp: id, gateway: gateway.name, opened }, 'a gateway opened no payment');
  }
  return { session: null, passedOver };
}

function paymentOf(
  { returnUrl }: TopUpsDeps,
  { description, person, behalf }: StartRequest,
  { _id, amountRials }: TopUp,
): NewPayment {
  const orderId = _id.toHexString();
  return { amountRials, description, callbackUrl: returnUrl, orderId, ...mobileOf(behalf?.by ?? person) };
}

const mobileOf = ({ mobile }: Person) => (mobile === undefined ? {} : { mobile });

/** From whichever of the person's chats it comes: two links for one purpose would both be paid. */
function sameRequest(
  { models, clock }: TopUpsDeps,
  { person, wallet = 'trainee', behalf, account, amountRials, resumeDraft }: StartRequest,
) {
  return models.TopUp.findOneAndUpdate(
    {
      person: person._id,
      wallet,
      startedBy: (behalf?.by ?? person)._id,
      amountRials,
      state: 'sent',
      resumeDraft: resumeDraft ?? { $exists: false },
      createdAt: { $gt: new Date(clock().getTime() - UNDER_WAY_MS) },
    },
    // The chat that asked last hears of it.
    { account: account._id },
    { returnDocument: 'after' },
  ).lean<TopUp>();
}

/** Into the same wallet, by the same payer: they came back from it, or the gateway knows that it is paid, and no end is known. */
function checkedForSame(
  { models, clock }: TopUpsDeps,
  { person, wallet = 'trainee', behalf }: StartRequest,
): Promise<TopUp | null> {
  return models.TopUp.findOne({
    ...{ person: person._id, wallet, startedBy: (behalf?.by ?? person)._id },
    $or: [{ state: 'paid-unverified' }, { state: 'sent', claimedAt: { $exists: true } }],
    createdAt: { $gt: new Date(clock().getTime() - TOP_UP_CHECKED_MS) },
  })
    .sort({ createdAt: -1 })
    .lean<TopUp>();
}

type Recorded = { type: 'recorded'; topUp: TopUp } | { type: 'refused'; refusal: AmountRefusal };

/**
 * Records the payment if the limits allow it. The owner of the wallet is written by all who do so: of two payments that
 * are opened at once the second sees the first, and nobody pays into the wallet of somebody deleted in this instant.
 */
function record(deps: TopUpsDeps, request: StartRequest): Promise<Recorded> {
  const wallet: Wallet = { person: request.person._id, kind: request.wallet ?? 'trainee' };
  return deps.inTransaction<Recorded>(async ({ session, abort }) => {
    const opening = { $inc: { topUpsOpened: 1 } };
    const owner = await deps.models.Person.findByIdAndUpdate(wallet.person, opening, { session })
      .select('identity')
      .lean<Pick<Person, 'identity'>>();
    if (!owner || owner.identity === 'deleted')
      throw new Error('The owner of a wallet was deleted while a payment was begun');
    const refusal = await refusalOf(deps, { wallet, amountRials: request.amountRials }, session);
    if (refusal) return abort({ type: 'refused', refusal });
    return { type: 'recorded', topUp: await create(deps, request, session) };
  });
}

async function create(
  { models, clock, ids }: TopUpsDeps,
  request: StartRequest,
  session: ClientSession,
): Promise<TopUp> {
  const now = clock();
  const [created] = await models.TopUp.create(
    [
      {
        person: request.person._id,
        wallet: request.wallet ?? 'trainee',
        startedBy: (request.behalf?.by ?? request.person)._id,
        ...(request.behalf ? { centre: request.behalf.centre } : {}),
        trackingCode: ids.trackingCode(),
        amountRials: request.amountRials,
        state: 'created',
        account: request.account._id,
        ...(request.resumeDraft ? { resumeDraft: request.resumeDraft } : {}),
        checkAt: nextCheckAt({ createdAt: now, checks: 0 }, now),
        createdAt: now,
      },
    ],
    { session },
  );
  if (!created) throw new Error('The database acknowledged the payment but did not return it');
  return created.toObject<TopUp>();
}
