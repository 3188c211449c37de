import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { entries } from './tools/entries.ts';

export default defineConfig({
  resolve: {
    alias: entries.map(({ specifier, source }) => ({
      find: new RegExp(`^${specifier}$`),
      replacement: fileURLToPath(new URL(source, import.meta.url)),
    })),
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
