import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeBlocks, linksOf } from '../support/markdown.ts';
import { hasAnchor, isExternal, pages, read, resolveLink, root } from '../support/pages.ts';
import { typeErrorsOf } from '../support/type-check.ts';

describe('every page', () => {
  test('is found, in each folder of docs and at the top', () => {
    expect(pages).toEqual(
      expect.arrayContaining([
        'README.md',
        'CONTRIBUTING.md',
        'SECURITY.md',
        'docs/README.md',
        'docs/decisions/README.md',
        'docs/extend/adapters.md',
        'docs/guide/telling.md',
        'docs/operate/benchmark/results.md',
        'docs/reference/errors.md',
        'examples/README.md',
        'examples/demo/README.md',
      ]),
    );
  });

  test('of docs is in its index, or in that of the decisions', () => {
    const listed = ['docs/README.md', 'docs/decisions/README.md'].flatMap((index) =>
      linksOf(read(index)).map((link) => resolveLink(index, link).path),
    );
    const indexed = pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md');
    expect(indexed.filter((page) => !listed.includes(page))).toEqual([]);
  });

  test.each(pages)('names, in %s, only commands that package.json has', (page) => {
    const { scripts } = JSON.parse(read('package.json'));
    const run = [...read(page).matchAll(/npm (?:run ([\w:-]*\w)|(test)\b)/g)].map(([, script, test]) => script ?? test);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(run));
  });

  test.each(pages)('links, in %s, only to files and headings that are there', (page) => {
    const broken = linksOf(read(page)).filter((link) => !leadsSomewhere(page, link));
    expect(broken).toEqual([]);
  });

  test.each(pages)('names, in %s, only files and folders that are there', (page) => {
    const named = [...read(page).matchAll(/`((?:src|adapters|test|bench|faults|examples|docs)\/[\w./-]+)`/g)];
    expect(named.map(([, path = '']) => path).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  // Two minutes, where the machine is busy: it type-checks the package's own sources as well.
  test('has only code that compiles', { timeout: 120_000 }, () => {
    const blocks = pages.flatMap((page) =>
      codeBlocks(read(page), 'ts').map((code, index) => [`${page}, block ${index + 1}`, code]),
    );
    expect(blocks.length).toBeGreaterThan(20);
    const wrong = "await attendance.markAttendance({ childId, status: 'asleep', markedBy });";
    expect(typeErrorsOf(root, { ...Object.fromEntries(blocks), wrong })).toEqual([
      expect.stringMatching(/^wrong\.ts:1: .*"asleep"/),
    ]);
  });
});

function leadsSomewhere(page: string, link: string): boolean {
  if (isExternal(link)) return true;
  const { path, heading } = resolveLink(page, link);
  return existsSync(join(root, path)) && (heading === undefined || hasAnchor(path, heading));
}
