/** "It was not me": takes a chat away that was added to the person's name. */
import { Types } from 'mongoose';
import { tap } from './callback-data.ts';
import type { Visit } from './visit.ts';

/** False for who is not known here (any more). */
export async function disownChat(
  { caller, chat, services, texts }: Visit,
  account: string,
): Promise<boolean> {
  const { person } = caller;
  if (!person) return false;
  const objection = { by: person, from: caller.account._id, account: new Types.ObjectId(account) };
  const { type } = await services.identity.disown(objection);
  await chat.show({
    text: texts.chat(type === 'disowned' ? 'not-me-done' : 'not-me-already'),
    buttons: [[{ text: texts.plain('button-home'), data: tap.home.pack() }]],
  });
  return true;
}
