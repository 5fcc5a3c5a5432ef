/**
 * Bale's own Markdown, which its apps apply to every text: `*bold*` and `_italic_` with a space or the line's edge
 * outside, `[label](address)`, and a block in three back-ticks whose `[label]` unfolds it. Nothing in it can be
 * wrong: a mark without its partner is shown as it is.
 */
import { type Entity, type EntityType, type FormattedText, inOrder } from './formatted-text.ts';
import { isLinkable } from './parse-html.ts';

const PATTERN = new RegExp(
  [
    '```\\[(?<label>[^\\]\\n]*)\\](?<hidden>[\\s\\S]*?)```',
    '\\[(?<name>[^\\]\\n]+)\\]\\((?<url>[^)\\s]+)\\)',
    '(?<=^|\\s)\\*(?<bold>[^*\\n]+)\\*(?=\\s|$)',
    '(?<=^|\\s)_(?<italic>[^_\\n]+)_(?=\\s|$)',
  ].join('|'),
  'gm',
);

export function parseBaleMarkdown(source: string): FormattedText {
  const entities: Entity[] = [];
  let text = '';
  let at = 0;
  const show = (content: string, type: EntityType, url?: string) => {
    entities.push({ type, offset: text.length, length: content.length, ...(url && { url }) });
    text += content;
  };
  for (const match of source.matchAll(PATTERN)) {
    const { label, hidden, name, url, bold, italic } = match.groups ?? {};
    text += source.slice(at, match.index);
    at = match.index + match[0].length;
    if (bold) show(bold, 'bold');
    else if (italic) show(italic, 'italic');
    else if (name && url && isLinkable(url)) show(name, 'text_link', url);
    else if (hidden !== undefined) {
      show(label ?? '', 'bold');
      text += '\n';
      show(hidden.trim(), 'expandable_blockquote');
    } else text += match[0];
  }
  text += source.slice(at);
  return { text, entities: inOrder(entities) };
}
