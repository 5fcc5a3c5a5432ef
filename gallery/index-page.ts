/** The gallery as one page: each screen with its pictures side by side, and the diagram of each form. */
import type { Form } from '../bot/conversations/form.ts';
import { escapeHtml } from '../texts/html.ts';
import { drawingOf, mermaidOf } from './diagram.ts';
import type { Setting, State } from './state.ts';
import type { Reading } from './visitor.ts';

export interface GalleryContent {
  states: readonly State[];
  /** SMS, letters and pages as they were read. */
  readings: readonly (Reading & Setting)[];
  forms: readonly Form[];
  settings: readonly Setting[];
  /** Lines of the summary, as they are printed too. */
  summary: string;
}

const STYLE = `
body { margin: 0; font: 15px/1.7 Vazirmatn, Tahoma, sans-serif; color: #1c2530; background: #eef2f6 }
header, section { max-width: 1700px; margin: 0 auto; padding: 1rem 1.5rem }
h2 { margin: 2rem 0 .5rem } h3 { margin: 1.2rem 0 .3rem; font-size: 1rem }
.row { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 1rem }
figure { margin: 0; background: #fff; border-radius: 10px; padding: .5rem; box-shadow: 0 1px 3px #0002 }
img { width: 100%; display: block; border-radius: 6px } figcaption { font-size: .8rem; color: #5a6b7d }
pre { background: #fff; padding: 1rem; border-radius: 10px; overflow: auto; white-space: pre-wrap }
nav a { margin-inline-end: .8rem } .keys { color: #5a6b7d; font-size: .8rem; direction: ltr }
.paper { background: #fff; border-radius: 10px; padding: .8rem; white-space: pre-line; unicode-bidi: plaintext }`;

export function indexPage({ states, readings, forms, settings, summary }: GalleryContent): string {
  const walks = [...new Set(states.map(({ walk }) => walk))];
  const links = walks.map((walk, index) => `<a href="#walk-${index}">${escapeHtml(walk)}</a>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>karamooz: every screen</title><style>${STYLE}</style></head>
<body><header><h1>Every screen</h1><pre>${escapeHtml(summary)}</pre><nav>${links.join('')}<a href="#notices">notices and pages</a><a href="#forms">forms</a></nav></header>
${walks.map((walk, index) => walkSection(walk, index, states)).join('\n')}
<section id="notices"><h2>Notices and pages</h2>${settings.map((setting) => papers(setting, readings)).join('\n')}</section>
<section id="forms"><h2>Forms</h2>${forms.map((form) => `<h3>${form.name}</h3>${drawingOf(form)}<pre dir="ltr">${escapeHtml(mermaidOf(form))}</pre>`).join('\n')}</section>
</body></html>`;
}

function walkSection(walk: string, index: number, states: readonly State[]): string {
  const own = states.filter((state) => state.walk === walk);
  const screens = [...new Set(own.map(({ screen }) => screen))];
  const rows = screens.map((screen) => {
    const shown = own.filter((state) => state.screen === screen);
    const keys = [...new Set(shown.flatMap((state) => state.keys))];
    return `<h3>${escapeHtml(screen)}</h3><p class="keys">${keys.join(' · ')}</p><div class="row">${shown.map(figure).join('')}</div>`;
  });
  return `<section id="walk-${index}"><h2>${escapeHtml(walk)}</h2>${rows.join('\n')}</section>`;
}

function figure({ picture, platform, language, screen, news }: State): string {
  const name = `${platform}, ${language}`;
  if (!picture) {
    const text = news.map((message) => message.text).join('\n\n');
    return `<figure><div class="paper">${escapeHtml(text)}</div><figcaption>${name}</figcaption></figure>`;
  }
  return `<figure><img loading="lazy" src="pictures/${picture}" alt="${escapeHtml(`${screen}: ${name}`)}"><figcaption>${name}</figcaption></figure>`;
}

function papers({ platform, language }: Setting, readings: GalleryContent['readings']): string {
  const own = readings.filter((one) => one.platform === platform && one.language === language);
  const shown = own.map(
    ({ place, text }) =>
      `<div><p class="keys">${place}</p><div class="paper">${escapeHtml(text)}</div></div>`,
  );
  return `<h3>${platform}, ${language}</h3><div class="row">${shown.join('')}</div>`;
}
