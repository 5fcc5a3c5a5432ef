/**
 * A program of ours in one file: Node starts it in half the time, since no module has to be looked up and compiled by
 * itself. Packages stay in node_modules. Types are not checked here.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const PROJECT_FOLDER = fileURLToPath(new URL('..', import.meta.url));
/** Inside node_modules, where a bundle finds the packages that it leaves out. */
const CACHE = join(PROJECT_FOLDER, 'node_modules/.cache/karamooz');

/** Modules that find files beside them (texts, fonts) still find them there. */
const whereTheyAre: Plugin = {
  name: 'where-they-are',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const own = JSON.stringify(pathToFileURL(path).href);
      return { contents: source.replaceAll('import.meta.url', own), loader: 'ts' };
    });
  },
};

/** The code of the program whose first module is `entry`; rejects when a module is missing or cannot be read. */
export async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    ...{ bundle: true, packages: 'external', platform: 'node', format: 'esm', target: 'node20' },
    ...{ sourcemap: 'inline', keepNames: true, plugins: [whereTheyAre] },
    ...{ write: false, logLevel: 'silent' },
  });
  return outputFiles[0]?.text ?? '';
}

/**
 * The file of the bundle of `entry`, made anew where its modules have changed. Several processes may ask at once: each
 * state of the program has a file of its own name, and it appears there whole.
 */
export async function bundledProgram(entry: string): Promise<string> {
  const code = await bundle(entry);
  const name = relative(PROJECT_FOLDER, entry).replaceAll(/\W+/g, '-');
  const state = createHash('sha256').update(code).digest('hex').slice(0, 16);
  const file = join(CACHE, `${name}-${state}.mjs`);
  if (await isThere(file)) return file;
  await mkdir(CACHE, { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, code);
  await rename(draft, file);
  return file;
}

const isThere = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );
