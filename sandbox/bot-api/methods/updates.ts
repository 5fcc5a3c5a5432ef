/** Getting updates: by asking, or by being told. */
import { z } from 'zod';
import { badRequest, conflict } from '../errors.ts';
import { flagOf, integerOf, jsonOf, type Parameters, stringOf } from '../parameters.ts';
import { pollRequest } from '../state/update-queue.ts';
import type { Call, Method } from './method.ts';

const SECRET_TOKEN = /^[\w-]{1,256}$/;
const CONNECTIONS_DEFAULT = 40;

const kindsSchema = z.array(z.string());

const allowedUpdates = (parameters: Parameters) =>
  jsonOf(parameters, 'allowed_updates', kindsSchema, 'allowed updates');

export const getUpdates: Method = ({ messenger, parameters, signal }) => {
  if (messenger.webhook.settings) {
    throw conflict(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  const kinds = allowedUpdates(parameters);
  if (kinds) messenger.updates.allow(kinds);
  const request = pollRequest(
    {
      offset: integerOf(parameters, 'offset'),
      limit: integerOf(parameters, 'limit'),
      timeout: integerOf(parameters, 'timeout'),
    },
    signal,
  );
  return messenger.updates.poll(request);
};

export const setWebhook: Method = (call) => {
  const { messenger, parameters } = call;
  const url = stringOf(parameters, 'url')?.trim() ?? '';
  if (url === '') return deleteWebhook(call);
  // The real ones insist on HTTPS; the sandbox's bot is a neighbour on this machine, so HTTP will do.
  if (!URL.canParse(url) || !/^https?:/i.test(url)) {
    throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  }
  const secretToken = stringOf(parameters, 'secret_token') || undefined;
  if (secretToken !== undefined && !SECRET_TOKEN.test(secretToken)) {
    throw badRequest('secret token contains unallowed characters');
  }
  const maxConnections = integerOf(parameters, 'max_connections') ?? CONNECTIONS_DEFAULT;
  const kinds = allowedUpdates(parameters);
  if (kinds) messenger.updates.allow(kinds);
  dropPendingIfAsked(call);
  messenger.updates.interrupt(conflict('terminated by setWebhook request'));
  messenger.webhook.set({
    url,
    maxConnections: Math.min(100, Math.max(1, maxConnections)),
    ...(secretToken && { secretToken }),
  });
  return true;
};

export const deleteWebhook: Method = (call) => {
  dropPendingIfAsked(call);
  call.messenger.webhook.set(undefined);
  return true;
};

function dropPendingIfAsked({ messenger, parameters }: Call): void {
  if (flagOf(parameters, 'drop_pending_updates')) messenger.updates.dropAll();
}

export const getWebhookInfo: Method = ({ messenger }) => {
  const { settings, lastError } = messenger.webhook;
  const { allowed, size } = messenger.updates;
  return {
    url: settings?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: size,
    ...(settings && { max_connections: settings.maxConnections }),
    ...(lastError && { last_error_date: lastError.date, last_error_message: lastError.message }),
    ...(allowed.length > 0 && { allowed_updates: allowed }),
  };
};
