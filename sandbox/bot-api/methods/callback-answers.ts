/** The answer to a pressed inline button. */
import { badRequest } from '../errors.ts';
import { flagOf, stringOf } from '../parameters.ts';
import type { Method } from './method.ts';

const ANSWER_MAX = 200;

export const answerCallbackQuery: Method = ({ messenger, parameters }) => {
  const query = messenger.callbackQueries.open(stringOf(parameters, 'callback_query_id') ?? '');
  if (!query) throw badRequest('query is too old and response timeout expired or query ID is invalid');
  const text = stringOf(parameters, 'text') ?? '';
  if (text.length > ANSWER_MAX) throw badRequest('MESSAGE_TOO_LONG');
  messenger.events.publish({
    type: 'callback-answer',
    platform: messenger.platform,
    userId: String(query.userId),
    text,
    alert: flagOf(parameters, 'show_alert'),
  });
  return true;
};
