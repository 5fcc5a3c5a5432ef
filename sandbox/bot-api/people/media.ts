/** Pictures, voices and other files that a person sends. */
import { mediaContent } from '../methods/media.ts';
import type { MediaField, MessageContent } from '../wire.ts';
import { type Acting, textContent } from './acting.ts';
import type { FileOfPerson } from './person-action.ts';

/** One coloured dot; pages show it as large as they like. */
const PNG_DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkqPtfDwAEAQGBFYfGKgAAAABJRU5ErkJggg==',
  'base64',
);

interface Sample {
  field: MediaField;
  mimeType: string;
  content: Buffer;
  fileName?: string;
}

/** What is sent when nothing better is given: enough to be a file, not always enough to be played. */
const SAMPLES = {
  photo: { field: 'photo', mimeType: 'image/png', content: PNG_DOT },
  voice: { field: 'voice', mimeType: 'audio/ogg', content: Buffer.from('OggS voice of nobody') },
  document: {
    field: 'document',
    mimeType: 'text/plain',
    content: Buffer.from('نمونه\n'),
    fileName: 'نمونه.txt',
  },
  video: { field: 'video', mimeType: 'video/mp4', content: Buffer.from('ftypisom film of nothing') },
  sticker: { field: 'sticker', mimeType: 'image/png', content: PNG_DOT },
  videoNote: { field: 'video_note', mimeType: 'video/mp4', content: Buffer.from('ftypisom round film') },
} satisfies Record<string, Sample>;

type FileAction = { [kind in keyof typeof SAMPLES]: Record<kind, FileOfPerson> }[keyof typeof SAMPLES];

export function mediaOf(acting: Acting, action: FileAction): MessageContent {
  for (const [kind, sample] of Object.entries(SAMPLES) as [keyof typeof SAMPLES, Sample][]) {
    const file = (action as Partial<Record<string, FileOfPerson>>)[kind];
    if (file) return contentWith(acting, sample, file === true ? {} : file);
  }
  throw new Error('A file action names none of the known kinds of file.');
}

function contentWith(acting: Acting, sample: Sample, given: Exclude<FileOfPerson, true>): MessageContent {
  const fileName = given.fileName ?? sample.fileName;
  const shelved = acting.messenger.files.put({
    field: sample.field,
    mimeType: given.mimeType ?? sample.mimeType,
    content: given.base64 === undefined ? sample.content : Buffer.from(given.base64, 'base64'),
    ...(fileName && { fileName }),
  });
  return { ...mediaContent(sample.field, shelved), ...captionContent(acting, given.caption?.trim()) };
}

function captionContent(acting: Acting, caption: string | undefined): MessageContent {
  if (!caption) return {};
  const { text, entities } = textContent(acting, caption);
  return { caption: text, ...(entities && { caption_entities: entities }) };
}
