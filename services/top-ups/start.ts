/** Opening a payment at the first gateway that answers. */
import type { Person } from '../../models/person.ts';
import type { GatewayName, TopUp } from '../../models/top-up.ts';
import type { NewPayment } from '../providers/payment/payment-gateway.ts';
import { isGranted, type Recording, record } from './record.ts';
import { TOP_UP_CHECKED_MS, UNDER_WAY_MS } from './rules.ts';
import type { StartOutcome, StartRequest, TopUpsDeps } from './service.ts';
import { move } from './state.ts';

export async function start(deps: TopUpsDeps, request: StartRequest): Promise<StartOutcome> {
  const recording = recordingOf(request);
  if (!(await isGranted(deps, recording))) return { type: 'no-grant' };
  const beingChecked = await checkedForSame(deps, recording);
  const open = await sameRequest(deps, recording);
  if (open?.payUrl) return { type: 'ready', topUp: open, payUrl: open.payUrl, passedOver: [], beingChecked };
  const recorded = await record(deps, recording);
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

const recordingOf = (request: StartRequest): Recording => ({
  person: request.person._id,
  wallet: request.wallet ?? 'trainee',
  startedBy: (request.behalf?.by ?? request.person)._id,
  ...(request.behalf ? { centre: request.behalf.centre } : {}),
  amountRials: request.amountRials,
  account: request.account._id,
  ...(request.resumeDraft ? { resumeDraft: request.resumeDraft } : {}),
});

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
  { person, wallet, startedBy, account, amountRials, resumeDraft }: Recording,
) {
  return models.TopUp.findOneAndUpdate(
    {
      ...{ person, wallet, startedBy, amountRials, state: 'sent', payUrl: { $exists: true } },
      resumeDraft: resumeDraft ?? { $exists: false },
      createdAt: { $gt: new Date(clock().getTime() - UNDER_WAY_MS) },
    },
    // The chat that asked last hears of it.
    { account },
    { returnDocument: 'after' },
  ).lean<TopUp>();
}

/** Into the same wallet, by the same payer: they came back from it, or the gateway knows that it is paid, and no end is known. */
function checkedForSame(
  { models, clock }: TopUpsDeps,
  { person, wallet, startedBy }: Recording,
): Promise<TopUp | null> {
  return models.TopUp.findOne({
    ...{ person, wallet, startedBy },
    $or: [{ state: 'paid-unverified' }, { state: 'sent', claimedAt: { $exists: true } }],
    createdAt: { $gt: new Date(clock().getTime() - TOP_UP_CHECKED_MS) },
  })
    .sort({ createdAt: -1 })
    .lean<TopUp>();
}
