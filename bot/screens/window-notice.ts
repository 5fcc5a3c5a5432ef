/** What came of a login at the national window, told in the chat that asked for it. */
import type { Notification } from '../../models/notification.ts';
import { below, tap } from '../callback-data.ts';
import type { Button, View } from '../view.ts';
import type { Visit } from '../visit.ts';
import { menuKeys } from './menu-keys.ts';

/** `formFollows`: the question that the login was for is asked again right below. */
export function windowNotice(
  { texts, caller }: Visit,
  { params: { outcome = '', name = '' } }: Notification,
  formFollows: boolean,
): View {
  const text = texts.chat('chat-window-login', { outcome, name, hasName: name === '' ? 'no' : 'yes' });
  const again: Button[] = [{ text: texts.plain('button-window-again'), data: below(tap.windowLogin.pack()) }];
  const home: Button[] = [{ text: texts.plain('button-home'), data: below(tap.home.pack()) }];
  if (outcome === 'another-person') return { text, buttons: [again, home] };
  // The keys of the question about the mobile are of no use any more.
  if (outcome === 'joined') return { text, keys: menuKeys(texts, caller.person) };
  return formFollows ? { text } : { text, buttons: [home] };
}
