/** What the messengers can do, where they differ. Code asks this table, never which messenger it is talking to. */
import type { Platform } from '../../config.ts';

export interface Capabilities {
  /** Reads HTML by `parse_mode`; where not, texts are turned into the messenger's own Markdown. */
  html: boolean;
  /** Shows a menu of commands, and a description of the bot in an empty chat. */
  introducesItself: boolean;
  /** How long after it was sent a person's message in a private chat can be deleted by the bot. */
  deletesForSeconds: number;
  /** Where a link to a private chat with a bot begins: `<root>/<bot>?start=<payload>`. */
  linkRoot: string;
  /** Has a wallet of its own, from which invoices are paid in the chat. */
  paysInChat: boolean;
  /** Outgoing fields that the messenger does not know; they are left out. */
  unknownFields: readonly string[];
}

const TWO_DAYS_SECONDS = 48 * 60 * 60;

export const CAPABILITIES: Record<Platform, Capabilities> = {
  telegram: {
    html: true,
    introducesItself: true,
    deletesForSeconds: TWO_DAYS_SECONDS,
    linkRoot: 'https://t.me',
    paysInChat: false,
    unknownFields: [],
  },
  bale: {
    html: false,
    introducesItself: false,
    deletesForSeconds: TWO_DAYS_SECONDS,
    linkRoot: 'https://ble.ir',
    paysInChat: true,
    unknownFields: [
      'parse_mode',
      'link_preview_options',
      'protect_content',
      'disable_notification',
      'allowed_updates',
      // Of an invoice: all are in rials.
      'currency',
    ],
  },
};
