/** Fetching a file that a person has sent. */
import type { Api } from 'grammy';

const WITHIN_MS = 15_000;

/** Null when it is too large, gone, or not given out in time; the address holds the bot's token and is never told. */
export async function fetchFile(api: Api, fileId: string, bytesMax: number): Promise<Uint8Array | null> {
  try {
    const { file_path: path, file_size: size = 0 } = await api.getFile(fileId);
    if (path === undefined || size > bytesMax) return null;
    const address = `${api.options?.apiRoot ?? 'https://api.telegram.org'}/file/bot${api.token}/${path}`;
    const answer = await fetch(address, { signal: AbortSignal.timeout(WITHIN_MS) });
    if (!answer.ok) return null;
    const content = new Uint8Array(await answer.arrayBuffer());
    return content.length > bytesMax ? null : content;
  } catch {
    return null;
  }
}
