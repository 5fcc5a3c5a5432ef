/** How a kind of button is tied to what it does. */
import type { CallbackKind } from './callback-data.ts';
import { resume } from './conversations/engine.ts';
import { goHome } from './conversations/go-home.ts';
import type { Visit } from './visit.ts';

export interface Handler {
  handle(visit: Visit): Promise<void>;
  /** It asks other systems and may take a moment: the button says so at once. */
  isSlow?: boolean;
}
export type Route = (data: string) => Handler | null;

/** What a tap of this kind does. */
export function on<Fields extends unknown[]>(
  kind: CallbackKind<Fields>,
  handle: (visit: Visit, ...fields: Fields) => Promise<void>,
): Route {
  return (data) => {
    const fields = kind.read(data);
    return fields && { handle: (visit) => handle(visit, ...fields) };
  };
}

/** The same for what asks other systems. */
export function onSlow<Fields extends unknown[]>(...route: Parameters<typeof on<Fields>>): Route {
  const read = on(...route);
  return (data) => {
    const handler = read(data);
    return handler && { ...handler, isSlow: true };
  };
}

/** Says that the button is old when what it stands for could not be done any more. */
export async function orOutdated(visit: Visit, done: Promise<boolean>): Promise<void> {
  if (!(await done)) await outdated(visit);
}

/** An old button: say so, and show where the person is now, at the end of the chat. */
export async function outdated(visit: Visit): Promise<void> {
  const why = visit.texts.chat('button-outdated');
  visit.chat = visit.chat.below();
  if (!(await resume(visit, why))) await goHome(visit, why);
}
