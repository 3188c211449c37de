import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    messages: 'src/messages/index.ts',
    rules: 'src/rules/index.ts',
    testing: 'src/testing/index.ts',
    memory: 'adapters/memory/index.ts',
    postgres: 'adapters/postgres/index.ts',
    'pg-boss': 'adapters/pg-boss/index.ts',
  },
  format: 'esm',
  target: 'es2023',
  platform: 'neutral',
  // Shared chunks keep one AttendanceError class for all entries.
  splitting: true,
  dts: true,
  clean: true,
});
