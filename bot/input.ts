/** What a person sent, reduced to what prompts can use. */
import type { Message } from 'grammy/types';

export type Input =
  | { kind: 'text'; text: string; forwarded: boolean }
  /**
   * `own`: the messenger vouches that the sender's account has this number. `unknown`: a saved or forwarded card, which
   * proves nothing either way.
   */
  | { kind: 'contact'; phoneNumber: string; holder: 'own' | 'another' | 'unknown' }
  /** A button below the question. */
  | { kind: 'choice'; value: string }
  /** The messenger's name for a file, under which it is fetched. */
  | { kind: 'document'; fileId: string; sizeBytes: number }
  | { kind: 'other' };

export function readInput(message: Message): Input {
  const forwarded =
    message.forward_origin !== undefined || 'forward_from' in message || 'forward_date' in message;
  if (message.contact) {
    const { user_id: userId, phone_number: phoneNumber } = message.contact;
    if (userId === undefined || forwarded) return { kind: 'contact', phoneNumber, holder: 'unknown' };
    return { kind: 'contact', phoneNumber, holder: userId === message.from?.id ? 'own' : 'another' };
  }
  if (message.document) {
    const { file_id: fileId, file_size: sizeBytes = 0 } = message.document;
    return { kind: 'document', fileId, sizeBytes };
  }
  return message.text === undefined ? { kind: 'other' } : { kind: 'text', text: message.text, forwarded };
}
