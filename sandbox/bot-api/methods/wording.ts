/** The text or caption of a call: parsed, checked, and in the form of message fields. */
import { z } from 'zod';
import { badRequest } from '../errors.ts';
import { ENTITY_TYPES, type FormattedText, trimmed, withDetected } from '../formatting/formatted-text.ts';
import { jsonOf, type Parameters, stringOf } from '../parameters.ts';
import type { MessageContent } from '../wire.ts';
import type { Call } from './method.ts';

const entitiesSchema = z.array(
  z.object({
    type: z.enum(ENTITY_TYPES),
    offset: z.int().min(0),
    length: z.int(),
    url: z.string().optional(),
    language: z.string().optional(),
  }),
);

/** A text parameter in both its forms: as the Bot API tells it and as apps show it. */
interface Wording {
  sent: FormattedText;
  shown: FormattedText;
}

function wordingOf({ messenger, parameters }: Call, name: 'text' | 'caption'): Wording {
  const source = stringOf(parameters, name) ?? '';
  const parseMode = stringOf(parameters, 'parse_mode');
  const { format, detectedEntities } = messenger.dialect;
  const { sent, shown } =
    (!parseMode && entitiesOfCall(parameters, name, source)) || format(source, parseMode);
  const detected = withDetected(sent, detectedEntities);
  return { sent: detected, shown: shown === sent ? detected : shown };
}

/** Entities may be given as they are, in place of a parse mode. */
function entitiesOfCall(
  parameters: Parameters,
  name: 'text' | 'caption',
  source: string,
): Wording | undefined {
  const field = name === 'text' ? 'entities' : 'caption_entities';
  const entities = jsonOf(parameters, field, entitiesSchema, 'message entities');
  if (!entities) return undefined;
  const text = trimmed({ text: source, entities });
  return { sent: text, shown: text };
}

const TEXT_MAX = 4_096;

/** `text`, which must be there and of a length that can be sent. */
export function textOfCall(call: Call): Wording {
  if (!stringOf(call.parameters, 'text')) throw badRequest('message text is empty');
  const wording = wordingOf(call, 'text');
  if (wording.sent.text === '') throw badRequest('text must be non-empty');
  if (wording.sent.text.length > TEXT_MAX) throw badRequest('message is too long');
  return wording;
}

/** `caption` as fields of a message; none when it is empty. */
export function captionOfCall(call: Call): { content: MessageContent; shown?: FormattedText } {
  const { sent, shown } = wordingOf(call, 'caption');
  if (sent.text.length > call.messenger.dialect.captionMax) throw badRequest('message caption is too long');
  if (sent.text === '') return { content: {} };
  return {
    content: { caption: sent.text, ...(sent.entities.length > 0 && { caption_entities: sent.entities }) },
    ...onlyIfDifferent(sent, shown),
  };
}

export function textContent({ sent, shown }: Wording): { content: MessageContent; shown?: FormattedText } {
  return {
    content: { text: sent.text, ...(sent.entities.length > 0 && { entities: sent.entities }) },
    ...onlyIfDifferent(sent, shown),
  };
}

function onlyIfDifferent(sent: FormattedText, shown: FormattedText): { shown?: FormattedText } {
  return sent === shown || (shown.text === sent.text && shown.entities.length === 0) ? {} : { shown };
}
