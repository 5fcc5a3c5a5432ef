/**
 * `npm run gallery`: walks through every screen of the bot in a sandbox of its own, on both messengers and in both
 * languages, and puts pictures of all of them into artefacts/gallery/index.html. It fails when a walk cannot be walked,
 * when a screen leaves nothing to press or is written wrongly, and when a text of the locales was never seen.
 * `npm run gallery -- --no-pictures` walks only; `-- --only WORDS` walks those whose name has the words.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FORMS } from '../bot/conversations/forms.ts';
import { openBrowser } from '../test/support/browser.ts';
import { startSandboxProcess } from '../test/support/running-sandbox.ts';
import { indexPage } from './index-page.ts';
import { createPhotographer } from './photographer.ts';
import type { Setting } from './state.ts';
import { type Survey, survey } from './survey.ts';
import { textsShown } from './texts-shown.ts';
import { UNWALKED } from './unwalked.ts';
import { WALKS } from './walks/all-walks.ts';

const FOLDER = 'artefacts/gallery';
const SETTINGS: readonly Setting[] = [
  { platform: 'telegram', language: 'fa' },
  { platform: 'bale', language: 'fa' },
  { platform: 'telegram', language: 'en' },
  { platform: 'bale', language: 'en' },
];
/** Walks at once: while some wait for the bot or for a picture, others go on. */
const AT_ONCE = 4;

const { values: asked } = parseArgs({
  options: { 'no-pictures': { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
});

const walks = WALKS.filter(({ name }) => name.includes(asked.only));
if (walks.length === 0) {
  // Else a mistyped word would say that nobody is stuck.
  console.error(
    `No walk has “${asked.only}” in its name. There are:\n${WALKS.map(({ name }) => `  ${name}`).join('\n')}`,
  );
  process.exit(2);
}
const sandbox = await startSandboxProcess();
const browser = asked['no-pictures'] ? null : await openBrowser();
const startedAt = Date.now();
let found: Survey;
try {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const photographer = browser && (await createPhotographer(browser, sandbox, join(FOLDER, 'pictures')));
  found = await survey(sandbox, {
    errands: walks.flatMap((walk) =>
      SETTINGS.filter(({ platform }) => (walk.only ?? platform) === platform).map((setting) => ({
        walk,
        setting,
      })),
    ),
    atOnce: AT_ONCE,
    ...(photographer && { onState: photographer.takes }),
    onWalk: ({ name }, { platform, language }, seconds) =>
      console.log(`${seconds.toFixed(1).padStart(6)} s  ${platform} ${language}  ${name}`),
  });
} finally {
  await browser?.close();
  await sandbox.stop();
}

const unseen = asked.only ? [] : unseenTexts(found);
const summary = summaryOf(found, unseen);
const content = { ...found, summary, forms: Object.values(FORMS), settings: SETTINGS };
await writeFile(join(FOLDER, 'index.html'), indexPage(content));
console.log(`\n${summary}\n\n${FOLDER}/index.html`);
process.exitCode = found.faults.length + unseen.length > 0 ? 1 : 0;

/** Those on the list of texts that no walk can show must not be seen either: then the list is out of date. */
function unseenTexts({ shown }: Survey): string[] {
  const missing = textsShown('fa').keys.filter((key) => !shown.has(key) && !UNWALKED.has(key));
  const listed = [...UNWALKED.keys()].filter((key) => shown.has(key) || !textsShown('fa').keys.includes(key));
  return [
    ...missing.map((key) => `no walk shows the text ${key}`),
    ...listed.map((key) => `${key} is listed as a text that no walk can show, which is not so`),
  ];
}

function summaryOf({ states, faults, shown }: Survey, unseen: readonly string[]): string {
  const screens = new Set(states.map(({ screen }) => screen)).size;
  const pictures = states.filter(({ picture }) => picture).length;
  return [
    `${walks.length} walks, ${screens} screens, ${states.length} states, ${pictures} pictures in ${Math.round((Date.now() - startedAt) / 1_000)} s`,
    `${shown.size} texts seen, ${UNWALKED.size} proven elsewhere`,
    ...faults.map((fault) => `FAULT  ${fault}`),
    ...unseen.map((fault) => `FAULT  ${fault}`),
    faults.length + unseen.length === 0
      ? 'Nobody is stuck anywhere.'
      : `${faults.length + unseen.length} faults`,
  ].join('\n');
}
