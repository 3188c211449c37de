import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^rollbook$/, replacement: source('src/index.ts') },
      { find: /^rollbook\/(messages|rules|testing)$/, replacement: source('src/$1/index.ts') },
      { find: /^rollbook\/(memory|postgres|pg-boss)$/, replacement: source('adapters/$1/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts', 'faults/**/*.test.ts', 'examples/**/*.test.ts'],
    typecheck: { enabled: true, include: ['test/types/*.test-d.ts'], tsconfig: 'tsconfig.json' },
    globalSetup: 'test/support/global-setup.ts',
    // Two files at a time, also on two cores: most tests wait for a database.
    maxWorkers: 2,
    // Only for what hangs: a busy machine must not fail a test.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'adapters/**/*.ts'],
      reporter: ['text-summary', 'html', 'json-summary'],
    },
  },
});
