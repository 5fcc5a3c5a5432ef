/**
 * Turns the HTML of our texts into Bale's Markdown: `*bold*`, `_italic_`, `[label](address)`.
 *
 * Bale documents no way to escape, so characters that would start formatting are replaced by look-alikes. It reads a
 * mark only next to white space or the line's edge; bold text that touches a comma is therefore sent plain.
 */

const MARKED = /<([bi])>(.*?)<\/\1>/gs;

const TOKEN = /<(\/?)(b|i|u|s|code|pre|blockquote|a)(?: href="([^"]*)")?>|&(lt|gt|amp|quot);|([*_[\]`])/g;
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const LOOKALIKES: Record<string, string> = { '*': '∗', _: 'ـ', '[': '(', ']': ')', '`': '’' };
const MARKS: Record<string, string> = { b: '*', i: '_' };

export function toBaleMarkdown(html: string): string {
  const addresses: string[] = [];
  return withoutCrampedMarks(html).replace(
    TOKEN,
    (_match, slash: string, tag: string, href: string, entity: string, special: string) => {
      if (entity) return ENTITIES[entity] ?? '';
      if (special) return LOOKALIKES[special] ?? '';
      if (tag !== 'a') return MARKS[tag] ?? '';
      if (slash) return `](${addresses.pop() ?? ''})`;
      addresses.push(withoutEntities(href ?? ''));
      return '[';
    },
  );
}

function withoutCrampedMarks(html: string): string {
  return html.replace(MARKED, (marked, _tag: string, text: string, at: number) => {
    const around = `${html[at - 1] ?? ' '}${html[at + marked.length] ?? ' '}`;
    return /\S/.test(around) ? text : marked;
  });
}

function withoutEntities(html: string): string {
  return html.replace(/&(lt|gt|amp|quot);/g, (_match, name: string) => ENTITIES[name] ?? '');
}
