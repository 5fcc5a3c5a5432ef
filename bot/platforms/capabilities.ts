/** What the messengers can do, where they differ. Code asks this table, never which messenger it is talking to. */
import type { Platform } from '../../config.ts';

export interface Capabilities {
  /** Reads HTML by `parse_mode`; where not, texts are turned into the messenger's own Markdown. */
  html: boolean;
  /** Has a menu of commands beside the text field. */
  commandMenu: boolean;
  /** Sends an update when somebody blocks or unblocks the bot; where not, a refused message tells. */
  membershipUpdates: boolean;
  /** Callback queries whose answer an old app cannot show have ids that begin so; the answer is then said as a message. */
  silentCallbackPrefix: string | null;
  /** Outgoing fields that the messenger does not know; they are left out. */
  unknownFields: readonly string[];
}

export const CAPABILITIES: Record<Platform, Capabilities> = {
  telegram: {
    html: true,
    commandMenu: true,
    membershipUpdates: true,
    silentCallbackPrefix: null,
    unknownFields: [],
  },
  bale: {
    html: false,
    commandMenu: false,
    membershipUpdates: false,
    silentCallbackPrefix: '1',
    unknownFields: [
      'parse_mode',
      'link_preview_options',
      'protect_content',
      'disable_notification',
      'allowed_updates',
    ],
  },
};
