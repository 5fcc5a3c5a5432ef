/** A bot that does a little of everything a chat can show; it knows nothing of courses. */
import { Bot, InlineKeyboard, Keyboard } from 'grammy';
import { z } from 'zod';

export interface SmallBot {
  stop(): Promise<void>;
}

/** Resolves when the bot is listening. */
export async function startSmallBot(apiRoot: string, token: string, sandboxUrl: string): Promise<SmallBot> {
  const bot = new Bot(token, { client: { apiRoot } });

  bot.command('start', (ctx) =>
    ctx.reply(ctx.match ? `خوش آمدید: ${ctx.match}` : '<b>خوش آمدید</b>', {
      parse_mode: 'HTML',
      reply_markup: new Keyboard().requestContact('فرستادن شمارهٔ من').row().text('پرداخت').oneTime(),
    }),
  );
  bot.on('message:contact', (ctx) =>
    ctx.reply(`شمارهٔ شما ${ctx.message.contact.phone_number} است.`, {
      reply_markup: new InlineKeyboard().text('شمارش: ۰', 'count').row().text('هشدار', 'alert'),
    }),
  );
  bot.callbackQuery('count', async (ctx) => {
    await ctx.answerCallbackQuery('شمرده شد');
    await ctx.editMessageText('شمردم.', { reply_markup: new InlineKeyboard().text('شمارش: ۱', 'count') });
  });
  bot.callbackQuery('alert', (ctx) =>
    ctx.answerCallbackQuery({ text: 'این یک هشدار است', show_alert: true }),
  );
  bot.hears('پرداخت', async (ctx) =>
    ctx.reply('برای شارژ کیف پول:', {
      reply_markup: new InlineKeyboard().url('رفتن به درگاه', await paymentPage(sandboxUrl)),
    }),
  );
  bot.hears('پیوند', (ctx) => ctx.reply('این را ببینید: https://t.me/small_bot?start=course_weld101'));
  bot.on('edited_message:text', (ctx) => ctx.reply(`ویرایش شد به: ${ctx.editedMessage.text}`));
  bot.on('message', (ctx) => ctx.reply('رسید.'));

  const listening = new Promise<void>((resolve) => {
    // Ends only with `stop`; a failure of the bot must fail the test.
    void bot.start({ onStart: () => resolve() });
  });
  await listening;
  return { stop: () => bot.stop() };
}

const openedSchema = z.object({ data: z.object({ authority: z.string() }) });

async function paymentPage(sandboxUrl: string): Promise<string> {
  const gateway = `${sandboxUrl}/systems/payment/pg`;
  const response = await fetch(`${gateway}/v4/payment/request.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      merchant_id: '00000000-0000-4000-8000-000000000000',
      amount: 500_000,
      currency: 'IRR',
      description: 'شارژ کیف پول',
      callback_url: `${sandboxUrl}/payments/return`,
    }),
  });
  const { data } = openedSchema.parse(await response.json());
  return `${gateway}/StartPay/${data.authority}`;
}
