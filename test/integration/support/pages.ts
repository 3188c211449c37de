import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { headingsOf } from './markdown.ts';

/** The repository's folder. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Every page that people read, as a path from the repository's folder. */
export const pages: readonly string[] = globSync(
  ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/**/*.md', 'examples/**/*.md'],
  { cwd: root },
).toSorted();

/** The text of a file of the repository. */
export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Splits a relative link of a page into the path that it leads to, and the heading there. */
export function resolveLink(page: string, link: string): { readonly path: string; readonly heading?: string } {
  const [path = '', heading] = link.split('#');
  return { path: path === '' ? page : normalize(join(dirname(page), path)), ...(heading && { heading }) };
}

/** Tells whether a link leads to another site. */
export function isExternal(link: string): boolean {
  return /^https?:/.test(link);
}

/** Tells whether a page has a heading with this anchor. */
export function hasAnchor(path: string, anchor: string): boolean {
  return headingsOf(read(path)).some((title) => anchorOf(title) === anchor);
}

/** Makes an anchor of a heading, as GitHub does. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}
