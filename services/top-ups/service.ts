/**
 * Charging a wallet by the payment gateway.
 *
 * The browser's return, a repeated return and the reconciler may all bring the same payment, in any order: each asks
 * the gateway itself, and the one whose transaction moves the top-up to `credited` books the money. States are told in
 * `state.ts`.
 */
import type { Types } from 'mongoose';
import type { Logger } from 'pino';
import type { Account } from '../../models/account.ts';
import type { Payer } from '../../models/enrolment.ts';
import type { Models } from '../../models/models.ts';
import type { Person } from '../../models/person.ts';
import { type GatewayName, PAYING_STATES, type TopUp } from '../../models/top-up.ts';
import type { Cases } from '../cases/service.ts';
import type { Clock, Ids } from '../clock.ts';
import type { Notifications } from '../notifications/service.ts';
import type { People } from '../people/service.ts';
import type { PaymentGateway } from '../providers/payment/payment-gateway.ts';
import type { InTransaction } from '../transaction.ts';
import type { Ledger } from '../wallet/ledger.ts';
import { entrance } from './entrance.ts';
import {
  type InvoiceOutcome,
  type InvoiceRequest,
  invoice,
  notePaid,
  type PaidInChat,
  type PreCheckout,
  type PreCheckoutVerdict,
  preCheckout,
} from './in-chat.ts';
import type { AmountRefusal, TopUpLimits } from './limits.ts';
import { reconcile } from './reconcile.ts';
import { createReturnLimit, returned } from './returned.ts';
import { UNDER_WAY_MS } from './rules.ts';
import { start } from './start.ts';
import { type Chargeable, chargeable } from './trainee-of.ts';
import { type Range, usualRange } from './usual.ts';

export type StartOutcome =
  | Ready
  | { type: 'gateway-unavailable'; topUp: TopUp }
  /** Only portal users have a portal wallet, and charge the wallets of trainees of their centre. */
  | { type: 'no-grant' }
  /** Too little, too much, or more than one wallet may take in a day. */
  | { type: 'refused'; refusal: AmountRefusal };

export interface Ready {
  type: 'ready';
  topUp: TopUp;
  payUrl: string;
  /** Gateways that come first and did not answer. */
  passedOver: readonly GatewayName[];
  /** A payment into the same wallet whose result is not known yet, though its payer may have paid: to be warned of. */
  beingChecked: TopUp | null;
}

/** The truths about money: taken and credited, not taken, being checked until a time; or, after that, still not known. */
export type ReturnOutcome =
  | { type: 'credited'; topUp: TopUp }
  | { type: 'not-taken'; topUp: TopUp }
  | { type: 'being-checked'; topUp: TopUp; until: Date }
  | { type: 'unresolved'; topUp: TopUp }
  /** Taken, but not what was asked for: it goes back. */
  | { type: 'refund-due'; topUp: TopUp };

/** Where it is paid; or, when it is not to be paid any more, what became of it. */
export type EntranceOutcome = { type: 'open'; topUp: TopUp; address: string } | ReturnOutcome;

export interface TopUps {
  /** What may be charged, by configuration. */
  limits: TopUpLimits;
  /** The trainee of this code, or with this id, whose wallet this portal user may charge; null when there is none. */
  chargeable(
    by: Types.ObjectId,
    who: { nationalCode: string } | { id: Types.ObjectId },
  ): Promise<Chargeable | null>;
  /** What this person commonly charges such wallets with. */
  usual(payer: Types.ObjectId, wallet: Payer): Promise<Range>;
  /** Opens a payment; the same request within half an hour gets the same link. */
  start(request: StartRequest): Promise<StartOutcome>;
  /** The newest payment that this person has begun, for whatever wallet, and that may be under way at the gateway. */
  underWay(person: Pick<Person, '_id'>): Promise<TopUp | null>;
  /** This one of theirs, however long ago, while its money may come. */
  underWayOf(person: Pick<Person, '_id'>, topUpId: string): Promise<TopUp | null>;
  /** A browser came back from the gateway with this session. Null when we know no such session. */
  returned(gateway: GatewayName, sessionId: string): Promise<ReturnOutcome | null>;
  /** A browser is on its way to a gateway that lets in only those who come from our page. Null when we know no such payment. */
  entrance(topUpId: string): Promise<EntranceOutcome | null>;
  /** Whether people can be sent invoices, to be paid inside the chat where the messenger can do that. */
  takesInvoices: boolean;
  /** The invoice beside the link of a payment card. */
  invoice(request: InvoiceRequest): Promise<InvoiceOutcome>;
  /** Whether an invoice may be paid now; the messenger waits ten seconds for this. */
  preCheckout(query: PreCheckout): Promise<PreCheckoutVerdict>;
  /** The messenger tells of a payment in the chat. Null when we know no such invoice. */
  paidInChat(paid: PaidInChat): Promise<ReturnOutcome | null>;
  /** The language of the chat from which a payment was started. */
  languageOf(topUp: TopUp): Promise<Account['language']>;
  /** Looks at payments that are due, those looked at least first. Returns how many were looked at. */
  reconcile(limit: number): Promise<number>;
}

export interface StartRequest {
  /** Whose wallet rises; which of theirs is said by `wallet`, without it their personal one. */
  person: Person;
  wallet?: Payer;
  /** Who pays, when it is not the owner of the wallet: a portal user, and for which centre. */
  behalf?: { by: Person; centre: Types.ObjectId };
  account: Account;
  amountRials: number;
  description: string;
  /** The form that waits for the money and goes on when it is there. */
  resumeDraft?: Types.ObjectId;
}

export interface TopUpsDeps {
  models: Models;
  people: Pick<People, 'byId' | 'byCode'>;
  ledger: Ledger;
  notifications: Notifications;
  /** In the order in which they are asked to open a payment. */
  gateways: readonly PaymentGateway[];
  cases: Pick<Cases, 'open' | 'settleAbout'>;
  inTransaction: InTransaction;
  clock: Clock;
  ids: Ids;
  log: Logger;
  limits: TopUpLimits;
  /** The messenger's name for our wallet, which stands on invoices; null: nobody is sent one. */
  invoiceToken: string | null;
  /** Where the gateway sends the browser back to. */
  returnUrl: string;
  /** Where our page before a gateway's is, by the payment's id; ends in a slash. */
  entranceRoot: string;
}

export function createTopUps(deps: TopUpsDeps): TopUps {
  const mayAsk = createReturnLimit(deps.clock);
  return {
    limits: deps.limits,
    chargeable: (by, who) => chargeable(deps, by, who),
    usual: (payer, wallet) => usualRange(deps, payer, wallet),
    start: (request) => start(deps, request),
    underWay: (person) => underWay(deps, person),
    underWayOf: (person, topUpId) => underWayOf(deps, person, topUpId),
    returned: (gateway, sessionId) => returned(deps, mayAsk, { gateway, sessionId }),
    entrance: (topUpId) => entrance(deps, topUpId),
    takesInvoices: deps.invoiceToken !== null,
    invoice: (request) => invoice(deps, request),
    preCheckout: (query) => preCheckout(deps, query),
    async paidInChat(paid) {
      const sessionId = await notePaid(deps, paid);
      return sessionId === null ? null : returned(deps, mayAsk, { gateway: 'bale', sessionId });
    },
    languageOf: (topUp) => languageOf(deps, topUp),
    reconcile: (limit) => reconcile(deps, limit),
  };
}

function underWay({ models, clock }: TopUpsDeps, person: Pick<Person, '_id'>): Promise<TopUp | null> {
  const createdAt = { $gt: new Date(clock().getTime() - UNDER_WAY_MS) };
  // Nobody has tried to pay an invoice that has no session; the payment that it stands beside is the one to name.
  const begun = { startedBy: person._id, state: { $in: PAYING_STATES }, sessionId: { $exists: true } };
  return models.TopUp.findOne({ ...begun, createdAt })
    .sort({ createdAt: -1 })
    .lean<TopUp>();
}

async function underWayOf(
  { models }: TopUpsDeps,
  person: Pick<Person, '_id'>,
  _id: string,
): Promise<TopUp | null> {
  return models.TopUp.findOne({ _id, startedBy: person._id, state: { $in: PAYING_STATES } }).lean<TopUp>();
}

async function languageOf({ models }: TopUpsDeps, { account }: TopUp): Promise<Account['language']> {
  const found = await models.Account.findById(account).select('language').lean<Pick<Account, 'language'>>();
  return found?.language ?? 'fa';
}
