/** `/post CODE @channel`: staff put a course card into a channel or group, from their private chat. */
import type { Api } from 'grammy';
import type { Platform } from '../config.ts';
import type { AnnounceOutcome, PostOutcome } from '../services/announcements/service.ts';
import { createChat } from './chat.ts';
import type { BotContext } from './context.ts';
import { resume } from './conversations/engine.ts';
import { goHome } from './conversations/go-home.ts';
import { CAPABILITIES } from './platforms/capabilities.ts';
import { isForbidden, isUnknownChat } from './platforms/gone.ts';
import { courseCard } from './screens/course-card.ts';
import type { View } from './view.ts';

/** A channel by its public name or its number, which messengers write with or without a minus. */
const ARGUMENTS = /^([A-Za-z0-9-]{1,32})\s+(@\w{3,64}|-?\d{1,16})$/;

const OUTCOME_TEXT: Record<AnnounceOutcome['type'], string> = {
  posted: 'post-done',
  'not-staff': 'post-not-staff',
  'unknown-course': 'post-unknown-course',
  'no-such-channel': 'post-no-such-channel',
  'not-admin': 'post-not-admin',
  'perhaps-posted': 'post-perhaps',
};

export async function postCourse(ctx: BotContext, words: string, platform: Platform): Promise<void> {
  const { visit } = ctx;
  const why = visit.texts.chat(await outcomeText(ctx, words, platform));
  if (!(await resume(visit, why))) await goHome(visit, why);
}

async function outcomeText(
  { visit, api, me }: BotContext,
  words: string,
  platform: Platform,
): Promise<string> {
  const { updateKey } = visit;
  const { person } = visit.caller;
  if (updateKey === null) throw new Error('A course was to be posted without a command');
  if (!person) return OUTCOME_TEXT['not-staff'];
  const [, courseCode, channel] = ARGUMENTS.exec(words.trim()) ?? [];
  if (courseCode === undefined || channel === undefined) return 'post-usage';
  const linkTo = (payload: string) => `${CAPABILITIES[platform].linkRoot}/${me.username}?start=${payload}`;
  const { type } = await visit.services.announcements.announce({
    person,
    courseCode,
    channel,
    updateKey,
    post: (course) => post(api, channel, courseCard(visit.texts, course, linkTo)),
  });
  return OUTCOME_TEXT[type];
}

async function post(api: Api, channel: string, card: View): Promise<PostOutcome> {
  try {
    // A number may be a person's: nobody is to be written to by this way.
    if ((await api.getChat(channel)).type === 'private') return { type: 'no-such-channel' };
    await createChat(api, { chatId: channel }).show(card);
    return { type: 'posted' };
  } catch (error) {
    if (isUnknownChat(error)) return { type: 'no-such-channel' };
    if (isForbidden(error)) return { type: 'not-admin' };
    throw error;
  }
}
