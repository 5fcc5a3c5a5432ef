/** Messages with files: uploaded, named by an earlier file_id, or fetched from an address. */
import { z } from 'zod';
import { badRequest, entityTooLarge } from '../errors.ts';
import type { FormattedText } from '../formatting/formatted-text.ts';
import { addMessage } from '../messenger.ts';
import { integerOf, jsonOf, type Parameters, stringOf } from '../parameters.ts';
import type { ShelvedFile } from '../state/file-shelf.ts';
import type { MediaField, MessageContent, WireFile } from '../wire.ts';
import { type Call, type Method, reachableChat } from './method.ts';
import { send } from './send.ts';
import { captionOfCall } from './wording.ts';

const MEGABYTE = 1024 * 1024;
const PHOTO_BYTES_MAX = 10 * MEGABYTE;
const FILE_BYTES_MAX = 50 * MEGABYTE;
const FETCHED_BYTES_MAX = 20 * MEGABYTE;
const DOWNLOAD_BYTES_MAX = 20 * MEGABYTE;
const FETCH_WITHIN_MS = 10_000;

/** sendPhoto, sendDocument …: the method for messages whose file is in this field. */
export function sendFile(field: MediaField): Method {
  return async (call) => {
    reachableChat(call);
    const caption = captionOfCall(call);
    const file = await fileOfCall(call, field);
    const { content, ...besides } = caption;
    return send(call, { ...mediaContent(field, file, call.parameters), ...content }, besides);
  };
}

/** The field of a message that carries this file. */
export function mediaContent(
  field: MediaField,
  file: ShelvedFile,
  parameters: Parameters = {},
): MessageContent {
  const wire = wireFile(file);
  if (field === 'photo') return { photo: [{ ...wire, width: 1_280, height: 960 }] };
  const width = integerOf(parameters, 'width');
  const height = integerOf(parameters, 'height');
  const isFilm = field === 'video' || field === 'animation';
  const hasDuration = isFilm || field === 'voice' || field === 'audio' || field === 'video_note';
  return {
    [field]: {
      ...wire,
      ...(isFilm && { width: width ?? 640, height: height ?? 360 }),
      ...(hasDuration && { duration: integerOf(parameters, 'duration') ?? 1 }),
    },
  };
}

function wireFile(file: ShelvedFile): WireFile {
  return {
    file_id: file.id,
    file_unique_id: file.uniqueId,
    file_size: file.sizeBytes,
    ...(file.fileName && { file_name: file.fileName }),
    ...(file.field !== 'photo' && { mime_type: file.mimeType }),
  };
}

async function fileOfCall(call: Call, field: MediaField): Promise<ShelvedFile> {
  const part = call.uploads.get(field);
  if (part) return shelve(call, field, part);
  const source = stringOf(call.parameters, field)?.trim();
  if (!source) throw badRequest(`there is no ${field.replace('_', ' ')} in the request`);
  return fileFrom(call, field, source);
}

async function fileFrom(call: Call, field: MediaField, source: string): Promise<ShelvedFile> {
  if (source.startsWith('attach://')) {
    const part = call.uploads.get(source.slice('attach://'.length));
    if (!part) throw badRequest(`there is no ${field.replace('_', ' ')} in the request`);
    return shelve(call, field, part);
  }
  if (/^https?:\/\//i.test(source)) return shelve(call, field, await fetchFile(source));
  const known = call.messenger.files.get(source);
  if (!known) throw badRequest('wrong file identifier/HTTP URL specified');
  if (known.field !== field) {
    throw badRequest(`can't use file of type ${typeName(known.field)} as ${typeName(field)}`);
  }
  return known;
}

const typeName = (field: MediaField) =>
  `${field.charAt(0).toUpperCase()}${field.slice(1).replace('_n', 'N')}`;

function shelve(
  { messenger }: Call,
  field: MediaField,
  part: { content: Buffer; fileName: string | undefined; mimeType: string },
): ShelvedFile {
  if (part.content.length === 0) throw badRequest('file must be non-empty');
  const max = field === 'photo' ? PHOTO_BYTES_MAX : FILE_BYTES_MAX;
  if (part.content.length > max) throw entityTooLarge();
  return messenger.files.put({ field, ...part });
}

/** The sandbox leaves this machine for nothing; what lies elsewhere counts as out of reach. */
async function fetchFile(address: string) {
  const failed = badRequest('failed to get HTTP URL content');
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url) throw badRequest('wrong HTTP URL specified');
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) throw failed;
  const response = await fetch(url, {
    signal: AbortSignal.timeout(FETCH_WITHIN_MS),
    redirect: 'error',
  }).catch(() => {
    throw failed;
  });
  if (!response.ok || Number(response.headers.get('content-length') ?? 0) > FETCHED_BYTES_MAX) throw failed;
  return {
    content: Buffer.from(await response.arrayBuffer()),
    fileName: url.pathname.split('/').at(-1) || undefined,
    mimeType: response.headers.get('content-type') ?? 'application/octet-stream',
  };
}

const albumSchema = z.array(
  z.object({
    type: z.enum(['photo', 'video', 'document', 'audio', 'animation']),
    media: z.string(),
    caption: z.string().optional(),
    parse_mode: z.string().optional(),
    caption_entities: z.unknown().optional(),
  }),
);

type AlbumPart = z.infer<typeof albumSchema>[number];

export const sendMediaGroup: Method = async (call) => {
  const chatId = reachableChat(call);
  const album = jsonOf(call.parameters, 'media', albumSchema, 'InputMedia');
  if (!album || album.length < 2 || album.length > 10) {
    throw badRequest('there must be from 2 to 10 media in the album');
  }
  if (isMixed(album)) throw badRequest("document can't be mixed with other media types");
  // Everything is checked before anything is sent: an album comes whole or not at all.
  const parts: { content: MessageContent; shown?: FormattedText }[] = [];
  for (const part of album) parts.push(await albumPart(call, part));
  const media_group_id = String(call.messenger.numbers.next());
  return parts.map(
    ({ content, ...besides }) =>
      addMessage(call.messenger, chatId, 'bot', { ...content, media_group_id }, besides).message,
  );
};

/** Documents and audio go only with their like. */
function isMixed(album: AlbumPart[]): boolean {
  const kinds = new Set(album.map(({ type }) => type));
  return kinds.size > 1 && (kinds.has('document') || kinds.has('audio'));
}

async function albumPart(call: Call, part: AlbumPart) {
  const { content, ...besides } = captionOfCall({ ...call, parameters: part });
  const file = await fileFrom(call, part.type, part.media);
  return { content: { ...mediaContent(part.type, file), ...content }, ...besides };
}

export const getFile: Method = ({ messenger, parameters }) => {
  const file = messenger.files.get(stringOf(parameters, 'file_id') ?? '');
  if (!file) throw badRequest('invalid file_id');
  if (file.sizeBytes > DOWNLOAD_BYTES_MAX) throw badRequest('file is too big');
  return { file_id: file.id, file_unique_id: file.uniqueId, file_size: file.sizeBytes, file_path: file.path };
};
