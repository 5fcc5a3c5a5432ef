/** Finds words for people that are written in the code, where they would have one language only. */
import ts from 'typescript';

export interface Literal {
  line: number;
  text: string;
}

/** What a person reads is given to these … */
const SHOWING_CALLS = new Set([
  'show',
  'replace',
  'reply',
  'sendMessage',
  'editMessageText',
  'answerCallbackQuery',
  'page',
]);
/** … or stands in one of these of an object. */
const SHOWN_FIELDS = new Set(['text', 'caption', 'title', 'body', 'label', 'placeholder']);

/** Two letters in a row: single ones are rules about spelling, not words. */
const PERSIAN_WORD = /\p{Script=Arabic}{2}/u;
const WORD = /\p{L}{2}/u;

/** Persian anywhere in a string, or words of any language where a person would read them. */
export function literalTexts(path: string, source: string): Literal[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const found: Literal[] = [];
  visit(file);
  return found;

  function visit(node: ts.Node): void {
    const text = literalOf(node);
    if (text !== null && (PERSIAN_WORD.test(text) || (WORD.test(readable(text)) && isShown(node)))) {
      found.push({ line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1, text });
    }
    ts.forEachChild(node, visit);
  }
}

function literalOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) return node.text;
  return ts.isTemplateMiddle(node) || ts.isTemplateTail(node) ? node.text : null;
}

/** Markup is not read. */
const readable = (text: string) =>
  text
    .replace(/<[^>]*>/g, ' ')
    .replace(/^[^<]*>|<[^>]*$/g, ' ')
    .replace(/&\w+;/g, ' ');

/** Follows what a literal becomes part of: `{ text: a + b }`, `show(cond ? a : b)`; not what is looked up by it. */
function isShown(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) {
    return parent.initializer === node && SHOWN_FIELDS.has(parent.name.getText().replace(/['"]/g, ''));
  }
  if (ts.isCallExpression(parent)) {
    const callee = ts.isPropertyAccessExpression(parent.expression)
      ? parent.expression.name
      : parent.expression;
    return parent.expression !== node && SHOWING_CALLS.has(callee.getText()) && !isReplaceOfString(parent);
  }
  const passesOn =
    ts.isTemplateExpression(parent) ||
    ts.isTemplateSpan(parent) ||
    ts.isBinaryExpression(parent) ||
    ts.isConditionalExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent);
  return passesOn && isShown(parent);
}

/** `'…'.replace(pattern, text)`, which is of another kind than a chat's `replace(view)`. */
const isReplaceOfString = ({ expression, arguments: given }: ts.CallExpression) =>
  given.length === 2 && expression.getText().endsWith('.replace');
