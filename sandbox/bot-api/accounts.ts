/** Who a user of a messenger is: one of the population, or a guest whom nobody has registered. */
import type { Platform } from '../events.ts';
import type { Population } from '../population.ts';
import type { WireChat, WireUser } from './wire.ts';

export interface Accounts {
  user(userId: number): WireUser;
  chat(userId: number): WireChat;
  /** Is this the account of someone in the population? */
  isRegistered(userId: number): boolean;
  /** National form, `09…`; a guest's belongs to nobody. */
  mobile(userId: number): string;
}

export function createAccounts(platform: Platform, population: Population): Accounts {
  const personOf = (userId: number) => population.byAccount(platform, String(userId));

  function user(userId: number): WireUser {
    const person = personOf(userId);
    const account = person?.accounts[platform];
    if (!person || !account) {
      return {
        id: userId,
        is_bot: false,
        first_name: 'مهمان',
        last_name: String(userId),
        language_code: 'fa',
      };
    }
    return {
      id: userId,
      is_bot: false,
      first_name: person.firstName,
      last_name: person.lastName,
      ...(account.username && { username: account.username }),
      language_code: account.languageCode,
    };
  }

  return {
    user,
    chat(userId) {
      const { first_name, last_name, username } = user(userId);
      return { id: userId, type: 'private', first_name, last_name, ...(username && { username }) };
    },
    isRegistered: (userId) => personOf(userId) !== undefined,
    mobile: (userId) => personOf(userId)?.mobile ?? numberOfNobody(userId, population),
  };
}

/** The same for the same account, and known to no operator. */
function numberOfNobody(userId: number, population: Population): string {
  for (let attempt = 0; ; attempt += 1) {
    const mobile = `0999${String((userId + attempt) % 10_000_000).padStart(7, '0')}`;
    if (!population.ownerOfMobile(mobile)) return mobile;
  }
}
