/** The bot of one messenger: what is installed, in which order. */
import { Api, Bot, BotError } from 'grammy';
import type { Logger } from 'pino';
import type { MessengerConfig } from '../config.ts';
import { SEND_CALL_TIMEOUT_MS } from '../services/notifications/service.ts';
import { COMMANDS, installCommands } from './commands.ts';
import type { BotContext } from './context.ts';
import { answerEdit } from './conversations/answer-edit.ts';
import { receive, resume } from './conversations/engine.ts';
import { goHome } from './conversations/go-home.ts';
import type { HandledUpdates } from './handled-updates.ts';
import { answerPreCheckout, receivePayment } from './in-chat-payment.ts';
import { readInput } from './input.ts';
import { answerAlbumOnce, answerOnce } from './middleware/answer-once.ts';
import { apologise } from './middleware/apologise.ts';
import { type IdentifyDeps, identify } from './middleware/identify.ts';
import { keepPrivate } from './middleware/keep-private.ts';
import { showProgress } from './middleware/show-progress.ts';
import { CAPABILITIES } from './platforms/capabilities.ts';
import { fitToMessenger } from './platforms/fit-to-messenger.ts';
import { followMigration } from './platforms/follow-migration.ts';
import { createBotApiClient } from './platforms/http-client.ts';
import { retryCalls } from './platforms/retry-calls.ts';
import { createRoomHandler } from './rooms.ts';
import { isServiceMessage } from './service-messages.ts';
import { createTapHandler } from './taps.ts';
import { pollUpdates, type UpdateSource } from './update-source.ts';
import type { Visit } from './visit.ts';

export interface CreateBotDeps extends Omit<IdentifyDeps, 'platform'> {
  handled: HandledUpdates;
}

export interface RunningBot {
  bot: Bot<BotContext>;
  /** For notices: a call that fails is not made again here, since who delivers them waits and repeats by itself. */
  noticeApi: Api;
  /** Begins to ask the messenger for updates. */
  poll(): UpdateSource;
  close(): Promise<void>;
}

/** A call that found no answer in this time has failed; long polls have their own, shorter wait. */
const CALL_TIMEOUT_MS = 40_000;
/**
 * Within this time a person has an answer or an apology; then the next ones are served, whatever became of it. It leaves
 * the apology time to arrive within half a minute.
 */
const ANSWER_WITHIN_MS = 20_000;
const UPDATE_KINDS = [
  'message',
  'edited_message',
  'callback_query',
  'my_chat_member',
  'pre_checkout_query',
] as const;

export function createBot(messenger: MessengerConfig, deps: CreateBotDeps): RunningBot {
  const capabilities = CAPABILITIES[messenger.platform];
  const stopping = new AbortController();
  const { apiRoot } = messenger;
  const client = createBotApiClient(messenger);
  const bot = new Bot<BotContext>(messenger.token, {
    client: { apiRoot, timeoutSeconds: CALL_TIMEOUT_MS / 1_000 },
  });
  bot.api.config.use(
    client.sendJson(CALL_TIMEOUT_MS),
    retryCalls(stopping.signal),
    followMigration,
    fitToMessenger(capabilities),
  );
  const noticeApi = new Api(messenger.token, { apiRoot, timeoutSeconds: SEND_CALL_TIMEOUT_MS / 1_000 });
  noticeApi.config.use(client.sendJson(SEND_CALL_TIMEOUT_MS), fitToMessenger(capabilities));

  const oneAnswerAnAlbum = answerAlbumOnce(messenger.platform, deps.handled);
  bot.use(answerOnce(messenger.platform, deps.handled));
  bot.use(apologise({ ...deps, answerWithinMs: ANSWER_WITHIN_MS, stopping: stopping.signal }));
  bot.filter(
    ({ chat }) => chat !== undefined && chat.type !== 'private',
    oneAnswerAnAlbum,
    createRoomHandler({ ...deps, platform: messenger.platform }),
  );
  bot.use(identify({ ...deps, platform: messenger.platform }));
  bot.use(showProgress());
  bot.use(keepPrivate(capabilities));
  bot.use(oneAnswerAnAlbum);
  bot.on('my_chat_member', async (ctx) => {
    const { old_chat_member: before, new_chat_member: now } = ctx.myChatMember;
    await deps.services.accounts.setReachable(ctx.visit.caller.account, now.status !== 'kicked');
    // Who comes back finds the form where it was.
    if (before.status === 'kicked' && now.status === 'member') await resume(ctx.visit);
  });
  bot.on('pre_checkout_query', answerPreCheckout);
  bot.on('message:successful_payment', receivePayment);
  bot.on('message').filter(
    (ctx) => isServiceMessage(ctx.message),
    () => undefined,
  );
  installCommands(bot, messenger.platform, deps.texts);
  bot.on('callback_query', createTapHandler(deps.texts));
  // Of text only: a shared live location edits its message every few seconds.
  bot.on(['edited_message:text', 'edited_message:caption'], (ctx) => answerEdit(ctx.visit));
  // Last: whatever else a person sends is an answer to the open question, or shows them the way.
  bot.on('message', async (ctx) => {
    if (!(await receive(ctx.visit, readInput(ctx.message)))) await showTheWay(ctx.visit);
  });

  return { bot, noticeApi, poll: () => poll(bot, messenger, deps, stopping), close: () => client.close() };
}

/** Somebody new is not told of questions that they have never seen. */
function showTheWay(visit: Visit): Promise<void> {
  return goHome(visit, visit.caller.person ? visit.texts.chat('no-question-open') : undefined);
}

function poll(
  bot: Bot<BotContext>,
  { platform }: MessengerConfig,
  deps: CreateBotDeps,
  stopping: AbortController,
): UpdateSource {
  const source = pollUpdates({
    prepare: async () => {
      await bot.init(polyfilled(stopping.signal));
      if (CAPABILITIES[platform].introducesItself) await introduce(bot, deps);
      await bot.api.deleteWebhook();
    },
    getUpdates: ({ offset, timeoutSeconds }, signal) =>
      bot.api.getUpdates(
        { offset, timeout: timeoutSeconds, limit: 100, allowed_updates: UPDATE_KINDS },
        polyfilled(signal),
      ),
    handle: async (update) => {
      try {
        await bot.handleUpdate(update);
        return 'handled';
      } catch (error) {
        const err = error instanceof BotError ? error.error : error;
        if (stopping.signal.aborted) {
          deps.log.warn({ err, update: update.update_id }, 'stopping broke an update off; it comes again');
          return 'interrupted';
        }
        // Only what stands before the apology can throw here, that is, Redis and its log.
        deps.log.error({ err, update: update.update_id }, 'an update was lost');
        return 'handled';
      }
    },
    handleWithinMs: ANSWER_WITHIN_MS,
    waits: (update) => {
      if (update.callback_query) void calmButton(bot.api, update.callback_query.id, deps.log);
    },
    log: deps.log,
  });
  return {
    stop() {
      // Calls that wait to be made again would wait longer than we are given to stop.
      stopping.abort();
      return source.stop();
    },
  };
}

/** A tap that waits for its turn is answered to the messenger at once, or its button would look dead meanwhile. */
async function calmButton(api: Api, tapId: string, log: Logger): Promise<void> {
  try {
    await api.answerCallbackQuery(tapId);
  } catch (error) {
    log.debug({ err: error }, 'a waiting tap could not be acknowledged');
  }
}

/** grammY names the type of a polyfill; Node's own signal is what it gets on Node 20. */
function polyfilled(signal: AbortSignal): Parameters<Bot['init']>[0] {
  return signal as Parameters<Bot['init']>[0];
}

/** The commands and the words of an empty chat, in the language of each person's app; Persian where it is none of ours. */
async function introduce(bot: Bot<BotContext>, { texts }: CreateBotDeps): Promise<void> {
  for (const [language, words] of Object.entries(texts)) {
    const commands = COMMANDS.map((command) => ({ command, description: words.plain(`command-${command}`) }));
    const forLanguage = language === 'en' ? { language_code: 'en' as const } : {};
    await bot.api.setMyCommands(commands, forLanguage);
    const inGroups = { command: 'course', description: words.plain('command-course') };
    await bot.api.setMyCommands([inGroups], { ...forLanguage, scope: { type: 'all_group_chats' } });
    await bot.api.setMyDescription(words.plain('bot-description'), forLanguage);
  }
}
