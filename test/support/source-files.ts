/** The source of the product, for tests that compare it with a list. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The TypeScript of these folders and files of the project, each with its path from the root. */
export function sourceFiles(...paths: string[]): { path: string; source: string }[] {
  return paths.flatMap((path) => {
    const files = path.endsWith('.ts')
      ? [path]
      : readdirSync(root + path, { recursive: true, encoding: 'utf8' })
          .filter((file) => file.endsWith('.ts'))
          .map((file) => `${path}/${file}`);
    return files.map((file) => ({ path: file, source: readFileSync(root + file, 'utf8') }));
  });
}

export function readProjectFile(path: string): string {
  return readFileSync(root + path, 'utf8');
}
