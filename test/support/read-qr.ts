/** Reads a PNG as a phone's camera would: its size, and what its QR code says. */
import jsQR from 'jsqr';
import { PNG } from 'pngjs';

export interface ReadPicture {
  width: number;
  height: number;
  /** Null when no code was found. */
  qr: string | null;
}

export function readPicture(png: Uint8Array): ReadPicture {
  const { data, width, height } = PNG.sync.read(Buffer.from(png));
  // Published for bundlers, which unwrap the default export; Node does not.
  const read =
    typeof jsQR === 'function' ? jsQR : (jsQR as { default: typeof import('jsqr').default }).default;
  const found = read(new Uint8ClampedArray(data), width, height);
  return { width, height, qr: found?.data ?? null };
}
