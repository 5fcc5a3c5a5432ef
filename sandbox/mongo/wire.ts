/** The messages of the wire protocol: OP_MSG, and OP_QUERY for the first greeting of older clients. */
import { Long, Timestamp } from 'bson';
import { CursorReply, type Reply } from './call.ts';
import { crc32c } from './crc32c.ts';
import { type Doc, decode, decodeInsert, encode } from './values.ts';

const opReply = 1;
const opQuery = 2004;
const opMsg = 2013;
const headerBytes = 16;
export const maxMessageBytes = 48_000_000;

const flags = { checksumPresent: 1, moreToCome: 2, known: 1 | 2 };

export interface Request {
  readonly id: number;
  readonly body: Doc;
  /** False when the client does not wait for an answer. */
  readonly wantsReply: boolean;
  readonly isLegacy: boolean;
}

/** Cuts a stream of bytes into messages. */
export class MessageSplitter {
  #chunks: Buffer[] = [];
  #bytes = 0;

  /** Takes what has arrived; gives the messages that are complete now. */
  push(chunk: Buffer): Buffer[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    const messages: Buffer[] = [];
    while (this.#bytes >= this.#nextLength()) {
      const all = this.#joined();
      const message = all.subarray(0, this.#nextLength());
      messages.push(message);
      this.#chunks = message.length < all.length ? [all.subarray(message.length)] : [];
      this.#bytes -= message.length;
    }
    return messages;
  }

  /** Of the message that begins with what has arrived; infinite as long as not even that is known. */
  #nextLength(): number {
    if (this.#bytes < 4) return Number.POSITIVE_INFINITY;
    const [first] = this.#chunks as [Buffer];
    const length = (first.length >= 4 ? first : this.#joined()).readInt32LE(0);
    if (length < headerBytes || length > maxMessageBytes) throw new Error(`a message of ${length} bytes`);
    return length;
  }

  #joined(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] as Buffer;
  }
}

/** Throws when the message cannot be understood; the connection is of no use then. */
export function readRequest(message: Buffer): Request {
  const id = message.readInt32LE(4);
  const opCode = message.readInt32LE(12);
  if (opCode === opMsg) return readOpMsg(id, message);
  if (opCode === opQuery) return readOpQuery(id, message);
  throw new Error(`opcode ${opCode} is not supported`);
}

function readOpMsg(id: number, message: Buffer): Request {
  const flagBits = message.readUInt32LE(headerBytes);
  if ((flagBits & 0xffff & ~flags.known) !== 0) throw new Error(`unknown flags in a message: ${flagBits}`);
  const hasChecksum = (flagBits & flags.checksumPresent) !== 0;
  const end = hasChecksum ? message.length - 4 : message.length;
  if (hasChecksum && crc32c(message.subarray(0, end)) !== message.readUInt32LE(end))
    throw new Error('the checksum of a message is wrong');
  let body: Doc | undefined;
  let sequences: Doc = {};
  for (let at = headerBytes + 4; at < end; ) {
    const kind = message[at];
    const section = message.subarray(at + 1, at + 1 + message.readInt32LE(at + 1));
    if (kind === 0) body = decodeBody(section);
    else if (kind === 1) sequences = { ...sequences, ...readSequence(section) };
    else throw new Error(`unknown kind of section: ${kind}`);
    at += 1 + section.length;
  }
  if (body === undefined) throw new Error('a message without a body');
  const wantsReply = (flagBits & flags.moreToCome) === 0;
  return { id, body: Object.assign(body, sequences), wantsReply, isLegacy: false };
}

const insertStart = Buffer.from('\x02insert\0');

function decodeBody(section: Buffer): Doc {
  const isInsert = section.compare(insertStart, 0, insertStart.length, 4, 4 + insertStart.length) === 0;
  return isInsert ? decodeInsert(section) : decode(section);
}

/** The documents of an insert stay bytes; those of other commands are statements to be read. */
function readSequence(section: Buffer): Doc {
  const nameEnd = section.indexOf(0, 4);
  const name = section.toString('utf8', 4, nameEnd);
  const docs: unknown[] = [];
  for (let at = nameEnd + 1; at < section.length; ) {
    const bytes = section.subarray(at, at + section.readInt32LE(at));
    docs.push(name === 'documents' ? bytes : decode(bytes));
    at += bytes.length;
  }
  return { [name]: docs };
}

function readOpQuery(id: number, message: Buffer): Request {
  const nameEnd = message.indexOf(0, headerBytes + 4);
  const namespace = message.toString('utf8', headerBytes + 4, nameEnd);
  const start = nameEnd + 1 + 8;
  const query = decode(message.subarray(start, start + message.readInt32LE(start)));
  const body = { ...query, $db: namespace.split('.')[0] ?? 'admin' };
  return { id, body, wantsReply: true, isLegacy: true };
}

let nextReplyId = 1;

/** An answer as bytes, with the time of the cluster that every answer of a replica set carries. */
export function writeReply(request: Request, reply: Reply): Buffer {
  const isCursor = reply instanceof CursorReply;
  const content = isCursor
    ? cursorParts(reply)
    : [elementsOf(encode('ok' in reply ? reply : { ...reply, ok: 1 }))];
  const prefix = Buffer.alloc(headerBytes + (request.isLegacy ? 20 : 5) + 4);
  const message = Buffer.concat([prefix, ...content, clusterTime(), documentEnd]);
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(nextReplyId++ & 0x7fffffff, 4);
  message.writeInt32LE(request.id, 8);
  message.writeInt32LE(request.isLegacy ? opReply : opMsg, 12);
  if (request.isLegacy) {
    message.writeInt32LE(8, headerBytes);
    message.writeInt32LE(1, headerBytes + 16);
  }
  message.writeInt32LE(message.length - prefix.length + 4, prefix.length - 4);
  return message;
}

const documentEnd = Buffer.alloc(1);

/** The elements of an encoded document, without its length and its end. */
function elementsOf(encoded: Uint8Array): Uint8Array {
  return encoded.subarray(4, encoded.length - 1);
}

/** A cursor's answer is put together from the stored bytes of its documents, without encoding them anew. */
function cursorParts({ field, namespace, cursorId, docs }: CursorReply): Uint8Array[] {
  const array = [];
  let arrayBytes = 5;
  for (let i = 0; i < docs.length; i++) {
    const key = Buffer.from(`\x03${i}\0`, 'latin1');
    const doc = docs[i] as Uint8Array;
    array.push(key, doc);
    arrayBytes += key.length + doc.length;
  }
  const about = elementsOf(encode({ id: cursorId, ns: namespace }));
  const batchKey = Buffer.from(`\x04${field}\0`, 'latin1');
  const cursorBytes = 4 + about.length + batchKey.length + arrayBytes + 1;
  return [cursorKey, int32(cursorBytes), about, batchKey, int32(arrayBytes), ...array, twoEnds, okElement];
}

const cursorKey = Buffer.from('\x03cursor\0', 'latin1');
const twoEnds = Buffer.alloc(2);
const okElement = elementsOf(encode({ ok: 1 }));

function int32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32LE(value, 0);
  return bytes;
}

/** A template, in which only the times are changed: they come in every answer. */
const unsetTime = new Timestamp({ t: 0x7ea57ea5, i: 0x7ea57ea5 });
const timeTemplate = Buffer.from(
  elementsOf(
    encode({
      $clusterTime: { clusterTime: unsetTime, signature: { hash: Buffer.alloc(20), keyId: Long.ZERO } },
      operationTime: unsetTime,
    }),
  ),
);
const unsetBytes = Buffer.from('a57ea57ea57ea57e', 'hex');
const timeOffsets = [timeTemplate.indexOf(unsetBytes), timeTemplate.lastIndexOf(unsetBytes)];
let lastSecond = 0;
let ticks = 0;

/** A time that grows with every answer, so also with every write. */
function clusterTime(): Buffer {
  const second = Math.max(lastSecond, Math.floor(Date.now() / 1000));
  ticks = second === lastSecond ? ticks + 1 : 1;
  lastSecond = second;
  for (const offset of timeOffsets) {
    timeTemplate.writeUInt32LE(ticks, offset);
    timeTemplate.writeUInt32LE(second, offset + 4);
  }
  return timeTemplate;
}
