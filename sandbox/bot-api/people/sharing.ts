/** A person hands out a contact or a place, by themselves or through a button that asks for it. */
import type { WireContact } from '../wire.ts';
import { type Acting, type ActionOutcome, say } from './acting.ts';
import type { PersonAction } from './person-action.ts';

type SharedContact = Extract<PersonAction, { contact: unknown }>['contact'];

export function shareContact(acting: Acting, contact: SharedContact): ActionOutcome {
  if (contact === true) return say(acting, { contact: ownContact(acting) });
  const { phoneNumber, firstName, lastName, userId } = contact;
  const shared: WireContact = {
    phone_number: phoneNumber,
    first_name: firstName,
    ...(lastName && { last_name: lastName }),
    ...(userId !== undefined && { user_id: userId }),
  };
  return say(acting, { contact: shared });
}

function ownContact({ messenger: { accounts, dialect }, chatId }: Acting): WireContact {
  const { first_name, last_name } = accounts.user(chatId);
  return {
    phone_number: dialect.contactNumber(accounts.mobile(chatId)),
    first_name,
    ...(last_name && { last_name }),
    user_id: chatId,
  };
}

/** Azadi tower. */
const TEHRAN = { latitude: 35.6997, longitude: 51.338 };

export function shareLocation(
  acting: Acting,
  location: true | { latitude: number; longitude: number },
): ActionOutcome {
  return say(acting, { location: location === true ? TEHRAN : location });
}
