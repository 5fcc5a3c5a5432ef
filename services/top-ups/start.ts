/** Opening a payment: recorded first, so that whatever the gateway has opened is known to us. */
import type { Person } from '../../models/person.ts';
import type { TopUp } from '../../models/top-up.ts';
import type { CreatePaymentResult } from '../providers/payment/payment-gateway.ts';
import { nextCheckAt, UNDER_WAY_MS } from './rules.ts';
import type { StartOutcome, StartRequest, TopUpsDeps } from './service.ts';

export async function start(deps: TopUpsDeps, request: StartRequest): Promise<StartOutcome> {
  if (!(await isGranted(deps, request))) return { type: 'no-grant' };
  const open = await sameRequest(deps, request);
  if (open?.payUrl) return { type: 'ready', topUp: open, payUrl: open.payUrl };
  const created = await create(deps, request);
  const session = await openSession(deps, request, created);
  if (session?.type !== 'created') {
    deps.log.error({ topUp: created._id.toHexString(), session }, 'the gateway opened no payment');
    // Nobody can pay what has no address: there is nothing to look at, and the chat says so at once.
    await deps.models.TopUp.updateOne(
      { _id: created._id },
      { $set: { state: 'failed', endedAt: deps.clock() }, $unset: { checkAt: 1 } },
    );
    return { type: 'gateway-unavailable', topUp: created };
  }
  const topUp = await deps.models.TopUp.findByIdAndUpdate(
    created._id,
    { state: 'waiting', sessionId: session.sessionId, payUrl: session.payUrl },
    { returnDocument: 'after' },
  )
    .orFail()
    .lean<TopUp>();
  return { type: 'ready', topUp, payUrl: session.payUrl };
}

/** Judged here, however the button came to be on the screen. */
async function isGranted({ models }: TopUpsDeps, { person, wallet, behalf }: StartRequest): Promise<boolean> {
  if (!behalf && wallet !== 'portal-user') return true;
  const grant = behalf ? { person: behalf.by._id, centre: behalf.centre } : { person: person._id };
  return (await models.Grant.exists({ ...grant, revokedAt: null })) !== null;
}

/** Null when payments are not configured here: that is on record like any other payment that could not be opened. */
async function openSession(
  { gateway, returnUrl }: TopUpsDeps,
  { description, person, behalf }: StartRequest,
  created: TopUp,
): Promise<CreatePaymentResult | null> {
  if (!gateway) return null;
  return gateway.create({
    amountRials: created.amountRials,
    description,
    callbackUrl: returnUrl,
    orderId: created._id.toHexString(),
    ...mobileOf(behalf?.by ?? person),
  });
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
      state: 'waiting',
      resumeDraft: resumeDraft ?? { $exists: false },
      createdAt: { $gt: new Date(clock().getTime() - UNDER_WAY_MS) },
    },
    // The chat that asked last hears of it.
    { account: account._id },
    { returnDocument: 'after' },
  ).lean<TopUp>();
}

async function create({ models, clock, ids }: TopUpsDeps, request: StartRequest): Promise<TopUp> {
  const now = clock();
  const created = await models.TopUp.create({
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
  });
  return created.toObject<TopUp>();
}
