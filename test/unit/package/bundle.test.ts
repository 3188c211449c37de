import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { expect, test } from 'vitest';

/** Bytes, measured exactly. One kB is 1,000 bytes. */
const limit = 13_500;

test(`keeps the main entry within ${limit} bytes, minified and gzipped, without zod and what is loaded later`, async () => {
  const entry = await gzippedBytesOf('src/index.ts');
  const later = await Promise.all(loadedLater.map(async (path) => [path, await gzippedBytesOf(path)] as const));
  console.log(
    `rollbook: ${entry} bytes gzip (limit ${limit}); later ${later.map((each) => each.join(' ')).join(', ')}`,
  );
  expect(entry).toBeLessThanOrEqual(limit);
});

/** The modules that the main entry imports dynamically. */
const loadedLater = ['src/attendance/beside-marking.ts', 'src/telling/service.ts'] as const;

test('loads later what only some hosts need', async () => {
  const { imports } = await bundleAtOnce('src/index.ts');
  expect(imports.toSorted()).toEqual(loadedLater.map((path) => path.replace(/^src/, '.').replace(/ts$/, 'js')));
});

test.each([
  'src/index.ts',
  'src/messages/index.ts',
  'src/rules/index.ts',
  'src/testing/index.ts',
  'adapters/memory/index.ts',
])('runs %s without any of Node’s own modules', async (entry) => {
  await expect(bundleForBrowsers(entry)).resolves.toBeTruthy();
});

test('notices one of Node’s own modules', async () => {
  await expect(bundleForBrowsers('test/support/free-port.ts')).rejects.toThrow('node:net');
});

/** The bytes of one file with everything that the entry imports statically. */
async function gzippedBytesOf(entry: string): Promise<number> {
  return gzipSync((await bundleAtOnce(entry)).code).length;
}

/** Bundles an entry into one file, and lists its dynamic imports, each from `src`. */
async function bundleAtOnce(entry: string): Promise<{ readonly code: Uint8Array; readonly imports: string[] }> {
  const imports: string[] = [];
  const leaveOutDynamic: Plugin = {
    name: 'leave out dynamic imports',
    setup: ({ onResolve }) => {
      onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        imports.push(`./${relative('src', join(resolveDir, path))}`);
        return { path, external: true };
      });
    },
  };
  const { outputFiles } = await build({ ...forBrowsers(entry), plugins: [leaveOutDynamic] });
  const [file] = outputFiles;
  if (!file) throw new Error(`${entry} has no bundle`);
  return { code: file.contents, imports };
}

/** Rejects where the entry, or what it imports, needs Node. */
async function bundleForBrowsers(entry: string): Promise<string> {
  const { outputFiles } = await build(forBrowsers(entry));
  return outputFiles.map(({ text }) => text).join('');
}

function forBrowsers(entry: string) {
  return {
    entryPoints: [entry],
    bundle: true as const,
    format: 'esm' as const,
    platform: 'browser' as const,
    minify: true,
    external: ['zod'],
    write: false as const,
    logLevel: 'silent' as const,
  };
}
