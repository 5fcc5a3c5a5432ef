/**
 * Paying inside the chat, by the messenger's own wallet: an invoice beside the link of a payment card. It is a payment of
 * its own, so that both may be paid and none is lost; once one is credited, the other one ends without a word.
 *
 * The messenger asks before money moves (pre-checkout) and tells when it has. Both are hints: credited is what its
 * inquiry says. An invoice can be tried again and again, but only when the try before is known to have failed.
 */
import { type ClientSession, isValidObjectId, type Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { Person } from '../../models/person.ts';
import type { TopUp, TopUpState } from '../../models/top-up.ts';
import { isDuplicateKey } from '../transaction.ts';
import { isGranted, record } from './record.ts';
import { nextCheckAt, TOP_UP_EXPIRES_MS } from './rules.ts';
import type { TopUpsDeps } from './service.ts';
import { move, moveWithin } from './state.ts';

export type InvoiceOutcome =
  | { type: 'ready'; topUp: TopUp; providerToken: string }
  | { type: 'no-grant' }
  /** There is nothing more to pay by this card, or it is somebody else's. */
  | { type: 'over' };

export interface InvoiceRequest {
  /** The payment of the card. */
  topUpId: string;
  person: Pick<Person, '_id'>;
  account: Pick<Account, '_id'>;
}

/** After these an invoice may be paid, at a second try too. */
const PAYABLE: readonly TopUpState[] = ['sent', 'failed'];

/** The invoice of a payment card; the same card has one. */
export async function invoice(deps: TopUpsDeps, request: InvoiceRequest): Promise<InvoiceOutcome> {
  const { TopUp } = deps.models;
  const { topUpId: _id, person, account } = request;
  const card = await TopUp.findOne({ _id, startedBy: person._id, state: 'sent' }).lean<TopUp>();
  if (!deps.invoiceToken || !card || card.gateway === 'bale') return { type: 'over' };
  const known = await TopUp.findOne({ invoiceOf: card._id }).lean<TopUp>();
  if (known) return ready(deps, known);
  if (!(await isGranted(deps, card))) return { type: 'no-grant' };
  try {
    const { wallet, startedBy, amountRials, centre, resumeDraft } = card;
    const recorded = await record(deps, {
      ...{ person: card.person, wallet, startedBy, amountRials, account: account._id, invoiceOf: card._id },
      ...(centre ? { centre } : {}),
      ...(resumeDraft ? { resumeDraft } : {}),
    });
    return recorded.type === 'recorded' ? ready(deps, recorded.topUp) : { type: 'over' };
  } catch (error) {
    // A second tap in the same instant has made it.
    if (!isDuplicateKey(error)) throw error;
    return ready(deps, await TopUp.findOne({ invoiceOf: card._id }).orFail().lean<TopUp>());
  }
}

async function ready(deps: TopUpsDeps, topUp: TopUp): Promise<InvoiceOutcome> {
  const providerToken = deps.invoiceToken;
  const isNew = topUp.state === 'created';
  const sent = isNew ? await move(deps, topUp, { to: 'sent', set: { gateway: 'bale' } }) : topUp;
  const current = sent ?? (await deps.models.TopUp.findById(topUp._id).orFail().lean<TopUp>());
  if (!providerToken || !PAYABLE.includes(current.state)) return { type: 'over' };
  return { type: 'ready', topUp: current, providerToken };
}

/** What the messenger asks before it takes the money. */
export interface PreCheckout {
  /** Also the name of the transaction that follows. */
  id: string;
  payload: string;
  totalRials: number;
  currency: string;
  /** Who is about to pay: their person, and the messenger's number of their account. */
  person: Types.ObjectId | undefined;
  payerId: string;
}

export type PreCheckoutVerdict = 'accepted' | 'over' | 'being-checked';

export async function preCheckout(deps: TopUpsDeps, query: PreCheckout): Promise<PreCheckoutVerdict> {
  const topUp = await invoiceOf(deps, query.payload);
  if (!topUp || !isAsked(topUp, query)) {
    deps.log.warn({ payload: query.payload.slice(0, 32) }, 'somebody was about to pay what nobody asked for');
    return 'over';
  }
  if (topUp.state === 'paid-unverified') return 'being-checked';
  const now = deps.clock();
  const isOld = now.getTime() - topUp.createdAt.getTime() >= TOP_UP_EXPIRES_MS;
  if (!PAYABLE.includes(topUp.state) || isOld) return 'over';
  if (!(await isFree(deps, topUp, query.id))) return 'being-checked';
  const taken = await deps.models.TopUp.updateOne(
    { _id: topUp._id, state: topUp.state, sessionId: topUp.sessionId ?? { $exists: false } },
    {
      ...{ sessionId: query.id, payerId: query.payerId, claimedAt: now },
      checkAt: nextCheckAt({ createdAt: topUp.createdAt, checks: 0 }, now),
    },
  );
  // Another one, for the same invoice, was quicker.
  return taken.matchedCount === 1 ? 'accepted' : 'being-checked';
}

function isAsked({ amountRials, startedBy }: TopUp, { totalRials, currency, person }: PreCheckout): boolean {
  return amountRials === totalRials && currency === 'IRR' && person !== undefined && startedBy.equals(person);
}

/** No transaction of this invoice may still bring money. */
async function isFree({ gateways }: TopUpsDeps, { sessionId }: TopUp, id: string): Promise<boolean> {
  if (!sessionId || sessionId === id) return true;
  const state = await gateways.find(({ name }) => name === 'bale')?.inquire(sessionId);
  return state?.type === 'failed';
}

/** What the messenger tells of a payment. */
export interface PaidInChat {
  payload: string;
  /** The name of the transaction. */
  chargeId: string;
  /** What stands on the payer's receipt. */
  reference: string;
}

/** The name under which the gateway is to be asked for it; null when we know no such invoice. */
export async function notePaid(
  deps: TopUpsDeps,
  { payload, chargeId, reference }: PaidInChat,
): Promise<string | null> {
  const topUp = await invoiceOf(deps, payload);
  if (!topUp) return null;
  const { TopUp } = deps.models;
  const { _id, sessionId = chargeId } = topUp;
  if (sessionId !== chargeId)
    deps.log.error({ topUp: _id.toHexString() }, 'a payment in the chat was told under another name');
  await TopUp.updateOne({ _id, sessionId: { $exists: false } }, { sessionId });
  await TopUp.updateOne({ _id, reference: { $exists: false } }, { reference });
  return sessionId;
}

async function invoiceOf({ models }: TopUpsDeps, payload: string): Promise<TopUp | null> {
  if (!isValidObjectId(payload)) return null;
  return models.TopUp.findOne({ _id: payload, gateway: 'bale' }).lean<TopUp>();
}

/**
 * Of a card's two ways to pay, the one that was not taken: it ends without a word, and what is paid by it all the same is
 * credited. Within the transaction that credits the other one: a process that dies in between would leave it open, and
 * who has paid would be told a day later that a payment expired.
 */
export async function endOtherWay(
  deps: TopUpsDeps,
  { _id, invoiceOf: card }: TopUp,
  session: ClientSession,
): Promise<void> {
  const other = await deps.models.TopUp.findOne(
    {
      ...(card ? { _id: card } : { invoiceOf: _id, sessionId: { $exists: false } }),
      state: 'sent',
    },
    null,
    { session },
  ).lean<TopUp>();
  if (other) await moveWithin(deps, other, { to: 'expired', from: 'sent' }, session);
}
