/**
 * Keeps national codes, card numbers and the mobiles of trainees out of chats: a message that holds one is deleted once
 * it was answered, and the answer begins with what of it the person should know, so that they see what was understood.
 *
 * The order matters. The answer is written and sent first; should we die before the deletion, the messenger brings the
 * update again, the draft knows it, and only the deletion is left to do. What the messenger does not delete stays, and its sender is told.
 */
import { GrammyError, type MiddlewareFn } from 'grammy';
import type { Message } from 'grammy/types';
import { type PersonalNumbers, personalNumbersIn } from '../../services/identity/personal-numbers.ts';
import { maskMobile, maskNationalCode, readMobile, readNationalCode } from '../../services/identity/rules.ts';
import { beginningWith } from '../chat.ts';
import type { BotContext } from '../context.ts';
import type { Capabilities } from '../platforms/capabilities.ts';
import { nationalCodePrompt } from '../prompts/national-code.ts';
import { rightCodePrompt } from '../prompts/right-code.ts';
import { traineeCodePrompt } from '../prompts/trainee-code.ts';
import { traineeMobilePrompt } from '../prompts/trainee-mobile.ts';
import { traineeWalletPrompt } from '../prompts/trainee-wallet.ts';
import type { Visit } from '../visit.ts';

/** Nobody waits for a deletion, so it may not hold up the chat for long. */
const DELETE_WITHIN_MS = 5_000;

export function keepPrivate({ deletesForSeconds }: Capabilities): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    const { visit } = ctx;
    const { chat } = visit;
    const message = ctx.message ?? ctx.editedMessage;
    const numbers = await numbersIn(visit, message?.text ?? message?.caption ?? '');
    const mobile = message ? await traineeMobileIn(visit, message) : null;
    const isPrivate = numbers.nationalCode !== null || numbers.hasCardNumber || mobile !== null;
    if (!message || !isPrivate) return next();
    const ageSeconds = visit.clock().getTime() / 1_000 - message.date;
    const isDeletable = ageSeconds < deletesForSeconds;
    visit.chat = beginningWith(wordsOn(visit, { ...numbers, mobile }, isDeletable), visit.chat);
    await next();
    if (!isDeletable || (await deleteMessage(ctx, message))) return;
    // The answer has promised the deletion.
    await chat.below().show({ text: visit.texts.chat('private-not-deleted') });
  };
}

const ASK_FOR_CODES = [
  nationalCodePrompt.id,
  traineeCodePrompt.id,
  traineeWalletPrompt.id,
  rightCodePrompt.id,
];

/** Where a code was asked for, eight or nine digits are one too: they have lost their leading zeros. */
async function numbersIn({ services, caller }: Visit, text: string): Promise<PersonalNumbers> {
  const found = personalNumbersIn(text);
  if (found.nationalCode !== null) return found;
  const read = readNationalCode(text);
  if (read.type !== 'zeros-missing') return found;
  const draft = await services.drafts.current(caller);
  return ASK_FOR_CODES.includes(draft?.asked ?? '') ? { ...found, nationalCode: read.nationalCode } : found;
}

/** Of a trainee it is typed, or comes on a card of theirs, where it is asked for. */
async function traineeMobileIn({ services, caller, updateKey }: Visit, { text, contact }: Message) {
  const mobile = readMobile(contact?.phone_number ?? text ?? '');
  if (mobile === null) return null;
  const draft = await services.drafts.current(caller);
  if (draft?.form !== 'enrol-trainee') return null;
  // Answered by this very update before we died, it is still to be deleted.
  const isAnswered = updateKey !== null && draft.lastUpdate === updateKey;
  return isAnswered || draft.asked === traineeMobilePrompt.id ? mobile : null;
}

interface Found extends PersonalNumbers {
  mobile: string | null;
}

function wordsOn({ texts }: Visit, found: Found, isDeletable: boolean): string {
  const { nationalCode, mobile, hasCardNumber } = found;
  const words = [
    ...(nationalCode ? [texts.chat('private-code', { code: maskNationalCode(nationalCode) })] : []),
    ...(mobile ? [texts.chat('private-mobile', { mobile: maskMobile(mobile) })] : []),
    ...(hasCardNumber ? [texts.chat('private-card')] : []),
    texts.chat(isDeletable ? 'private-deleted' : 'private-not-deleted'),
  ];
  return words.join('\n');
}

/** Whether the message is gone. */
async function deleteMessage(ctx: BotContext, { chat, message_id }: Message): Promise<boolean> {
  const signal = AbortSignal.timeout(DELETE_WITHIN_MS) as Parameters<typeof ctx.api.deleteMessage>[2];
  try {
    await ctx.api.deleteMessage(chat.id, message_id, signal);
    return true;
  } catch (error) {
    if (isGoneAlready(error)) return true;
    ctx.visit.log.warn({ err: error }, 'a message with personal numbers could not be deleted');
    return false;
  }
}

/** Its sender was quicker, or we deleted it before this update came again. */
function isGoneAlready(error: unknown): boolean {
  return error instanceof GrammyError && /message to delete not found/i.test(error.description);
}
