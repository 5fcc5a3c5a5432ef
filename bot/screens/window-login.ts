/** The link by which a person logs in at the national window. */
import { tap } from '../callback-data.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';

/** Said instead when the window is known to be down: nobody is sent to a page that does not open. */
export async function windowLogin(visit: Visit): Promise<View> {
  const { texts, services, caller, here } = visit;
  const home = [{ text: texts.plain('button-home'), data: tap.home.pack() }];
  const stance = await services.windowLogins.stance();
  if (stance === 'absent' || !here) return { text: texts.chat('window-absent'), buttons: [home] };
  if (stance === 'down') {
    const again = [{ text: texts.plain('button-check-again'), data: tap.windowLogin.pack() }];
    return { text: texts.chat('window-down'), buttons: [again, home] };
  }
  const { url, expiresAt } = await services.windowLogins.begin(caller, here);
  return {
    text: texts.chat('window-link', { who: caller.person ? 'known' : 'new', until: expiresAt }),
    buttons: [[{ text: texts.plain('button-window-open'), url }], home],
  };
}
