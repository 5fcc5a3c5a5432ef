/** What a person sent, reduced to what prompts can use. */
import type { Message } from 'grammy/types';

export type Input =
  | { kind: 'text'; text: string; forwarded: boolean }
  /** `own`: the messenger vouches that the sender's account has this number. */
  | { kind: 'contact'; phoneNumber: string; own: boolean }
  | { kind: 'other' };

export function readInput(message: Message): Input {
  const forwarded =
    message.forward_origin !== undefined || 'forward_from' in message || 'forward_date' in message;
  if (message.contact) {
    // Bale and Telegram give `user_id` of the contact; another person's, or none, is not the sender's own number.
    const own =
      message.contact.user_id !== undefined && message.contact.user_id === message.from?.id && !forwarded;
    return { kind: 'contact', phoneNumber: message.contact.phone_number, own };
  }
  return message.text === undefined ? { kind: 'other' } : { kind: 'text', text: message.text, forwarded };
}
