/** The frame of the pages that outside systems show to people: right to left, made for a phone, light and dark. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { PERSIAN_PAGE_STYLE } from './persian-page-style.ts';

export interface PersianPage {
  /** Whose page it is. */
  owner: string;
  title: string;
  contentHtml: string;
  footer: string;
}

const FONT_FILE = createRequire(import.meta.url).resolve('vazirmatn/fonts/webfonts/Vazirmatn[wght].woff2');

const SHIELD =
  '<svg viewBox="0 0 24 24" width="30" height="30" aria-hidden="true"><path fill="currentColor" d="M12 2 4 5v6c0 5 3.4 9.4 8 11 4.6-1.6 8-6 8-11V5l-8-3Zm-1.2 13.6-3.4-3.4 1.5-1.5 1.9 1.9 4.3-4.3 1.5 1.5-5.8 5.8Z"/></svg>';

export function renderPage({ owner, title, contentHtml, footer }: PersianPage): string {
  return `<!doctype html>
<html lang="fa" dir="rtl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} | ${owner}</title>
<style>${PERSIAN_PAGE_STYLE}</style>
</head>
<body>
  <header>${SHIELD}<span>${owner}</span><small>آزمایشی</small></header>
  <main>
    <h1>${title}</h1>
    ${contentHtml}
  </main>
  <footer>${footer}</footer>
</body>
</html>
`;
}

/** Nothing but the page itself and its font may load; no script at all. */
export function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; base-uri 'none'",
    )
    .send(html);
}

/** `folder` is where the pages look for their font: `../assets` seen from the page. */
export function serveFont(app: FastifyInstance, folder: string): void {
  app.get(`${folder}/vazirmatn.woff2`, async (_request, reply) =>
    reply
      .type('font/woff2')
      .header('cache-control', 'public, max-age=86400')
      .send(await readFile(FONT_FILE)),
  );
}

export function persianDigits(text: string): string {
  return text.replace(/\d/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'.charAt(Number(digit)));
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
