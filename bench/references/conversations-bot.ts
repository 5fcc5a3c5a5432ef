/**
 * Reference (a): the questions of self-enrolment in the way the grammY documentation teaches it, with its conversations plugin and
 * its runner, the state of the conversations in Redis, and no business behind it.
 */
import { randomInt } from 'node:crypto';
import {
  type Conversation,
  type ConversationData,
  type ConversationFlavor,
  conversations,
  createConversation,
  type VersionedState,
  type VersionedStateStorage,
} from '@grammyjs/conversations';
import { run, sequentialize } from '@grammyjs/runner';
import { Bot, type Context, InlineKeyboard, Keyboard } from 'grammy';
import { Redis } from 'ioredis';
import * as say from './dialogue.ts';

type BotContext = ConversationFlavor<Context>;
type EnrolConversation = Conversation<BotContext, Context>;

const { token, apiRoot, redisUrl } = say.readEnvironment();
const redis = new Redis(redisUrl);
const bot = new Bot<BotContext>(token, { client: { apiRoot } });

bot.use(sequentialize((ctx) => ctx.chatId?.toString()));
bot.use(conversations({ storage: { type: 'key', adapter: redisStorage(redis, 'conversation:') } }));
bot.use(createConversation(enrol));
bot.command('start', (ctx) => ctx.conversation.enter('enrol'));
bot.catch((error) => console.error(error));

const runner = run(bot);

process.once('SIGTERM', () => {
  void stop();
});

async function stop(): Promise<void> {
  await runner.stop();
  await redis.quit();
}

async function enrol(conversation: EnrolConversation, ctx: Context): Promise<void> {
  await ctx.reply(say.askContact, {
    reply_markup: new Keyboard().requestContact(say.CONTACT_BUTTON).resized().oneTime(),
  });
  const { message } = await conversation.waitFor('message:contact', {
    otherwise: (other) => other.reply(say.askContact),
  });

  await ctx.reply(say.askNationalCode, { reply_markup: { remove_keyboard: true } });
  const nationalCode = await askNationalCode(conversation);

  await ctx.reply(say.askCourse, { reply_markup: InlineKeyboard.from(say.courseButtons) });
  const course = await conversation.waitForCallbackQuery(say.COURSE_DATA, {
    otherwise: (other) => other.reply(say.askCourse),
  });
  await course.answerCallbackQuery();

  const courseTitle = say.courseTitleOf(course.callbackQuery.data);
  await course.editMessageText(say.summary(message.contact.phone_number, nationalCode, courseTitle), {
    reply_markup: new InlineKeyboard().text(say.confirmButton, say.CONFIRM_DATA),
  });
  const confirmation = await conversation.waitForCallbackQuery(say.CONFIRM_DATA);
  await confirmation.answerCallbackQuery();

  const trackingCode = await conversation.external(() => String(randomInt(1_000_000, 10_000_000)));
  await confirmation.editMessageText(say.receipt(trackingCode));
}

async function askNationalCode(conversation: EnrolConversation): Promise<string> {
  const { message } = await conversation.waitUntil((ctx) => say.isNationalCode(ctx.message?.text ?? ''), {
    otherwise: (ctx) => ctx.reply(say.wrongNationalCode),
  });
  return message?.text ?? '';
}

/** The usual adapter: a key a chat, its state as JSON. */
function redisStorage(client: Redis, prefix: string): VersionedStateStorage<string, ConversationData> {
  return {
    async read(key) {
      const state = await client.get(prefix + key);
      return state ? (JSON.parse(state) as VersionedState<ConversationData>) : undefined;
    },
    async write(key, state) {
      await client.set(prefix + key, JSON.stringify(state));
    },
    async delete(key) {
      await client.del(prefix + key);
    },
  };
}
