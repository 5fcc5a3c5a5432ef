/** A person hands out a contact or a place, by themselves or through a button that asks for it. */
import type { WireContact } from '../wire.ts';
import { type Acting, type ActionOutcome, say } from './acting.ts';
import type { PersonAction } from './person-action.ts';

type SharedContact = Extract<PersonAction, { contact: unknown }>['contact'];

export function shareContact(acting: Acting, contact: SharedContact): ActionOutcome {
  return say(acting, { contact: contact === true ? ownContact(acting) : contactOf(contact) });
}

export function contactOf({
  phoneNumber,
  firstName,
  lastName,
  userId,
}: Exclude<SharedContact, true>): WireContact {
  return {
    phone_number: phoneNumber,
    first_name: firstName,
    ...(lastName && { last_name: lastName }),
    ...(userId !== undefined && { user_id: userId }),
  };
}

function ownContact({ messenger: { accounts, dialect }, userId }: Acting): WireContact {
  const { first_name, last_name } = accounts.user(userId);
  return {
    phone_number: dialect.contactNumber(accounts.mobile(userId)),
    first_name,
    ...(last_name && { last_name }),
    user_id: userId,
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
