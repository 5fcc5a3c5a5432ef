/** What a Bot API method answers instead of a result. */
export class BotApiError extends Error {
  constructor(
    /** Also the HTTP status. */
    readonly code: number,
    description: string,
    readonly parameters?: { retry_after?: number; migrate_to_chat_id?: number },
  ) {
    super(description);
    this.name = 'BotApiError';
  }
}

export const badRequest = (reason: string) => new BotApiError(400, `Bad Request: ${reason}`);
export const unauthorized = () => new BotApiError(401, 'Unauthorized');
export const notFound = () => new BotApiError(404, 'Not Found');
export const conflict = (reason: string) => new BotApiError(409, `Conflict: ${reason}`);
export const entityTooLarge = () => new BotApiError(413, 'Request Entity Too Large');

export function tooManyRequests(retryAfterSeconds: number): BotApiError {
  return new BotApiError(429, `Too Many Requests: retry after ${retryAfterSeconds}`, {
    retry_after: retryAfterSeconds,
  });
}

/** The group lives on under another number. */
export function migrated(migrate_to_chat_id: number): BotApiError {
  return new BotApiError(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
    migrate_to_chat_id,
  });
}
