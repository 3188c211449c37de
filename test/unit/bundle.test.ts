import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const LIMIT_KB = 15;

test(`keeps the core within ${LIMIT_KB} kB, minified and gzipped, without zod`, async () => {
  const code = await bundleForBrowsers('src/index.ts');
  const kB = gzipSync(code).length / 1_000;
  console.log(`rollbook core: ${kB.toFixed(1)} kB gzip (limit ${LIMIT_KB} kB)`);
  expect(kB).toBeLessThanOrEqual(LIMIT_KB);
});

test.each(['src/index.ts', 'src/messages/index.ts', 'src/testing/index.ts', 'adapters/memory/index.ts'])(
  'runs %s without any of Node’s own modules',
  async (entry) => {
    await expect(bundleForBrowsers(entry)).resolves.toBeTruthy();
  },
);

test('notices one of Node’s own modules', async () => {
  await expect(bundleForBrowsers('test/support/free-port.ts')).rejects.toThrow('node:net');
});

/** Rejects where the entry, or what it imports, needs Node. */
async function bundleForBrowsers(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    minify: true,
    external: ['zod'],
    write: false,
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text).join('');
}
