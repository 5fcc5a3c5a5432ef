/** What must be true of every state: there is a way on, and what is shown is written as its language is. */
import type { ShownMessage, State } from './state.ts';

const ISOLATED = /\u2068[^\u2068\u2069]*\u2069/g;
/** Commands, the name of the other language, and ids of other systems. */
const LATIN_OF_ITS_OWN = /\/[a-z]+|🌐 English|\b(?=\w*\d)\w{8,}\b/g;
const MARK = /[\u200e\u200f\u2066-\u2069]/;

/** Faults of one state, each a sentence. */
export function faultsOf(state: State): string[] {
  return [
    ...(isDeadEnd(state) ? ['nothing is left to press'] : []),
    ...state.news.flatMap(faultsOfMessage(state)),
  ];
}

/** No button, no key: somebody who does not know the commands is stuck. A button that only copies leads nowhere. */
export function isDeadEnd({ news, keyboard }: State): boolean {
  const buttons = news.at(-1)?.buttons?.flat() ?? [];
  const leadsOn = buttons.some(({ kind }) => kind !== 'copy');
  return !leadsOn && (keyboard?.rows.flat().length ?? 0) === 0;
}

function faultsOfMessage({ language }: State): (message: ShownMessage) => string[] {
  return ({ text, html, buttons = [] }) => {
    const labels = buttons.flat();
    return [
      ...[text, ...labels.map((label) => label.text)].flatMap((shown) => faultsOfText(shown, language)),
      ...labels.flatMap(({ copyText = '' }) =>
        MARK.test(copyText) ? [`a mark is copied: ${copyText}`] : [],
      ),
      ...labels
        .filter((label) => !/\p{L}|\p{Nd}/u.test(label.text))
        .map((label) => `a button without words: ${label.text}`),
      ...[...html.matchAll(/<code>(.*?)<\/code>/gs)]
        .filter(([code]) => MARK.test(code))
        .map(([code]) => `a mark is copied: ${code}`),
    ];
  };
}

function faultsOfText(text: string, language: State['language']): string[] {
  const own = withoutValues(text);
  const opened = text.split('\u2068').length;
  return [
    ...(opened === text.split('\u2069').length ? [] : [`isolates do not match: ${text}`]),
    ...(language === 'en' && hasPersianWords(own) ? [`Persian in English: ${own}`] : []),
    ...(language === 'fa' && /[A-Za-z]/.test(own.replace(LATIN_OF_ITS_OWN, ''))
      ? [`English in Persian: ${own}`]
      : []),
    ...(language === 'fa' && hasLatinNumber(text) ? [`a Latin number in Persian: ${text}`] : []),
  ];
}

/** Beside English ones: a label that is a name and nothing else has none. */
function hasPersianWords(own: string): boolean {
  const words = own.replace('🌐 فارسی', '');
  return /\p{Script=Arabic}/u.test(words) && /[A-Za-z]/.test(words);
}

/** Digits that are no part of a Latin word or code (`CNC3`, an id of the gateway). */
function hasLatinNumber(text: string): boolean {
  return text.split(/\s+/).some((word) => /[0-9]/.test(word) && !/[A-Za-z]/.test(word));
}

function withoutValues(text: string): string {
  const rest = text.replace(ISOLATED, '');
  return rest === text ? rest : withoutValues(rest);
}
