/**
 * One file of frames. A frame is a mark, the length of its content, a checksum over length and content, the content.
 * A frame that ends before it is complete is the mark of a sudden death and is cut off; a frame that is damaged with
 * good ones after it is damage, which nobody but a person may decide about.
 */
import { closeSync, fdatasync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { MongoError } from '../errors.ts';

const mark = 0x4c4d5a4b;
const headerBytes = 12;
const syncData = promisify(fdatasync);

export class LogFile {
  readonly path: string;
  size: number;
  readonly #descriptor: number;
  #syncing: Promise<void> = Promise.resolve();
  #nextSync: Promise<void> | undefined;
  #isClosed = false;
  #syncedBytes: number;

  /** Opens for appending after `size` bytes; what lies behind them is cut off. */
  constructor(path: string, size: number) {
    this.path = path;
    this.size = size;
    this.#descriptor = openSync(path, 'a');
    ftruncateSync(this.#descriptor, size);
    this.#syncedBytes = size;
  }

  /** Hands a frame to the operating system, so that it outlives this process. Throws when the disk is full. */
  append(parts: readonly Uint8Array[]): void {
    const frame = toFrame(parts);
    try {
      for (let written = 0; written < frame.length; ) written += writeSync(this.#descriptor, frame, written);
    } catch (error) {
      ftruncateSync(this.#descriptor, this.size);
      throw new MongoError(14031, `The log could not be written: ${String(error)}`);
    }
    this.size += frame.length;
  }

  /** Resolves when all that was appended before the call is on the disk. Calls made meanwhile share one sync. */
  sync(): Promise<void> {
    this.#nextSync ??= this.#syncing.then(() => {
      this.#nextSync = undefined;
      const synced = this.#syncNow();
      this.#syncing = synced.catch(() => undefined);
      return synced;
    });
    return this.#nextSync;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    await this.sync();
    this.#isClosed = true;
    closeSync(this.#descriptor);
  }

  async #syncNow(): Promise<void> {
    const { size } = this;
    if (this.#isClosed || size === this.#syncedBytes) return;
    await syncData(this.#descriptor);
    this.#syncedBytes = size;
  }
}

function toFrame(parts: readonly Uint8Array[]): Buffer {
  const frame = Buffer.concat([Buffer.alloc(headerBytes), ...parts]);
  const length = frame.length - headerBytes;
  frame.writeUInt32LE(mark, 0);
  frame.writeUInt32LE(length, 4);
  frame.writeUInt32LE(checksum(frame, 0, length), 8);
  return frame;
}

function checksum(bytes: Buffer, frameStart: number, length: number): number {
  const content = bytes.subarray(frameStart + headerBytes, frameStart + headerBytes + length);
  return crc32(content, crc32(bytes.subarray(frameStart + 4, frameStart + 8)));
}

/**
 * Reads a file, frame by frame. Returns how many bytes of it are good.
 * @param mayBeTorn only the file that was being written may end in the middle of a frame
 */
export function readLogFile(path: string, mayBeTorn: boolean, onFrame: (content: Buffer) => void): number {
  const bytes = readFileSync(path);
  let at = 0;
  while (at < bytes.length) {
    const length = frameLength(bytes, at);
    if (length === undefined) {
      refuseDamage(path, bytes, at, mayBeTorn);
      const cut = `cut an incomplete record of ${bytes.length - at} bytes at byte ${at}, left by a sudden stop`;
      console.warn(`${path}: ${cut}.`);
      break;
    }
    onFrame(bytes.subarray(at + headerBytes, at + headerBytes + length));
    at += headerBytes + length;
  }
  return at;
}

/** An incomplete record at the end is no damage where one may be. */
function refuseDamage(path: string, bytes: Buffer, at: number, mayBeTorn: boolean): void {
  const next = nextGoodFrame(bytes, at + 1);
  if (next === undefined && mayBeTorn) return;
  const after = next === undefined ? '' : `, with good records from byte ${next} on`;
  throw new Error(`${path} is damaged at byte ${at}${after}. Nothing was changed; restore it from a copy.`);
}

/** The length of the content of a good frame, or undefined where there is none. */
function frameLength(bytes: Buffer, at: number): number | undefined {
  if (at + headerBytes > bytes.length || bytes.readUInt32LE(at) !== mark) return undefined;
  const length = bytes.readUInt32LE(at + 4);
  if (at + headerBytes + length > bytes.length) return undefined;
  return bytes.readUInt32LE(at + 8) === checksum(bytes, at, length) ? length : undefined;
}

function nextGoodFrame(bytes: Buffer, from: number): number | undefined {
  const pattern = Buffer.alloc(4);
  pattern.writeUInt32LE(mark);
  for (let at = bytes.indexOf(pattern, from); at !== -1; at = bytes.indexOf(pattern, at + 1)) {
    if (frameLength(bytes, at) !== undefined) return at;
  }
  return undefined;
}
