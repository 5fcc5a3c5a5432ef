/** All in which the messengers differ; one value of this type each, in `telegram.ts` and `bale.ts`. */
import type { Platform } from '../../events.ts';
import type { BotApiError } from '../errors.ts';
import type { EntityType, FormattedText } from '../formatting/formatted-text.ts';
import type { Parameters } from '../parameters.ts';
import type { RoomType } from '../state/room-book.ts';
import type { UpdateKind } from '../wire.ts';

export interface Dialect {
  platform: Platform;
  updateKinds: readonly UpdateKind[];
  firstUpdateId: number;
  /** Beyond this many the oldest update is forgotten. */
  pendingUpdatesMax: number;
  /** Entities that the messenger finds by itself in a text. */
  detectedEntities: readonly EntityType[];
  /** Longest caption, in characters after parsing. */
  captionMax: number;
  /** Does a webhook carry the secret header? */
  hasWebhookSecret: boolean;
  /** Forwards name their origin in the newer `forward_origin`; else in `forward_from`. */
  hasForwardOrigin: boolean;
  /** Currency that invoices have when the messenger asks for none; undefined where it must be given. */
  fixedCurrency: string | undefined;
  /** Is this the form of a token that the messenger's payment provider accepts? */
  isProviderToken(token: string): boolean;
  /** Drops what the messenger does not know and tells what that was; null when it has no such method. */
  keepKnown(method: string, parameters: Parameters): { parameters: Parameters; ignored: string[] } | null;
  /** What the Bot API will tell (`sent`) and what apps will show (`shown`) of a source text. */
  format(source: string, parseMode: string | undefined): { sent: FormattedText; shown: FormattedText };
  /** `09…` as the messenger writes it in a contact. */
  contactNumber(mobile: string): string;
  callbackQueryId(oldApp: boolean): string;
  /** The number of the `n`-th room. */
  roomId(type: RoomType, n: number): number;
  /** Groups may become supergroups, under another number. */
  hasSupergroups: boolean;
  /** In groups a bot that is no administrator hears only what is meant for it. */
  hidesGroupTalk: boolean;
  errors: {
    emptyChatId: () => BotApiError;
    unknownChat: () => BotApiError;
    neverStarted: () => BotApiError;
    blocked: () => BotApiError;
    /** The person's account is no more. */
    deactivated: () => BotApiError;
    /** Put out of a room. */
    kicked: (type: RoomType) => BotApiError;
    /** Never was in it. */
    notMember: (type: RoomType) => BotApiError;
    /** In a channel, but not allowed to post. */
    noRights: () => BotApiError;
  };
}
