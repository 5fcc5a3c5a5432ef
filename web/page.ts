/** A page with one thing to say, readable on any phone, in light and dark, without anything from elsewhere. */
import { escapeHtml } from '../texts/html.ts';
import type { Texts } from '../texts/texts.ts';

export interface PageContent {
  tone: 'good' | 'waiting' | 'bad';
  title: string;
  body: string;
  /** Where to go from here. */
  link?: { text: string; href: string };
  /** A button that posts to the page's own address. */
  form?: { button: string; field: { name: string; value: string } };
  /** Smaller, below all. */
  note?: string;
}

const MARKS: Record<PageContent['tone'], string> = { good: '✓', waiting: '…', bad: '!' };

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2530; --soft: #55636f; --paper: #fff; --ground: #eef2f6; --good: #157347; --waiting: #8a5a00; --bad: #b3261e; --act: #0b5d4e; --act-ink: #fff }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf3; --soft: #a3b1bd; --paper: #1b232d; --ground: #10151b; --good: #4fc38a; --waiting: #e0b04c; --bad: #ff8a80; --act: #4fc3a5; --act-ink: #06251e } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--ink); font: 1.1rem/1.9 Vazirmatn, Tahoma, sans-serif }
main { box-sizing: border-box; width: min(26rem, 92vw); padding: 2rem; border-radius: 1rem; background: var(--paper); text-align: center }
.mark { font-size: 2.5rem; font-weight: 700; line-height: 1 }
h1 { font-size: 1.35rem; margin: .75rem 0 }
p { margin: 0; white-space: pre-line; overflow-wrap: anywhere }
.act { box-sizing: border-box; display: block; width: 100%; margin-top: 1.5rem; padding: .6rem 1rem; border: 0; border-radius: .75rem; background: var(--act); color: var(--act-ink); font: inherit; font-weight: 600; text-decoration: none; cursor: pointer }
.act:focus-visible { outline: 3px solid var(--act); outline-offset: 3px }
.note { margin-top: 1.25rem; font-size: .9rem; color: var(--soft) }`;

export function page(texts: Texts, { tone, title, body, ...more }: PageContent): string {
  const direction = texts.language === 'fa' ? 'rtl' : 'ltr';
  return `<!doctype html>
<html lang="${texts.language}" dir="${direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main><div class="mark" style="color: var(--${tone})" aria-hidden="true">${MARKS[tone]}</div><h1>${escapeHtml(title)}</h1><p>${escapeHtml(body)}</p>${actions(more)}</main></body>
</html>`;
}

function actions({ link, form, note }: Pick<PageContent, 'link' | 'form' | 'note'>): string {
  return [
    link ? `<a class="act" href="${attribute(link.href)}">${escapeHtml(link.text)}</a>` : '',
    form
      ? `<form method="post"><input type="hidden" name="${attribute(form.field.name)}" value="${attribute(form.field.value)}"><button class="act">${escapeHtml(form.button)}</button></form>`
      : '',
    note ? `<p class="note">${escapeHtml(note)}</p>` : '',
  ].join('');
}

const attribute = (text: string) => escapeHtml(text).replaceAll('"', '&quot;');
