/**
 * How messengers limit sending, once the switch `bot-api` stands on `limited`: so many messages a second over all
 * chats, and one a second in each chat after a short burst. Nobody outside knows their exact rule.
 */

export interface FloodControl {
  /** Seconds to wait before the next message into this chat, 0 when it may go now (and then it counts). */
  takeTurn(chat: string, overallPerSecond: number): number;
}

const CHAT_PER_SECOND = 1;
const CHAT_BURST = 3;

/** Buckets that are full again say nothing; they are dropped when this many have gathered. */
const BUCKETS_MAX = 10_000;

interface Bucket {
  tokens: number;
  at: number;
}

export function createFloodControl(now: () => number): FloodControl {
  const chats = new Map<string, Bucket>();
  let overall: Bucket | undefined;

  function refilled(bucket: Bucket | undefined, perSecond: number, burst: number): Bucket {
    const at = now();
    if (!bucket) return { tokens: burst, at };
    return { tokens: Math.min(burst, bucket.tokens + ((at - bucket.at) / 1_000) * perSecond), at };
  }

  return {
    takeTurn(chat, overallPerSecond) {
      if (chats.size > BUCKETS_MAX) chats.clear();
      const inChat = refilled(chats.get(chat), CHAT_PER_SECOND, CHAT_BURST);
      const inAll = refilled(overall, overallPerSecond, Math.max(1, overallPerSecond));
      const waitSeconds = Math.max(
        inChat.tokens < 1 ? (1 - inChat.tokens) / CHAT_PER_SECOND : 0,
        inAll.tokens < 1 ? (1 - inAll.tokens) / overallPerSecond : 0,
      );
      if (waitSeconds === 0) {
        inChat.tokens -= 1;
        inAll.tokens -= 1;
      }
      chats.set(chat, inChat);
      overall = inAll;
      return Math.ceil(waitSeconds);
    },
  };
}
