import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { linksOf } from '../support/markdown.ts';
import { hasAnchor, isExternal, pages, read, resolveLink, root } from '../support/pages.ts';

const reports = z.tuple([z.object({ files: z.array(z.object({ path: z.string() })) })]);

describe('the packed package', () => {
  let packed: ReadonlySet<string>;

  beforeAll(async () => {
    const pack = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const { stdout } = await promisify(execFile)('npm', pack, { cwd: root, maxBuffer: 10_000_000 });
    const [{ files }] = reports.parse(JSON.parse(stdout));
    packed = new Set(files.map(({ path }) => path));
  });

  test('has every page, and the examples', () => {
    expect([...packed]).toEqual(expect.arrayContaining([...pages, 'CHANGELOG.md', 'examples/quickstart/main.ts']));
  });

  test('has no dead link on any page', () => {
    const shipped = [...packed].filter((path) => path.endsWith('.md'));
    const dead = shipped.flatMap((page) =>
      linksOf(read(page))
        .filter((link) => !isExternal(link) && !isPacked(page, link))
        .map((link) => `${page}: ${link}`),
    );
    expect(shipped.length).toBeGreaterThan(40);
    expect(dead).toEqual([]);
  });

  /** Tells whether a link leads to a packed file or folder, and to a heading that is there. */
  function isPacked(page: string, link: string): boolean {
    const { path, heading } = resolveLink(page, link);
    const isThere = packed.has(path) || [...packed].some((file) => file.startsWith(`${path.replace(/\/$/, '')}/`));
    return isThere && (heading === undefined || hasAnchor(path, heading));
  }
});
