import { relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const LIMIT_KB = 15;

test(`keeps the core within ${LIMIT_KB} kB, minified and gzipped, without zod and what delivers`, async () => {
  const { loadedAtOnce, loadedLater } = await sizesOf('src/index.ts');
  console.log(`rollbook core: ${loadedAtOnce} kB gzip (limit ${LIMIT_KB} kB), and ${loadedLater} kB once it delivers`);
  expect(loadedAtOnce).toBeLessThanOrEqual(LIMIT_KB);
  expect(loadedLater).toBeGreaterThan(0);
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

/** What an entry loads with its static imports, and what it imports dynamically; each in kB, gzipped. */
async function sizesOf(entry: string) {
  const { metafile, outputFiles } = await build({
    ...forBrowsers(entry),
    splitting: true,
    outdir: 'out',
    metafile: true as const,
  });
  const outputs = Object.entries(metafile.outputs);
  const [start] = outputs.find(([, { entryPoint }]) => entryPoint === entry) ?? [''];
  const atOnce = new Set([start]);
  for (const path of atOnce) {
    for (const { path: imported, kind } of metafile.outputs[path]?.imports ?? []) {
      if (kind === 'import-statement') atOnce.add(imported);
    }
  }
  const kB = (isCounted: (path: string) => boolean) => {
    const files = outputFiles.filter(({ path }) => isCounted(relative(process.cwd(), path)));
    return Number((files.reduce((sum, { contents }) => sum + gzipSync(contents).length, 0) / 1_000).toFixed(1));
  };
  return { loadedAtOnce: kB((path) => atOnce.has(path)), loadedLater: kB((path) => !atOnce.has(path)) };
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
