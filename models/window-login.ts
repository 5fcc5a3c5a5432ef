/**
 * A login at the national window that a chat has asked for.
 *
 * Begun in the chat (there is a link), started in a browser (which was sent to the window with state, nonce and PKCE),
 * consumed by the first return that fits, and then `outcome` says what came of it. Starting again replaces what the
 * browser was sent with; consumed is consumed. All of it is gone ten minutes later.
 */
import { type Connection, Schema, type Types } from 'mongoose';

export const LOGIN_OUTCOMES = [
  /** Names and the rest were filled in. */
  'completed',
  /** The window said what was known already. */
  'known',
  /** The chat is now one of the person's. */
  'joined',
  /** Somebody else than the person of the chat logged in; nothing was changed. */
  'another-person',
  'denied',
  'refused',
  'unavailable',
] as const;
export type LoginOutcome = (typeof LOGIN_OUTCOMES)[number];

export interface WindowLogin {
  _id: Types.ObjectId;
  /** SHA-256 of the token in the link: who reads the database cannot follow it. */
  linkHash: string;
  /** The chat that asked, and the person that it was proven to be, if it was. */
  account: Types.ObjectId;
  person?: Types.ObjectId;
  /** The chat as its owner knows it: their name in the messenger, masked, and the address that leads back to it. */
  chatName?: string;
  chatUrl?: string;
  /** SHA-256 of the state that the browser was sent with, and of what that browser alone holds (its cookie). */
  stateHash?: string;
  browserHash?: string;
  nonce?: string;
  verifier?: string;
  consumedAt?: Date;
  outcome?: LoginOutcome;
  expiresAt: Date;
}

const schema = new Schema<WindowLogin>({
  linkHash: { type: String, required: true },
  account: { type: Schema.Types.ObjectId, ref: 'Account', required: true },
  person: { type: Schema.Types.ObjectId, ref: 'Person' },
  chatName: String,
  chatUrl: String,
  stateHash: String,
  browserHash: String,
  nonce: String,
  verifier: String,
  consumedAt: Date,
  outcome: { type: String, enum: LOGIN_OUTCOMES },
  expiresAt: { type: Date, required: true },
});
schema.index({ linkHash: 1 }, { unique: true });
// The return knows the state and nothing else.
schema.index({ stateHash: 1 }, { unique: true, partialFilterExpression: { stateHash: { $exists: true } } });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const createWindowLoginModel = (connection: Connection) =>
  connection.model('WindowLogin', schema, 'windowlogins');
