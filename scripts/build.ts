/** `npm run build`: what production runs, in one file. It finds its texts in the folders from which it was made. */
import { mkdir, writeFile } from 'node:fs/promises';
import { bundle } from './bundle.ts';

await mkdir('dist', { recursive: true });
await writeFile('dist/main.mjs', await bundle('main.ts'));
