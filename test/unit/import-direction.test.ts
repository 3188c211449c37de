import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

/** The folder a file lies in, what it imports, and what that is. */
type Arrow = readonly [folder: string, specifier: string, policy: string];

const refused: readonly Arrow[] = [
  ['src/domain', '../ports/clock.js', 'a domain module that imports a port'],
  ['src/domain', '../use-cases/to-mark.js', 'a domain module that imports a use case'],
  ['src/domain', '../limits.js', 'a domain module that imports a module of the root'],
  ['src/domain', 'zod', 'a domain module that imports zod'],
  ['src/domain', 'pg', 'a domain module that imports pg'],
  ['src/domain', '../../adapters/memory/index.js', 'a domain module that imports an adapter'],
  ['src/domain/telling', '../../ports/clock.js', 'a rule of telling that imports a port'],
  ['src/domain/telling', '../../limits.js', 'a rule of telling that imports a module of the root'],
  ['src/domain/telling', 'zod', 'a rule of telling that imports zod'],
  ['src/ports', '../use-cases/to-mark.js', 'a port that imports a use case'],
  ['src/ports', '../index.js', 'a port that imports the public entry'],
  ['src/ports', 'kysely', 'a port that imports kysely'],
  ['src/use-cases', '../attendance.js', 'a use case that imports what wires it'],
  ['src/use-cases', '../index.js', 'a use case that imports the public entry'],
  ['src/use-cases', 'eventemitter3', 'a use case that imports a package other than zod'],
  ['src/use-cases', '../../adapters/postgres/index.js', 'a use case that imports an adapter'],
  ['src/use-cases', '../notifications/worker.js', 'a use case that imports the worker'],
  ['src/notifications', '../use-cases/to-mark.js', 'the worker that imports a use case'],
  ['src/notifications', '../attendance.js', 'the worker that imports what wires it'],
  ['src/notifications', '../index.js', 'the worker that imports the public entry'],
  ['src/notifications', '../limits.js', 'the worker that imports what marks may ask for'],
  ['src/notifications', 'eventemitter3', 'the worker that imports a package other than p-queue and zod'],
  ['src/notifications', '../../adapters/postgres/index.js', 'the worker that imports an adapter'],
  ['src/readings', '../use-cases/to-mark.js', 'a reading that imports a use case'],
  ['src/readings', '../attendance.js', 'a reading that imports what wires it'],
  ['src/readings', 'zod', 'a reading that imports a package'],
  ['src/rules', '../ports/clock.js', 'a rule that imports a port'],
  ['src/messages', '../index.js', 'a message that imports the public entry'],
  ['src/messages', '../ports/notifier.js', 'a message that imports a port'],
  ['src/messages', 'eventemitter3', 'a message that imports a package other than zod'],
  ['src', '../adapters/memory/index.js', 'the core that imports an adapter'],
  ['src', '../examples/demo/main.js', 'the core that imports an example'],
  ['src', '../test/support/database.js', 'the core that imports a test'],
  ['src', 'pg', 'the core that imports pg'],
  ['src', 'kysely', 'the core that imports kysely'],
  ['src', 'kysely/migration', 'the core that imports a part of kysely'],
  ['src', 'rollbook/memory', 'the core that imports its own build'],
  ['src/batching', 'pg', 'the batcher that imports pg'],
  ['src/batching', '../use-cases/to-mark.js', 'the batcher that imports a use case'],
  ['src/batching', '../index.js', 'the batcher that imports the public entry'],
  ['src/batching', '../readings/readings.js', 'the batcher that imports who reads it'],
  ['src/use-cases', '../batching/batcher.js', 'a use case that imports the batcher'],
  ['src/testing', '../../adapters/memory/index.js', 'the contract suite that imports an adapter'],
  ['adapters/memory', '../../src/domain/mark.js', 'an adapter that imports the domain past the public entry'],
  [
    'adapters/memory',
    '../../src/ports/attendance-repository.js',
    'an adapter that imports a port past the public entry',
  ],
  ['adapters/memory', '../../src/use-cases/to-mark.js', 'an adapter that imports a use case'],
  ['adapters/postgres', '../../src/testing/index.js', 'an adapter that imports the contract suite'],
  ['adapters/postgres', '../../test/support/database.js', 'an adapter that imports a test'],
  ['adapters/postgres', 'rollbook', 'an adapter that imports the build'],
  ['adapters/postgres/migrations', '../columns.js', 'a migration that imports what queries share'],
  ['adapters/postgres/migrations', '../connection/execute.js', 'a migration that imports how statements run'],
  ['adapters/postgres/migrations', '../../../src/index.js', 'a migration that imports the core'],
  ['adapters/postgres/migrations', '../../../src/rules/index.js', 'a migration that imports a rule'],
  ['adapters/postgres/migrations', 'zod', 'a migration that imports a package other than kysely'],
  ['adapters/postgres/migrations', 'kysely/helpers/postgres', 'a migration that imports another part of kysely'],
  ['examples/demo', '../../src/index.js', 'an example that imports the source'],
  ['examples/demo', '../../adapters/memory/index.js', 'an example that imports an adapter by path'],
  ['examples/demo', '../../dist/index.js', 'an example that imports the build by path'],
];

const admitted: readonly Arrow[] = [
  ['src/domain', './mark.js', 'a domain module that imports the domain'],
  ['src/domain/telling', './turn.js', 'a rule of telling that imports another one'],
  ['src/domain/telling', '../delivery.js', 'a rule of telling that imports the domain'],
  ['src/ports', './clock.js', 'a port that imports a port'],
  ['src/ports', '../domain/mark.js', 'a port that imports the domain'],
  ['src/use-cases', './to-mark.js', 'a use case that imports a use case'],
  ['src/use-cases', '../ports/clock.js', 'a use case that imports a port'],
  ['src/use-cases', '../domain/mark.js', 'a use case that imports the domain'],
  ['src/use-cases', '../limits.js', 'a use case that imports the limits'],
  ['src/use-cases', '../events.js', 'a use case that imports the events'],
  ['src/use-cases', 'zod', 'a use case that imports zod'],
  ['src/notifications', './worker.js', 'the worker that imports itself'],
  ['src/notifications', '../ports/notifier.js', 'the worker that imports a port'],
  ['src/notifications', '../domain/delivery.js', 'the worker that imports the domain'],
  ['src/notifications', '../events.js', 'the worker that imports the events'],
  ['src/notifications', '../parse-options.js', 'the worker that imports how options are read'],
  ['src/notifications', 'p-queue', 'the worker that imports p-queue'],
  ['src/notifications', 'zod', 'the worker that imports zod'],
  ['src/readings', './recent-durations.js', 'a reading that imports a reading'],
  ['src/readings', '../ports/observable-repository.js', 'a reading that imports a port'],
  ['src/readings', '../domain/errors.js', 'a reading that imports the domain'],
  ['src/readings', '../events.js', 'a reading that imports the events'],
  ['src/rules', '../domain/decide-mark.js', 'a rule that imports the domain'],
  ['src/rules', '../domain/telling/turn.js', 'a rule that imports the rules of telling'],
  ['src/messages', './fill.js', 'a message that imports a message'],
  ['src/messages', '../domain/notification.js', 'a message that imports the domain'],
  ['src/messages', '../parse-options.js', 'a message that imports how options are parsed'],
  ['src/messages', 'zod', 'a message that imports zod'],
  ['src/batching', './lane.js', 'the batcher that imports itself'],
  ['src/batching', '../ports/attendance-repository.js', 'the batcher that imports a port'],
  ['src/batching', '../domain/errors.js', 'the batcher that imports the domain'],
  ['src/batching', 'zod', 'the batcher that imports zod'],
  ['src', './use-cases/to-mark.js', 'the core that imports a use case'],
  ['src', 'eventemitter3', 'the core that imports a dependency'],
  ['src/testing', '../index.js', 'the contract suite that imports the public entry'],
  ['adapters/memory', '../../src/index.js', 'an adapter that imports the public entry'],
  ['adapters/memory', './memory-store.js', 'an adapter that imports itself'],
  ['adapters/postgres', 'kysely', 'the Postgres adapter that imports kysely'],
  ['adapters/postgres/migrations', 'kysely', 'a migration that imports kysely'],
  ['adapters/postgres/migrations', 'kysely/migration', "a migration that imports kysely's migrations"],
  ['adapters/postgres/migrations', '../schema.js', "a migration that imports the schema's names"],
  ['adapters/postgres/migrations', './001-outbox.js', 'a migration that imports its other part'],
  ['examples/demo', 'rollbook', 'an example that imports the package by name'],
  ['examples/demo', 'rollbook/postgres', 'an example that imports an adapter by name'],
  ['examples/demo', './school.ts', 'an example that imports itself'],
];

const everyForm = [
  "import { a } from '../ports/clock.js';",
  "import type { a } from '../ports/clock.js';",
  "import * as a from '../ports/clock.js';",
  "import '../ports/clock.js';",
  "export { a } from '../ports/clock.js';",
  "export * from '../ports/clock.js';",
  "await import('../ports/clock.js');",
];

const nodeOnly: readonly (readonly [code: string, rule: string])[] = [
  ["import 'node:fs';", 'lint/correctness/noNodejsModules'],
  ["import 'fs';", 'lint/correctness/noNodejsModules'],
  ['export const zone = process.env.TZ;', 'lint/style/noProcessEnv'],
];

describe('import direction', () => {
  let rulesBroken: (code: string, folder: string) => readonly string[];

  beforeAll(async () => {
    rulesBroken = await lint([
      ...[...refused, ...admitted].map(([folder, specifier]) => ({ folder, code: importOf(specifier) })),
      ...everyForm.map((code) => ({ folder: 'src/domain', code })),
      ...nodeOnly.map(([code]) => ({ folder: 'src', code })),
    ]);
  });

  test.each(refused)('refuses, in %s, %s: %s', (folder, specifier) => {
    expect(rulesBroken(importOf(specifier), folder)).toContain('lint/style/noRestrictedImports');
  });

  test.each(admitted)('admits, in %s, %s: %s', (folder, specifier) => {
    expect(rulesBroken(importOf(specifier), folder)).toEqual([]);
  });

  test.each(everyForm)('refuses a wrong import in the form %s', (code) => {
    expect(rulesBroken(code, 'src/domain')).toContain('lint/style/noRestrictedImports');
  });

  test.each(nodeOnly)('refuses what runs on Node only in the core: %s', (code, rule) => {
    expect(rulesBroken(code, 'src')).toContain(rule);
  });
});

function importOf(specifier: string): string {
  return `export type { a } from '${specifier}';`;
}

interface Snippet {
  readonly folder: string;
  readonly code: string;
}

/** Lints all snippets, each as a file of its folder, by this repository's rules. */
async function lint(snippets: readonly Snippet[]): Promise<(code: string, folder: string) => readonly string[]> {
  const root = await mkdtemp(join(tmpdir(), 'rollbook-lint-'));
  try {
    await cp('biome.json', join(root, 'biome.json'));
    const paths = snippets.map(({ folder }, index) => `${folder}/snippet-${index}.ts`);
    for (const [index, path] of paths.entries()) await write(join(root, path), snippets[index]?.code ?? '');
    const found = await biome(root);
    return (code, folder) => {
      const at = paths[snippets.findIndex((snippet) => snippet.code === code && snippet.folder === folder)];
      return found.filter(({ path }) => path === at).map(({ rule }) => rule);
    };
  } finally {
    await rm(root, { recursive: true });
  }
}

async function write(path: string, code: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${code}\n`);
}

interface BiomeReport {
  readonly diagnostics: readonly { readonly category: string; readonly location: { readonly path: string } }[];
}

function biome(root: string): Promise<{ path: string; rule: string }[]> {
  const binary = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
  const flags = ['lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json', '.'];
  return new Promise((resolve) => {
    // It exits with 1, as it should: most of the snippets are bad.
    execFile(process.execPath, [binary, ...flags], { cwd: root }, (_failure, stdout) => {
      const report: BiomeReport = JSON.parse(stdout);
      resolve(report.diagnostics.map(({ category, location }) => ({ path: location.path, rule: category })));
    });
  });
}
