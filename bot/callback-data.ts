/**
 * What buttons carry. Each kind is declared once; the same object packs it for a button and reads it from a tap.
 * Data from a tap is as hostile as typed text: it must fit the schema or it is no button of ours.
 */
import { z } from 'zod';
import { STATEMENT_GATEWAYS } from '../services/gateway-statements/service.ts';

/** Messengers take at most so many bytes; a Persian letter is two. */
const MOST_BYTES = 64;

export interface CallbackKind<Fields extends unknown[]> {
  name: string;
  /** Throws for what `read` would not take back, or a messenger not carry: a button that does nothing is our fault. */
  pack(...fields: Fields): string;
  /** The fields, or null when the data is not of this kind or does not fit. */
  read(data: string): Fields | null;
}

function kind<Schema extends z.ZodTuple>(name: string, schema: Schema): CallbackKind<z.infer<Schema>> {
  return {
    name,
    pack(...fields) {
      const data = [name, ...fields].join(':');
      if (this.read(data) === null) throw new Error(`No button of kind ${name} can carry this: ${data}`);
      if (Buffer.byteLength(data) > MOST_BYTES)
        throw new Error(`Callback data is longer than ${MOST_BYTES} bytes: ${data}`);
      return data;
    },
    read(data) {
      const [first, ...fields] = data.split(':');
      if (first !== name) return null;
      const parsed = schema.safeParse(fields);
      return parsed.success ? parsed.data : null;
    },
  };
}

/** Under what a person should keep (a receipt): the answer to the tap comes as a new message. */
const BELOW = 'below:';

export const below = (data: string): string => `${BELOW}${data}`;

/** The data of a tap, and whether its message is to be left as it is. */
export function readTap(data: string): { data: string; keepMessage: boolean } {
  const keepMessage = data.startsWith(BELOW);
  return { data: keepMessage ? data.slice(BELOW.length) : data, keepMessage };
}

const code = z.string().regex(/^[A-Za-z0-9-]{1,32}$/);
/** Names of `services/identity/exemptions.ts`. */
const group = z.string().regex(/^[a-z-]{1,32}$/);
/** Names of `services/breakers/systems.ts`. */
const system = z.string().regex(/^[a-z-]{1,32}$/);
const payer = z.enum(['trainee', 'portal-user']);
const id = z.string().regex(/^[0-9a-f]{24}$/);
/** See `form-ref.ts`. */
const formRef = z.union([z.string().regex(/^[a-z-]{1,32}$/), id]);
const number = z.string().regex(/^\d{1,12}$/);
const gateway = z.enum(STATEMENT_GATEWAYS);

export const tap = {
  home: kind('home', z.tuple([])),
  help: kind('help', z.tuple([])),
  wallet: kind('wallet', z.tuple([])),
  /** A page of what went in and out of one of the person's wallets. */
  statement: kind('statement', z.tuple([payer, number])),
  /** All of it as a file. */
  statementFile: kind('statement-file', z.tuple([payer])),
  myEnrolments: kind('mine', z.tuple([])),
  language: kind('lang', z.tuple([z.enum(['fa', 'en'])])),
  /** Opens the enrolment form, or goes on with the one that is open. */
  enrol: kind('enrol', z.tuple([])),
  /** Page of the list of all open courses. */
  courses: kind('list', z.tuple([number])),
  provinces: kind('provinces', z.tuple([])),
  province: kind('province', z.tuple([z.string().min(1).max(28)])),
  /** Page of a centre's courses. */
  centre: kind('centre', z.tuple([code, number])),
  course: kind('course', z.tuple([code])),
  /** Chooses another course in an open form. */
  changeCourse: kind('change', z.tuple([])),
  /** Asks for this answer of an open form anew; until then the old one stands. */
  changeAnswer: kind('redo', z.tuple([z.enum(['courseCode', 'amountRials', 'payer'])])),
  /** "It was not me", about a chat that was added to the person's name. */
  disown: kind('disown', z.tuple([id])),
  /** A link to log in at the national window. */
  windowLogin: kind('window', z.tuple([])),
  /** Proves a number by a code that is sent to it; and sends another one. */
  textMe: kind('text-me', z.tuple([])),
  sendCodeAgain: kind('code-again', z.tuple([])),
  /** Asks the mobile-ownership service again with the code already given. */
  checkAgain: kind('check', z.tuple([])),
  /** Charges what the open form lacks for this course. */
  chargeGap: kind('gap', z.tuple([code])),
  /** "I have paid": asks the gateway at once. */
  paid: kind('paid', z.tuple([])),
  /** The same of one payment, which need not be the newest. */
  paidOf: kind('paid-of', z.tuple([id])),
  /** The invoice beside the link of a payment card. */
  payInChat: kind('in-chat', z.tuple([id])),
  /** Money back to the card: from which payment, one of them, and so many rials of it. */
  paybacks: kind('paybacks', z.tuple([])),
  payback: kind('payback', z.tuple([id])),
  confirmPayback: kind('pb-ok', z.tuple([id, number])),
  topUp: kind('topup', z.tuple([])),
  /** Charges the portal wallet. */
  topUpPortal: kind('topup-portal', z.tuple([])),
  /** Charges the wallet of a trainee. */
  topUpTrainee: kind('topup-trainee', z.tuple([])),
  /** Whose wallet is to be charged. */
  whose: kind('whose', z.tuple([z.enum(['mine', 'my-portal', 'trainee'])])),
  /** It is the wallet of the trainee with this id. */
  chargeable: kind('t-wallet', z.tuple([id])),
  /** Begins to register a trainee. */
  enrolTrainee: kind('trainee', z.tuple([])),
  /** The trainee has no mobile and belongs to this target group. */
  exemption: kind('exempt', z.tuple([group])),
  /** Page of the courses that trainees can be registered in by this portal user, and one of them. */
  traineeCourses: kind('t-list', z.tuple([number])),
  traineeCourse: kind('t-course', z.tuple([code])),
  /** Pays from this wallet. */
  payer: kind('payer', z.tuple([payer])),
  amount: kind('amount', z.tuple([number])),
  /** Carries out the confirm card with this operation id. */
  confirm: kind('ok', z.tuple([z.string().regex(/^[\w-]{22}$/)])),
  /** Shows the open question again. */
  resume: kind('resume', z.tuple([])),
  /** Goes on with this form in this chat, wherever it is open. */
  takeOver: kind('here', z.tuple([formRef])),
  /** The same, with the course that was chosen in the chat that takes over. */
  takeOverFor: kind('here-for', z.tuple([formRef, code])),
  /** Back by one question, or from a change to the summary. */
  back: kind('back', z.tuple([])),
  /** The list of unfinished forms. */
  unfinished: kind('forms', z.tuple([])),
  continueForm: kind('go-on', z.tuple([formRef])),
  discardForm: kind('discard', z.tuple([formRef])),
  /** Gives up the form that is open. Only buttons of earlier versions carry it. */
  cancel: kind('cancel', z.tuple([])),
  /** Gives up this form, whichever is open. */
  cancelForm: kind('cancel-form', z.tuple([formRef])),
  /** Gives up the registration with this id, in whichever chat it is open. */
  endRegistration: kind('end', z.tuple([id])),
  /** The same, and begins or continues another form in its place. */
  swap: kind('swap', z.tuple([id, formRef])),
  /** The same, and begins to enrol in this course. */
  swapForCourse: kind('drop', z.tuple([id, code])),
  /** One enrolment, with all that can be done to it. */
  enrolment: kind('card', z.tuple([id])),
  /** Its receipt as a picture. */
  receiptPicture: kind('picture', z.tuple([id])),
  /** What withdrawing would give back, to be confirmed. */
  askToWithdraw: kind('leave', z.tuple([id])),
  /** Withdraws; carries the rials that the card has promised. */
  withdraw: kind('left', z.tuple([id, number])),
  /** Takes an offered seat for the fee on the button, whole rials. */
  takeSeat: kind('take', z.tuple([id, number])),
  /** Charges what an offered seat lacks. */
  chargeForSeat: kind('seat-gap', z.tuple([id])),
  /** The answer to "is it you?" about a registration by a centre. */
  itIsMe: kind('me', z.tuple([id])),
  itIsNotMe: kind('not-me', z.tuple([id])),
  /** What is kept of the person, and whether it is to be deleted. */
  myData: kind('my-data', z.tuple([])),
  /** What deleting it would come to, to be confirmed. */
  askToDelete: kind('delete-ask', z.tuple([])),
  deleteData: kind('delete-data', z.tuple([])),
  /** Takes the request back. */
  keepData: kind('keep-data', z.tuple([])),
  /** Staff's: how outside systems fare, one of them, and another standing for it. */
  systems: kind('systems', z.tuple([])),
  system: kind('system', z.tuple([system])),
  switchSystem: kind('switch', z.tuple([system, z.enum(['on', 'off', 'automatic'])])),
  /** Staff's: a gateway's day beside ours; which gateway, and which day (`2026-11-25`). */
  gatewayStatements: kind('statements', z.tuple([])),
  gatewayDays: kind('gw-days', z.tuple([gateway])),
  gatewayDay: kind('gw-day', z.tuple([gateway, z.iso.date()])),
  /** Staff's: a page of the open cases, one of them, and closing it. */
  cases: kind('cases', z.tuple([number])),
  case: kind('case', z.tuple([id])),
  closeCase: kind('close-case', z.tuple([id])),
  /** Decides about the payback with this id. */
  decidePayback: kind('pb-do', z.tuple([z.enum(['approved', 'refused', 'paid-out', 'failed']), id])),
  /** Puts right what a case is about: a code, or a name. */
  correct: kind('correct', z.tuple([z.enum(['code', 'name']), id])),
  /** One of the usual reasons. */
  reason: kind('reason', z.tuple([z.string().regex(/^[a-z]{1,16}$/)])),
  /** Carries out the card that offers a place in line. */
  joinLine: kind('line', z.tuple([z.string().regex(/^[\w-]{22}$/)])),
} as const;
