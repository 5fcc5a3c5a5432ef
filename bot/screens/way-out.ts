/** The way back, out and to help, the same under every question of every form. */
import type { Texts } from '../../texts/texts.ts';
import { tap } from '../callback-data.ts';
import type { Button, Key, View } from '../view.ts';

export interface WayOut {
  /** As a button names the form. */
  form: string;
  /** There is an earlier answer to take back; else the way back from a button is the first page, with the form kept. */
  canGoBack: boolean;
  /** After mistakes; beside keys help stands always, for there is room. */
  offersHelp?: boolean;
}

/** The question with the way out below its own choices. */
export function withWayOut(view: View, texts: Texts, wayOut: WayOut): View {
  if (view.buttons) return { ...view, buttons: [...view.buttons, ...outButtons(texts, wayOut)] };
  return { ...view, keys: [...(view.keys ?? []), ...outKeys(texts, wayOut)] };
}

function outButtons(texts: Texts, { form, canGoBack, offersHelp }: WayOut): Button[][] {
  const back = canGoBack
    ? { text: texts.plain('button-back'), data: tap.back.pack() }
    : { text: texts.plain('button-home'), data: tap.home.pack() };
  const cancel = { text: texts.plain('button-cancel'), data: tap.cancelForm.pack(form) };
  const help = { text: texts.plain('button-help'), data: tap.help.pack() };
  return offersHelp ? [[back, cancel], [help]] : [[back, cancel]];
}

function outKeys(texts: Texts, { canGoBack }: WayOut): Key[][] {
  const key = (name: string): Key => ({ text: texts.plain(name) });
  return [[...(canGoBack ? [key('key-back')] : []), key('key-cancel'), key('key-help')]];
}
