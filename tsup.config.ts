import { defineConfig } from 'tsup';
import { entries } from './tools/entries.ts';

export default defineConfig({
  entry: Object.fromEntries(entries.map(({ name, source }) => [name, source])),
  format: 'esm',
  target: 'es2023',
  platform: 'neutral',
  // Shared chunks keep one AttendanceError class for all entries.
  splitting: true,
  dts: true,
  clean: true,
});
