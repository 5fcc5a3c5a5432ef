/**
 * Groups and channels. Everybody reads there, so nothing personal is asked or shown: a course may be looked at, all else
 * is answered by the way to a private chat. What is not meant for us has no answer, and a channel never has one.
 */
import type { MiddlewareFn } from 'grammy';
import type { Message } from 'grammy/types';
import { COURSE_CODE } from '../services/courses/rules.ts';
import { createChat } from './chat.ts';
import type { BotContext } from './context.ts';
import { languageOf } from './language.ts';
import type { IdentifyDeps } from './middleware/identify.ts';
import { CAPABILITIES } from './platforms/capabilities.ts';
import { readRoomCommand } from './room-command.ts';
import { courseCard } from './screens/course-card.ts';
import type { View } from './view.ts';

/** Who has blocked or deleted nothing, and writes in the name of a group: Telegram shows them as a bot of its own. */
const ANONYMOUS_ADMINISTRATOR = 1_087_968_824;

export function createRoomHandler(deps: IdentifyDeps): MiddlewareFn<BotContext> {
  return async (ctx) => {
    // Its button may be one that somebody has passed on; it must not wait for ever.
    if (ctx.callbackQuery) await calmButton(ctx, deps);
    const { message } = ctx;
    if (!message || ctx.chat?.type === 'channel' || isByABot(message)) return;
    const view = await answerTo(ctx, message, deps);
    if (view) await createChat(ctx.api, { chatId: String(message.chat.id) }).show(view);
  };
}

async function calmButton(ctx: BotContext, { log }: IdentifyDeps): Promise<void> {
  try {
    await ctx.answerCallbackQuery();
  } catch (error) {
    // Too late, and nothing in a room depends on it.
    log.debug({ err: error }, 'a tap in a room could not be acknowledged');
  }
}

/** Posts of a linked channel come by themselves; other bots are not talked to. */
function isByABot({ from, is_automatic_forward }: Message): boolean {
  return is_automatic_forward === true || (from?.is_bot === true && from.id !== ANONYMOUS_ADMINISTRATOR);
}

/** Null for what is not meant for us. */
async function answerTo(ctx: BotContext, message: Message, deps: IdentifyDeps): Promise<View | null> {
  const command = readRoomCommand(ctx);
  if (command && !command.isOurs) return null;
  if (command?.name === 'course') return showCourse(ctx, command.argument, deps);
  if (command) return privateWay(ctx, 'private-only', deps);
  if (hasCome(ctx, message)) return privateWay(ctx, 'group-introduction', deps);
  return isMeantForUs(ctx, message) ? privateWay(ctx, 'private-only', deps) : null;
}

function hasCome({ me }: BotContext, message: Message): boolean {
  const created = message.group_chat_created ?? message.supergroup_chat_created;
  return created === true || (message.new_chat_members ?? []).some(({ id }) => id === me.id);
}

function isMeantForUs({ me }: BotContext, message: Message): boolean {
  if (message.reply_to_message?.from?.id === me.id) return message.pinned_message === undefined;
  const names = (message.text ?? message.caption ?? '').match(/@\w+/g) ?? [];
  return names.some((name) => name.toLowerCase() === `@${me.username.toLowerCase()}`);
}

async function showCourse(ctx: BotContext, code: string, deps: IdentifyDeps): Promise<View> {
  const { courses } = deps.services;
  const course = COURSE_CODE.test(code) ? await courses.byCode(code) : null;
  if (course) return courseCard(await textsOf(ctx, deps), course, linkTo(ctx, deps));
  return privateWay(ctx, code === '' ? 'group-course-code-missing' : 'group-course-unknown', deps);
}

async function privateWay(ctx: BotContext, key: string, deps: IdentifyDeps): Promise<View> {
  const texts = await textsOf(ctx, deps);
  const button = { text: texts.plain('button-private-chat'), url: linkTo(ctx, deps)('group') };
  return { text: texts.chat(key), buttons: [[button]] };
}

/** The language of whoever asks: the one chosen in their private chat, else that of their app. */
async function textsOf({ from }: BotContext, { platform, services, texts }: IdentifyDeps) {
  const user = { platform, platformUserId: String(from?.id) };
  return texts[(await services.accounts.languageOf(user)) ?? languageOf(from)];
}

function linkTo({ me }: BotContext, { platform }: IdentifyDeps): (payload: string) => string {
  return (payload) => `${CAPABILITIES[platform].linkRoot}/${me.username}?start=${payload}`;
}
