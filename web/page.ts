/** A page with one thing to say, readable on any phone, in light and dark, without anything from elsewhere. */
import { escapeHtml } from '../texts/html.ts';
import type { Texts } from '../texts/texts.ts';

export interface PageContent {
  tone: 'good' | 'waiting' | 'bad';
  title: string;
  body: string;
}

const MARKS: Record<PageContent['tone'], string> = { good: '✓', waiting: '…', bad: '!' };

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2530; --paper: #fff; --ground: #eef2f6; --good: #157347; --waiting: #8a5a00; --bad: #b3261e }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf3; --paper: #1b232d; --ground: #10151b; --good: #4fc38a; --waiting: #e0b04c; --bad: #ff8a80 } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--ink); font: 1.1rem/1.9 Vazirmatn, Tahoma, sans-serif }
main { box-sizing: border-box; width: min(26rem, 92vw); padding: 2rem; border-radius: 1rem; background: var(--paper); text-align: center }
.mark { font-size: 2.5rem; font-weight: 700; line-height: 1 }
h1 { font-size: 1.35rem; margin: .75rem 0 }
p { margin: 0; white-space: pre-line; overflow-wrap: anywhere }`;

export function page(texts: Texts, { tone, title, body }: PageContent): string {
  const direction = texts.language === 'fa' ? 'rtl' : 'ltr';
  return `<!doctype html>
<html lang="${texts.language}" dir="${direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main><div class="mark" style="color: var(--${tone})" aria-hidden="true">${MARKS[tone]}</div><h1>${escapeHtml(title)}</h1><p>${escapeHtml(body)}</p></main></body>
</html>`;
}
