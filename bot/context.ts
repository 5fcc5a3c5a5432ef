/** What handlers get from grammY, and the visit that our middleware adds. */
import type { Context } from 'grammy';
import type { Visit } from './visit.ts';

export type BotContext = Context & { visit: Visit };
