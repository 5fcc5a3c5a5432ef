/** A chat asks for a login. */
import type { Caller } from '../accounts/service.ts';
import { hashOf } from './secrets.ts';
import type { ChatName, WindowLoginsDeps } from './service.ts';

const LINK_LIVES_MS = 10 * 60 * 1000;

export async function begin(
  { models, clock, ids, linkRoot }: WindowLoginsDeps,
  { account, person }: Caller,
  chat: ChatName,
): Promise<{ url: string; expiresAt: Date }> {
  const token = ids.operation();
  const expiresAt = new Date(clock().getTime() + LINK_LIVES_MS);
  await models.WindowLogin.create({
    linkHash: hashOf(token),
    account: account._id,
    ...(person ? { person: person._id } : {}),
    chatName: chat.name,
    chatUrl: chat.url,
    expiresAt,
  });
  return { url: `${linkRoot}${token}`, expiresAt };
}
