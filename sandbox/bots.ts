/** The bot as the sandbox's messengers know it. Its tokens open nothing outside this machine. */
import type { BotIdentity } from './bot-api/messenger.ts';
import type { SandboxConfig } from './config.ts';
import type { Platform } from './events.ts';

const BOTS: Record<Platform, BotIdentity> = {
  telegram: {
    token: '1000000000:sandbox-telegram-token-of-karamooz',
    username: 'karamooz_bot',
    name: 'کارآموز',
  },
  bale: {
    token: '2000000000:sandbox-bale-token-of-karamooz',
    username: 'karamooz_bot',
    name: 'کارآموز',
  },
};

/** The bots of the sandbox's own messengers: where a person gave a real token, the real messenger has the bot. */
export function sandboxBots({ realTokens }: SandboxConfig): Partial<Record<Platform, BotIdentity>> {
  return {
    ...(!realTokens.telegram && { telegram: BOTS.telegram }),
    ...(!realTokens.bale && { bale: BOTS.bale }),
  };
}
