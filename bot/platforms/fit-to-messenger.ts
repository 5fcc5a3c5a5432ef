/** Makes every outgoing call fit the messenger, by its row in the table of capabilities. */
import type { Transformer } from 'grammy';
import { toBaleMarkdown } from './bale-markdown.ts';
import type { Capabilities } from './capabilities.ts';

export function fitToMessenger(capabilities: Capabilities): Transformer {
  return (call, method, payload, signal) =>
    call(method, fitted(payload, capabilities) as typeof payload, signal);
}

function fitted(payload: object, { html, unknownFields }: Capabilities): object {
  const fields: Record<string, unknown> = { ...payload };
  if (!html && fields.parse_mode === 'HTML') {
    if (typeof fields.text === 'string') fields.text = toBaleMarkdown(fields.text);
    if (typeof fields.caption === 'string') fields.caption = toBaleMarkdown(fields.caption);
  }
  for (const name of unknownFields) delete fields[name];
  return fields;
}
