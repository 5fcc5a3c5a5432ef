/** What a bot tells of itself: names, descriptions, the menu of commands. */
import type { DurableMap } from '../../store.ts';

export interface Command {
  command: string;
  description: string;
}

export interface Profile {
  /** `name`, `description`, `short_description` …; a language's own before the one for all. */
  text(kind: string, language: string): string;
  /** An empty text removes it. */
  setText(kind: string, language: string, text: string): void;
  /** Exactly those set for this scope and language; `language` is empty for "all". */
  commands(scope: string, language: string): Command[];
  setCommands(scope: string, language: string, commands: Command[]): void;
  /** What the person's app lists: the narrowest scope that has commands, in their language if possible. */
  commandsShown(chatId: number, language: string): Command[];
  menuButton(chatId: number | undefined): object;
  setMenuButton(chatId: number | undefined, button: object): void;
}

export function createProfile(kept: DurableMap<unknown>, name: string): Profile {
  const commands = (scope: string, language: string) =>
    (kept.get(`commands ${scope} ${language}`) ?? []) as Command[];
  const menuKey = (chatId: number | undefined) => `menu-button ${chatId ?? ''}`;

  return {
    text(kind, language) {
      const text = kept.get(`${kind} ${language}`) ?? kept.get(`${kind} `);
      return typeof text === 'string' ? text : kind === 'name' ? name : '';
    },
    setText(kind, language, text) {
      if (text) kept.set(`${kind} ${language}`, text);
      else kept.delete(`${kind} ${language}`);
    },
    commands,
    setCommands(scope, language, list) {
      if (list.length > 0) kept.set(`commands ${scope} ${language}`, list);
      else kept.delete(`commands ${scope} ${language}`);
    },
    commandsShown(chatId, language) {
      for (const scope of [`chat ${chatId}`, 'all_private_chats', 'default']) {
        for (const tag of [language, '']) {
          const found = commands(scope, tag);
          if (found.length > 0) return found;
        }
      }
      return [];
    },
    menuButton(chatId) {
      const button = kept.get(menuKey(chatId)) ?? kept.get(menuKey(undefined));
      return typeof button === 'object' && button !== null ? button : { type: 'default' };
    },
    setMenuButton(chatId, button) {
      kept.set(menuKey(chatId), button);
    },
  };
}
