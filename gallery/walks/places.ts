/** The line for a full course, a seat that is kept or offered, and the ways out. */
import type { Visitor } from '../visitor.ts';
import { eventually, type World } from '../world.ts';
import { charge, dataOf, toHome } from './stages.ts';
import type { Walk } from './walk.ts';

const FEE = 200_000;

/** A course of this walk's own with one seat. */
export async function oneSeat(visitor: Visitor, world: World, name: string): Promise<string> {
  const code = `${name}-${visitor.platform}-${visitor.language}`;
  const seats = { capacity: 1, seatsTaken: 0, seatsTakenElsewhere: 0, waiting: 0 };
  await world.course(code, { title: 'کارگاه نجاری', feeRials: FEE, ...seats });
  return code;
}

/** Known, with the fee in the wallet, and seated. */
export async function toSeat(visitor: Visitor, code: string): Promise<void> {
  await toHome(visitor);
  await charge(visitor, FEE);
  await visitor.says(`/start course_${code}`);
  await visitor.sees('enrol-card-question');
  await visitor.presses('button-confirm');
  await visitor.sees('receipt');
}

/** Known, with an empty wallet, and in line. */
async function toLine(visitor: Visitor, code: string): Promise<void> {
  await toLineCard(visitor, code);
  await visitor.presses('button-join-line');
  await visitor.stopsAt('in line', 'line-joined-now', 'enrolment-waiting', 'button-leave-line');
}

/** Known, and offered a place in line. */
async function toLineCard(visitor: Visitor, code: string): Promise<void> {
  await toHome(visitor);
  await eventually('the course is full for all', async () => {
    await visitor.says(`/start course_${code}`);
    return (await visitor.seesOneOf('line-offer', 'enrol-card-short')) === 'line-offer';
  });
  await visitor.stopsAt('card: the course is full', 'line-offer', 'button-join-line', 'button-change-course');
}

export async function withdraws(visitor: Visitor): Promise<void> {
  await visitor.presses('key-mine');
  await visitor.sees('mine');
  await visitor.presses('button-open-enrolment');
  await visitor.stopsAt('enrolment card', 'enrolment-card', 'enrolment-active', 'enrolment-code');
  await visitor.presses('button-withdraw');
  await visitor.stopsAt('withdraw?', 'withdraw-question', 'button-withdraw-yes', 'button-keep');
  await visitor.presses('button-withdraw-yes');
  await visitor.stopsAt('withdrawn', 'withdraw-done', 'enrolment-ended');
}

const some = <T>(list: T[]) => list.length > 0 && list;

/** The latest SMS and letter; `count` says how many there are by then. */
export async function readNotice(visitor: Visitor, event: string, count: number): Promise<void> {
  const sms = await eventually('the SMS', async () => {
    const all = await visitor.person.sms();
    return all.length >= count && all;
  });
  visitor.reads(sms.at(-1)?.message ?? '', 'sms', `sms-${event}`);
  await readLetter(visitor, event, count);
}

export async function readLetter(visitor: Visitor, event: string, count: number): Promise<void> {
  const letters = await eventually('the letter', async () => {
    const all = some(await visitor.person.inbox());
    return all && all.length >= count && all;
  });
  const letter = letters.at(-1);
  visitor.reads(`${letter?.title}\n`, 'inbox', `karpooshe-${event}-title`);
  visitor.reads(letter?.body ?? '', 'inbox', `karpooshe-${event}-body`);
}

export const PLACES: readonly Walk[] = [
  {
    name: 'withdrawing from a course, and reading of it',
    slow: true,
    async run(visitor, world) {
      const code = await oneSeat(visitor, world, 'withdraw');
      const other = visitor.onOtherMessenger();
      await toHome(other);
      await toSeat(visitor, code);
      await other.sees('chat-enrolled');
      await withdraws(visitor);
      await other.stopsAt('notice: withdrawn', 'chat-withdrawn', 'button-home');
      await readNotice(visitor, 'withdrawn', 2);
    },
  },
  {
    name: 'the line of a full course, joined and left',
    async run(visitor, world, another) {
      const code = await oneSeat(visitor, world, 'line');
      const other = visitor.onOtherMessenger();
      await toHome(other);
      await toSeat(await another(), code);
      await toLine(visitor, code);
      await other.stopsAt('notice: in line', 'chat-line-joined', 'button-see-enrolment');
      await visitor.says(`/start course_${code}`);
      await visitor.stopsAt('in line already', 'already-in-line', 'enrolment-to-pay', 'button-leave-line');
      await visitor.presses('button-leave-line');
      await visitor.stopsAt('leave the line?', 'leave-line-question', 'button-leave-line-yes');
      await visitor.presses('button-leave-line-yes');
      await visitor.stopsAt('left the line', 'withdraw-done', 'enrolment-ended');
      await other.stopsAt('notice: out of the line', 'chat-line-left', 'button-home');
    },
  },
  {
    name: 'a seat is offered, charged for, and taken by itself',
    slow: true,
    async run(visitor, world, another) {
      const code = await oneSeat(visitor, world, 'offer');
      const first = await another();
      await toSeat(first, code);
      await toLine(visitor, code);
      await withdraws(first);
      await visitor.stopsAt('notice: a seat is offered', 'chat-seat-offered', 'button-take-seat');
      await readNotice(visitor, 'seat-offered', 1);
      await visitor.presses('button-see-enrolment');
      await visitor.stopsAt('enrolment card: offered', 'enrolment-offered', 'button-take-seat');
      await visitor.presses('button-take-seat');
      await visitor.stopsAt('seat: the wallet is short', 'seat-wallet-short', 'button-charge-gap');
      await visitor.presses('button-charge-gap');
      await visitor.sees('payment-card');
      await visitor.person.pays();
      await visitor.stopsAt('notice: moved up', 'chat-promoted', 'button-see-enrolment');
      await readNotice(visitor, 'promoted', 2);
      await visitor.presses('button-see-enrolment');
      await visitor.sees('enrolment-paid');
    },
  },
  {
    name: 'a seat is offered, and taken by hand',
    slow: true,
    async run(visitor, world, another) {
      const code = await oneSeat(visitor, world, 'taken');
      const first = await another();
      await toSeat(first, code);
      await toLine(visitor, code);
      await charge(visitor, FEE);
      // Another fee than the one agreed to is never taken without a tap.
      await world.course(code, { title: 'کارگاه نجاری', feeRials: FEE / 2 });
      await withdraws(first);
      await visitor.sees('chat-seat-offered');
      await visitor.presses('button-take-seat');
      await visitor.stopsAt('seat taken', 'seat-taken', 'enrolment-active');
    },
  },
  {
    name: 'a seat is offered and not taken; a line that ends',
    slow: true,
    async run(visitor, world, another) {
      const code = await oneSeat(visitor, world, 'missed');
      const [first, next, last] = [await another(), await another(), await another()];
      await toSeat(first, code);
      await toLine(visitor, code);
      await withdraws(first);
      await visitor.sees('chat-seat-offered');
      await toLine(next, code);
      await toLine(last, code);
      await world.offersPass(code);
      await visitor.stopsAt('notice: the offer has passed', 'chat-offer-expired', 'button-home');
      await readLetter(visitor, 'offer-expired', 2);
      await next.sees('chat-seat-offered');
      await world.courseBegins(code);
      await last.stopsAt('notice: the line has ended', 'chat-line-ended', 'button-home');
      await readLetter(last, 'line-ended', 1);
      await visitor.presses('button-take-seat');
      await visitor.stopsAt('seat: no offer any more', 'seat-no-offer', 'enrolment-ended');
    },
  },
  {
    name: 'a withdrawal whose rule has changed meanwhile, and one that comes too late',
    async run(visitor, world) {
      const code = await oneSeat(visitor, world, 'changed');
      await toSeat(visitor, code);
      await visitor.presses('key-mine');
      await visitor.sees('mine');
      await visitor.presses('button-open-enrolment');
      await visitor.sees('enrolment-active');
      await visitor.presses('button-withdraw');
      const question = await visitor.stopsAt('withdraw: all comes back', 'withdraw-question');
      await world.refunds(code, 50);
      await visitor.presses('button-withdraw-yes');
      await visitor.stopsAt('withdraw: less comes back', 'withdraw-changed', 'withdraw-question');
      await world.courseBegins(code);
      await visitor.presses('button-withdraw-yes');
      await visitor.stopsAt('withdraw: too late', 'withdraw-too-late', 'enrolment-begun');
      await world.courseIsCompleted(code);
      await visitor.does({ pressData: dataOf(question, 'left:') });
      await visitor.stopsAt('withdraw: nothing left', 'withdraw-nothing-left', 'enrolment-over');
    },
  },
  {
    name: 'a seat that comes free while its line is looked at',
    async run(visitor, world, another) {
      const code = await oneSeat(visitor, world, 'freed');
      const first = await another();
      await toSeat(first, code);
      await toLineCard(visitor, code);
      await withdraws(first);
      await visitor.presses('button-join-line');
      await visitor.stopsAt('line: a seat is free', 'line-seat-free', 'enrol-card-short');
    },
  },
];
