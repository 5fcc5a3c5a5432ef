/** From the receipt in the chat to the page that says whether it is true. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { loadTexts } from '../../../texts/texts.ts';
import { createWeb } from '../../../web/create-web.ts';
import { createVisitLimit } from '../../../web/visit-limit.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { readPicture } from '../../support/read-qr.ts';
import { silentLog } from '../../support/silent-log.ts';
import { createWorld, type Trainee, type World } from '../../support/world.ts';

let world: World;
let web: FastifyInstance;
let address: string;
beforeAll(async () => {
  world = await createWorld();
  web = createWeb({ ...world, texts: loadTexts(), log: silentLog, readiness: {} });
  address = await web.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await web.close();
  await world.close();
});

/** The page of a link, wherever it points. */
const pageOf = (link: string) => get(new URL(link).pathname);

async function get(path: string, at = address) {
  const answer = await fetch(at + path);
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
}

describe.each(['telegram', 'bale'] as const)('on %s', (platform) => {
  let bot: BotByHand;
  beforeAll(async () => {
    bot = await startBotByHand(world, { platform });
  });
  afterAll(() => bot.close());

  let sara: Trainee;
  let chat: ChatByHand;
  beforeEach(async () => {
    sara = await world.proven(await world.account(platform), world.stranger());
    chat = chatByHand(bot, sara.account.platformUserId);
    const course = await world.course({ title: 'جوشکاری <b>', feeRials: 0 });
    await chat.sends(`/start course_${course.code}`);
    await chat.presses('تأیید و ثبت‌نام');
  });

  async function link(): Promise<string> {
    await chat.presses('رسید به‌صورت عکس');
    const { file } = chat.last();
    if (!file) throw new Error('No picture came');
    return readPicture(file.bytes).qr ?? '';
  }

  test('the receipt comes as a picture whose link says course, masked name and state, and nothing else', async () => {
    const answer = await pageOf(await link());
    expect(chat.last().file?.name).toMatch(/^receipt-\d{10}\.png$/);
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('lang="fa" dir="rtl"');
    const words = answer.body.replace(/<style>.*<\/style>|<[^>]*>|[\u200e\u200f\u2066-\u2069]/gs, '');
    expect(words).toMatch(/این رسید درست است.*دوره: جوشکاری &lt;b&gt;\nنام: مریم ش…\nوضعیت: ثبت‌نام‌شده/s);
    const { nationalCode, mobile = '' } = sara.person;
    for (const secret of [nationalCode, mobile, 'شایسته', chat.last().file?.name.slice(8, 18) ?? ''])
      expect(answer.body).not.toContain(secret);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  });

  test('asked for again, the picture has the same link', async () => {
    expect(await link()).toBe(await link());
  });

  test('a link says when the enrolment no longer holds', async () => {
    const verification = await link();
    await world.models.Enrolment.updateMany({ person: sara.person._id }, { status: 'cancelled' });
    expect((await pageOf(verification)).body).toMatch(/دیگر برقرار نیست.*لغوشده/s);
    await chat.presses('رسید به‌صورت عکس');
    expect(chat.last().text).toContain('این دکمه مربوط به پیام‌های قبلی است');
  });

  test('nobody gets the receipt of somebody else by its button', async () => {
    const data = chat.last().buttons.find(({ text }) => text.includes('عکس'))?.callback_data ?? '';
    const reza = await world.proven(await world.account(platform), world.stranger());
    const other = chatByHand(bot, reza.account.platformUserId);
    await other.taps(data);
    expect(other.all().some(({ file }) => file)).toBe(false);
  });
});

describe('a link', () => {
  test('gets one token, however many ask for it at once', async () => {
    const trainee = await world.trainee();
    const outcome = await world.enrolments.enrol(
      await world.card(trainee, await world.course({ feeRials: 0 })),
    );
    if (outcome.type !== 'enrolled') throw new Error(`Not enrolled: ${outcome.type}`);
    const ask = () => world.verifications.linkOf(outcome.enrolment._id);
    const links = await Promise.all(Array.from({ length: 6 }, ask));
    expect(new Set(links).size).toBe(1);
    expect(links[0]).toMatch(/^https:\/\/karamooz\.example\/v\/[\w-]{22}$/);
  });

  test.each(['x', 'A'.repeat(22), 'A'.repeat(23), '%00', '%3Cscript%3E', '[$ne]', '..%2f'])(
    'that is nobody’s (%s) is not found',
    async (token) => {
      const answer = await get(`/v/${token}`);
      expect(answer.status).toBe(404);
      expect(answer.body).toContain('این رسید را نمی‌شناسیم');
    },
  );

  test('cannot be tried out without end', async () => {
    const fresh = createWeb({ ...world, texts: loadTexts(), log: silentLog, readiness: {} });
    const at = await fresh.listen({ host: '127.0.0.1', port: 0 });
    const statuses = [];
    for (let visit = 0; visit < 125; visit += 1) statuses.push((await get('/v/guess', at)).status);
    expect(statuses).toEqual([...Array(120).fill(404), ...Array(5).fill(429)]);
    await fresh.close();
  });

  test('is counted for each address by itself', () => {
    const mayVisit = createVisitLimit();
    while (mayVisit('10.1.1.1'));
    expect(mayVisit('10.1.1.2')).toBe(true);
  });

  test('behind our own proxy each browser has its own count; elsewhere nobody can say to be another', async () => {
    for (const [trustedProxies, last] of [[['127.0.0.0/8'], 404] as const, [[], 429] as const]) {
      const deps = { ...world, texts: loadTexts(), log: silentLog, readiness: {}, trustedProxies };
      const fresh = createWeb(deps);
      const at = await fresh.listen({ host: '127.0.0.1', port: 0 });
      const statuses = [];
      for (let visit = 0; visit < 125; visit += 1) {
        const headers = { 'x-forwarded-for': `10.1.1.${visit}` };
        statuses.push((await fetch(`${at}/v/guess`, { headers })).status);
      }
      expect([statuses[0], statuses.at(-1)]).toEqual([404, last]);
      await fresh.close();
    }
  });

  test('of which the database says nothing is told as a fault of ours', async () => {
    const verifications = { ...world.verifications, look: () => Promise.reject(new Error('away')) };
    const broken = createWeb({ ...world, verifications, texts: loadTexts(), log: silentLog, readiness: {} });
    const answer = await get(`/v/${'A'.repeat(22)}`, await broken.listen({ host: '127.0.0.1', port: 0 }));
    expect(answer.status).toBe(500);
    expect(answer.body).toContain('مشکلی از سمت ما');
    await broken.close();
  });
});
