/** Whatever can happen has a text wherever it is told. */
import { expect, test } from '@jest/globals';
import { COMMANDS } from '../../../bot/commands.ts';
import { CHANNELS_OF } from '../../../services/notifications/rules.ts';
import { ENTRY_KINDS } from '../../../services/wallet/ledger.ts';
import { LANGUAGES, loadTexts } from '../../../texts/texts.ts';

const texts = loadTexts();
const KEYS_OF_CHANNEL = {
  chat: (event: string) => [`chat-${event}`],
  sms: (event: string) => [`sms-${event}`],
  karpooshe: (event: string) => [`karpooshe-${event}-title`, `karpooshe-${event}-body`],
};

/** Outcomes of a payment's return, as the page says them. */
const PAGES = ['credited', 'not-taken', 'being-checked', 'unresolved', 'refund-due', 'unknown', 'fault'];

const keys = [
  ...Object.entries(CHANNELS_OF).flatMap(([event, channels]) =>
    channels.flatMap((channel) => KEYS_OF_CHANNEL[channel](event)),
  ),
  ...PAGES.flatMap((page) => [`page-${page}-title`, `page-${page}-body`]),
  ...COMMANDS.map((command) => `command-${command}`),
  // What has been paid out had left its wallet before.
  ...ENTRY_KINDS.filter((kind) => kind !== 'paid-out').flatMap((kind) => [
    ...[`wallet-entry-${kind}`, `csv-${kind}`],
  ]),
];

test.each(keys)('%s is there in every language', (key) => {
  expect(LANGUAGES.filter((language) => !texts[language].has(key))).toEqual([]);
});

test('a text that is not there is a fault of ours', () => {
  expect(() => texts.fa.chat('no-such-text')).toThrow(/no-such-text/);
});

test('a value that is not given is a fault of ours, not a hole in the text', () => {
  expect(() => texts.fa.chat('home-greeting')).toThrow(/home-greeting/);
});
