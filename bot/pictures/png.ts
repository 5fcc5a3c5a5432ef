/** Drawings as PNG, with Vazirmatn and no font of the machine, so that they look alike wherever they are made. */
import { createRequire } from 'node:module';
import { renderAsync } from '@resvg/resvg-js';

export const FONT = 'Vazirmatn';

const { resolve } = createRequire(import.meta.url);
const fontFiles = ['Regular', 'Bold'].map((weight) => resolve(`vazirmatn/fonts/ttf/Vazirmatn-${weight}.ttf`));

export async function toPng(svg: string): Promise<Uint8Array> {
  const picture = await renderAsync(svg, {
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: FONT },
  });
  return picture.asPng();
}
