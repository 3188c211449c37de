import { glob, readFile } from 'node:fs/promises';

const productFiles = [
  '{src,adapters,cli,examples,bench,faults,tools}/**/*.ts',
  'test/support/**/*.ts',
  '*.ts',
  '*.md',
  'docs/**/*.md',
  'examples/**/*.md',
  '.changeset/*.md',
  '.github/**/*.{md,yml}',
  '.ci/run',
];

/** Written by programs: `npm run bench` writes the one, `changeset version` the other. */
const generated = ['docs/operate/benchmark', 'api', 'CHANGELOG.md'];

/** The paths of all files with prose that people write, sorted. With `within`, only those that lie there. */
export async function findProductFiles(within: readonly string[]): Promise<string[]> {
  const paths: string[] = [];
  for await (const path of glob(productFiles)) paths.push(path.replaceAll('\\', '/'));
  const places = within.map((place) => place.replace(/^\.\//, '').replace(/\/$/, ''));
  return paths
    .filter((path) => !path.includes('node_modules/') && !lies(path, generated))
    .filter((path) => places.length === 0 || lies(path, places))
    .toSorted();
}

/** The contents of a file as text. */
export function readText(path: string): Promise<string> {
  return readFile(path, 'utf8');
}

function lies(path: string, places: readonly string[]): boolean {
  return places.some((place) => path === place || path.startsWith(`${place}/`));
}
