/** Files that bots and people sent: the content on disk, what is known of it in the store. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { DurableMap } from '../../store.ts';
import type { MediaField } from '../wire.ts';

export interface ShelvedFile {
  id: string;
  uniqueId: string;
  field: MediaField;
  /** As getFile tells it, below the shelf's folder. */
  path: string;
  sizeBytes: number;
  mimeType: string;
  fileName?: string;
}

export interface NewFile {
  field: MediaField;
  content: Buffer;
  mimeType: string;
  fileName?: string | undefined;
}

export interface FileShelf {
  put(file: NewFile): ShelvedFile;
  get(fileId: string): ShelvedFile | undefined;
  byPath(path: string): ShelvedFile | undefined;
  /** Where the content lies on this machine. */
  locate(file: ShelvedFile): string;
}

const FOLDERS: Record<MediaField, string> = {
  photo: 'photos',
  document: 'documents',
  video: 'videos',
  voice: 'voice',
  audio: 'music',
  animation: 'animations',
  sticker: 'stickers',
  video_note: 'video_notes',
};

const EXTENSIONS: Partial<Record<MediaField, string>> = {
  photo: '.jpg',
  video: '.mp4',
  voice: '.oga',
  audio: '.mp3',
  animation: '.mp4',
  sticker: '.webp',
  video_note: '.mp4',
};

export function createFileShelf(folder: string, known: DurableMap<ShelvedFile>): FileShelf {
  const pathIndex = new Map<string, ShelvedFile>();
  for (const file of known.values()) pathIndex.set(file.path, file);

  return {
    put({ field, content, mimeType, fileName }) {
      const uniqueId = randomBytes(9).toString('base64url');
      const extension = safeExtension(fileName) ?? EXTENSIONS[field] ?? '';
      const file: ShelvedFile = {
        id: `BQAC${randomBytes(30).toString('base64url')}`,
        uniqueId,
        field,
        path: `${FOLDERS[field]}/file_${known.size}${extension}`,
        sizeBytes: content.length,
        mimeType,
        ...(fileName && { fileName }),
      };
      mkdirSync(join(folder, FOLDERS[field]), { recursive: true });
      writeFileSync(join(folder, file.path), content);
      known.set(file.id, file);
      pathIndex.set(file.path, file);
      return file;
    },
    get: (fileId) => known.get(fileId),
    byPath: (path) => pathIndex.get(path),
    locate: (file) => join(folder, file.path),
  };
}

/** The name comes from outside; only a plain ending of it may reach the disk. */
function safeExtension(fileName: string | undefined): string | undefined {
  const extension = extname(fileName ?? '').toLowerCase();
  return /^\.[a-z0-9]{1,8}$/.test(extension) ? extension : undefined;
}
