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
  ['src/domain', '../use-cases/marks/to-mark.js', 'a domain module that imports a use case'],
  ['src/domain', '../input/limits.js', 'a domain module that imports how input is read'],
  ['src/domain', './telling/turn.js', 'a domain module that imports a capability'],
  ['src/domain', 'zod', 'a domain module that imports zod'],
  ['src/domain', 'pg', 'a domain module that imports pg'],
  ['src/domain', '../../adapters/memory/index.js', 'a domain module that imports an adapter'],
  ['src/domain/marks', '../telling/x.js', 'a rule of marks that imports telling'],
  ['src/domain/marks', '../registers/x.js', 'a rule of marks that imports registers'],
  ['src/domain/registers', '../telling/x.js', 'a rule of registers that imports telling'],
  ['src/domain/telling', '../retention/x.js', 'a rule of telling that imports retention'],
  ['src/domain/telling', '../registers/x.js', 'a rule of telling that imports registers'],
  ['src/domain/retention', '../registers/x.js', 'a rule of retention that imports registers'],
  ['src/domain/marks', '../../ports/clock.js', 'a rule of marks that imports a port'],
  ['src/domain/marks', '../../input/limits.js', 'a rule of marks that imports how input is read'],
  ['src/domain/marks', 'zod', 'a rule of marks that imports zod'],
  ['src/domain/registers', '../../ports/clock.js', 'a rule of registers that imports a port'],
  ['src/domain/registers', '../../input/limits.js', 'a rule of registers that imports how input is read'],
  ['src/domain/registers', 'zod', 'a rule of registers that imports zod'],
  ['src/domain/telling', '../../ports/clock.js', 'a rule of telling that imports a port'],
  ['src/domain/telling', '../../input/limits.js', 'a rule of telling that imports how input is read'],
  ['src/domain/telling', 'zod', 'a rule of telling that imports zod'],
  ['src/domain/retention', '../../ports/clock.js', 'a rule of retention that imports a port'],
  ['src/domain/retention', '../../input/limits.js', 'a rule of retention that imports how input is read'],
  ['src/domain/retention', 'zod', 'a rule of retention that imports zod'],
  ['src/ports', '../use-cases/marks/to-mark.js', 'a port that imports a use case'],
  ['src/ports', '../index.js', 'a port that imports the public entry'],
  ['src/ports', '../input/limits.js', 'a port that imports how input is read'],
  ['src/ports', 'kysely', 'a port that imports kysely'],
  ['src/input', '../events/events.js', 'reading input that imports events'],
  ['src/input', '../use-cases/context.js', 'reading input that imports a use case'],
  ['src/input', 'eventemitter3', 'reading input that imports a package other than zod'],
  ['src/events', '../use-cases/context.js', 'events that import a use case'],
  ['src/events', '../telling/worker.js', 'events that import the worker'],
  ['src/events', 'zod', 'events that import a package other than eventemitter3'],
  ['src/rate-limit', '../use-cases/context.js', 'a rate limit that imports a use case'],
  ['src/rate-limit', '../batching/batcher.js', 'a rate limit that imports the batcher'],
  ['src/rate-limit', 'zod', 'a rate limit that imports a package'],
  ['src/use-cases', '../attendance/attendance.js', 'a use case that imports what wires it'],
  ['src/use-cases/marks', '../../attendance/attendance.js', 'a use case that imports what wires it'],
  ['src/use-cases/marks', '../../index.js', 'a use case that imports the public entry'],
  ['src/use-cases/marks', 'eventemitter3', 'a use case that imports a package other than zod'],
  ['src/use-cases/marks', '../../batching/batcher.js', 'a use case that imports the batcher'],
  ['src/use-cases/marks', '../../readings/readings.js', 'a use case that imports who measures it'],
  ['src/use-cases/registers', '../../../adapters/postgres/index.js', 'a use case that imports an adapter'],
  ['src/use-cases/retention', '../../telling/worker.js', 'a use case that imports the worker'],
  ['src/telling', '../use-cases/marks/to-mark.js', 'the worker that imports a use case'],
  ['src/telling', '../attendance/attendance.js', 'the worker that imports what wires it'],
  ['src/telling', '../index.js', 'the worker that imports the public entry'],
  ['src/telling', '../batching/batcher.js', 'the worker that imports the batcher'],
  ['src/telling', 'eventemitter3', 'the worker that imports a package other than p-queue and zod'],
  ['src/telling', '../../adapters/postgres/index.js', 'the worker that imports an adapter'],
  ['src/readings', '../use-cases/context.js', 'a reading that imports a use case'],
  ['src/readings', '../attendance/attendance.js', 'a reading that imports what wires it'],
  ['src/readings', 'zod', 'a reading that imports a package'],
  ['src/rules', '../ports/clock.js', 'a rule that imports a port'],
  ['src/messages', '../index.js', 'a message that imports the public entry'],
  ['src/messages', '../ports/notifier.js', 'a message that imports a port'],
  ['src/messages', 'eventemitter3', 'a message that imports a package other than zod'],
  ['src/batching', 'pg', 'the batcher that imports pg'],
  ['src/batching', '../use-cases/marks/to-mark.js', 'the batcher that imports a use case'],
  ['src/batching', '../index.js', 'the batcher that imports the public entry'],
  ['src/batching', '../readings/readings.js', 'the batcher that imports who reads it'],
  ['src/attendance', '../../adapters/memory/index.js', 'the front door that imports an adapter'],
  ['src', '../adapters/memory/index.js', 'the core that imports an adapter'],
  ['src', '../examples/demo/main.js', 'the core that imports an example'],
  ['src', '../test/support/database.js', 'the core that imports a test'],
  ['src', '../bench/main.js', 'the core that imports the benchmark'],
  ['src', '../faults/main.js', 'the core that imports the fault suite'],
  ['src', 'pg', 'the core that imports pg'],
  ['src', 'kysely', 'the core that imports kysely'],
  ['src', 'kysely/migration', 'the core that imports a part of kysely'],
  ['src', 'rollbook/memory', 'the core that imports its own build'],
  ['src/testing', '../../adapters/memory/index.js', 'the contract suite that imports an adapter'],
  ['adapters/memory', '../../src/domain/marks/mark.js', 'an adapter that imports the domain past the public entry'],
  [
    'adapters/memory',
    '../../src/ports/attendance-repository.js',
    'an adapter that imports a port past the public entry',
  ],
  [
    'adapters/memory/marks',
    '../../../src/domain/marks/mark.js',
    'a room of an adapter that imports the domain past the public entry',
  ],
  ['adapters/memory', '../../src/use-cases/marks/to-mark.js', 'an adapter that imports a use case'],
  ['adapters/memory/store', '../roster/roster-index.js', 'the store of memory that imports another room or package'],
  ['adapters/memory/store', '../telling/claim.js', 'the store of memory that imports another room or package'],
  ['adapters/memory/roster', '../marks/mark-store.js', 'the roster of memory that imports another room or package'],
  ['adapters/memory/marks', '../telling/outbox.js', 'the marks of memory that imports another room or package'],
  ['adapters/memory/marks', '../registers/count-keeper.js', 'the marks of memory that imports another room or package'],
  [
    'adapters/memory/registers',
    '../marks/mark-store.js',
    'the registers of memory that imports another room or package',
  ],
  ['adapters/memory/telling', '../marks/mark-store.js', 'the telling of memory that imports another room or package'],
  ['adapters/memory/retention', '../telling/outbox.js', 'the retention of memory that imports another room or package'],
  ['adapters/memory/marks', '../../postgres/index.js', 'the marks of memory that imports another room or package'],
  ['adapters/memory/marks', 'zod', 'the marks of memory that imports another room or package'],
  ['src/testing/kit', '../contract/repository-contract.js', 'the kit that imports the contract'],
  ['src/testing/kit', '../../index.js', 'the kit that imports the public entry'],
  ['src/testing/contract', '../index.js', 'the contract that imports its entry'],
  ['src/testing/contract/marks', '../telling/claims.js', 'a topic of marks that imports telling'],
  ['src/testing/contract/marks', '../../index.js', 'a topic of the contract that imports the entry'],
  ['src/testing/contract/telling', '../../../telling/worker.js', 'a topic of telling that imports the worker'],
  ['src/testing/contract/world', '../marks/races.js', 'the world of the contract that imports a topic'],
  ['adapters/postgres', '../../src/testing/index.js', 'an adapter that imports the contract suite'],
  ['adapters/postgres', '../../test/support/database.js', 'an adapter that imports a test'],
  ['adapters/postgres', '../../bench/main.js', 'an adapter that imports the benchmark'],
  ['adapters/postgres', 'rollbook', 'an adapter that imports the build'],
  ['adapters/postgres/sql', '../schema/schema.js', 'SQL of the Postgres adapter that imports the schema'],
  ['adapters/postgres/sql', '../connection/execute.js', 'SQL of the Postgres adapter that imports how statements run'],
  ['adapters/postgres/sql', 'kysely', 'SQL of the Postgres adapter that imports kysely'],
  ['adapters/postgres/schema', '../connection/execute.js', 'the schema that imports how statements run'],
  ['adapters/postgres/schema', '../migrations/001-attendance.js', 'the schema that imports a migration'],
  ['adapters/postgres/connection', '../marks/mark-store.js', 'the connection that imports a capability'],
  ['adapters/postgres/connection', '../roster/enrolment.js', 'the connection that imports the roster'],
  ['adapters/postgres/connection', 'pg', 'the connection that imports pg'],
  ['adapters/postgres/roster', '../registers/register.js', 'the roster that imports registers'],
  ['adapters/postgres/roster', '../connection/execute.js', 'the roster that imports how statements run'],
  ['adapters/postgres/marks', '../telling/outbox.js', 'marks of the Postgres adapter that import telling'],
  ['adapters/postgres/marks', 'kysely', 'marks of the Postgres adapter that import kysely'],
  ['adapters/postgres/marks', '../postgres-repository.js', 'marks of the Postgres adapter that import what wires them'],
  ['adapters/postgres/registers', '../marks/mark-store.js', 'registers of the Postgres adapter that import marks'],
  ['adapters/postgres/registers', 'kysely', 'registers of the Postgres adapter that import kysely'],
  ['adapters/postgres/telling', '../retention/purge.js', 'telling of the Postgres adapter that imports retention'],
  ['adapters/postgres/telling', 'kysely', 'telling of the Postgres adapter that imports kysely'],
  ['adapters/postgres/retention', '../registers/register.js', 'retention that imports registers'],
  ['adapters/postgres/retention', '../telling/outbox.js', 'retention of the Postgres adapter that imports telling'],
  ['adapters/postgres/retention', 'kysely', 'retention of the Postgres adapter that imports kysely'],
  [
    'adapters/postgres/marks',
    '../../../src/ports/mark-store.js',
    'a room of Postgres that imports a port past the entry',
  ],
  ['adapters/postgres/migrations', '../sql/columns.js', 'a migration that imports what queries share'],
  ['adapters/postgres/migrations', '../connection/execute.js', 'a migration that imports how statements run'],
  ['adapters/postgres/migrations', '../schema/schema-gate.js', 'a migration that imports the gate'],
  ['adapters/postgres/migrations', '../../../src/index.js', 'a migration that imports the core'],
  ['adapters/postgres/migrations', '../../../src/rules/index.js', 'a migration that imports a rule'],
  ['adapters/postgres/migrations', 'zod', 'a migration that imports a package other than kysely'],
  ['adapters/postgres/migrations', 'kysely/helpers/postgres', 'a migration that imports another part of kysely'],
  ['examples/demo', '../../src/index.js', 'an example that imports the source'],
  ['examples/demo', '../../adapters/memory/index.js', 'an example that imports an adapter by path'],
  ['examples/demo', '../../dist/index.js', 'an example that imports the build by path'],
  ['src/visits', '../index.js', 'a capability that imports the public entry'],
  ['src/visits', '../use-cases/marks/to-mark.js', 'a capability that imports a use case of attendance'],
  ['src/visits', '../batching/batcher.js', 'a capability that imports the batcher'],
  ['src/visits', '../reports/report.js', 'a capability that imports another one'],
  ['src/visits', 'p-queue', 'a capability that imports a package other than zod'],
  ['src/visits/rules', '../../ports/clock.js', 'a rule of a capability that imports a port'],
  ['src/visits/rules', '../index.js', 'a rule of a capability that imports its entry'],
  ['src/visits/rules', 'zod', 'a rule of a capability that imports zod'],
  ['adapters/memory/visits', '../../../src/visits/port.js', 'an adapter that imports a capability past its entry'],
];

const admitted: readonly Arrow[] = [
  ['src/domain', './roster.js', 'a domain module that imports the domain'],
  ['src/domain/marks', './mark.js', 'a rule of marks that imports another one'],
  ['src/domain/marks', '../school-day.js', 'a rule of marks that imports the domain'],
  ['src/domain/registers', '../record.js', 'a rule of registers that imports the domain'],
  ['src/domain/telling', './turn.js', 'a rule of telling that imports another one'],
  ['src/domain/telling', '../outcome.js', 'a rule of telling that imports the domain'],
  ['src/domain/retention', '../telling/subject.js', 'a rule of retention that imports telling'],
  ['src/ports', './clock.js', 'a port that imports a port'],
  ['src/ports', '../domain/marks/mark.js', 'a port that imports the domain'],
  ['src/input', '../domain/errors.js', 'reading input that imports the domain'],
  ['src/input', '../ports/clock.js', 'reading input that imports a port'],
  ['src/input', 'zod', 'reading input that imports zod'],
  ['src/events', '../input/parse-options.js', 'events that import how input is read'],
  ['src/events', 'eventemitter3', 'events that import eventemitter3'],
  ['src/rate-limit', '../events/events.js', 'a rate limit that imports the events'],
  ['src/rate-limit', '../ports/rate-limiter.js', 'a rate limit that imports a port'],
  ['src/use-cases/marks', './to-mark.js', 'a use case that imports a use case'],
  ['src/use-cases/marks', '../../ports/clock.js', 'a use case that imports a port'],
  ['src/use-cases/marks', '../../domain/marks/mark.js', 'a use case that imports the domain'],
  ['src/use-cases/marks', '../../input/limits.js', 'a use case that imports how input is read'],
  ['src/use-cases/marks', '../../events/events.js', 'a use case that imports the events'],
  ['src/use-cases/marks', '../../rate-limit/limit-rate.js', 'a use case that imports the rate limit'],
  ['src/telling', './worker.js', 'the worker that imports itself'],
  ['src/telling', '../ports/notifier.js', 'the worker that imports a port'],
  ['src/telling', '../domain/telling/delivery.js', 'the worker that imports the domain'],
  ['src/telling', '../events/events.js', 'the worker that imports the events'],
  ['src/telling', '../input/parse-options.js', 'the worker that imports how options are read'],
  ['src/telling', 'p-queue', 'the worker that imports p-queue'],
  ['src/telling', 'zod', 'the worker that imports zod'],
  ['src/readings', './recent-durations.js', 'a reading that imports a reading'],
  ['src/readings', '../ports/observable-repository.js', 'a reading that imports a port'],
  ['src/readings', '../domain/errors.js', 'a reading that imports the domain'],
  ['src/readings', '../events/events.js', 'a reading that imports the events'],
  ['src/rules', '../domain/enrolment.js', 'a rule that imports the domain'],
  ['src/rules', '../domain/telling/turn.js', 'a rule that imports the rules of telling'],
  ['src/messages', './texts.js', 'a message that imports a message'],
  ['src/messages', '../domain/telling/notification.js', 'a message that imports the domain'],
  ['src/messages', '../input/parse-options.js', 'a message that imports how options are parsed'],
  ['src/messages', 'zod', 'a message that imports zod'],
  ['src/batching', './mark-queue.js', 'the batcher that imports itself'],
  ['src/batching', '../ports/attendance-repository.js', 'the batcher that imports a port'],
  ['src/batching', '../domain/errors.js', 'the batcher that imports the domain'],
  ['src/batching', '../input/refusals.js', 'the batcher that imports how calls are refused'],
  ['src/batching', 'zod', 'the batcher that imports zod'],
  ['src/attendance', '../use-cases/marks/mark-attendance.js', 'the front door that imports a use case'],
  ['src', './use-cases/marks/mark-one.js', 'the core that imports a use case'],
  ['src/testing', '../index.js', 'the contract suite that imports the public entry'],
  ['adapters/memory', '../../src/index.js', 'an adapter that imports the public entry'],
  ['adapters/memory/marks', '../../../src/rules/index.js', 'an adapter that imports the rules'],
  ['adapters/memory', './store/memory-store.js', 'an adapter that imports itself'],
  ['adapters/memory/store', './memory-state.js', 'the store of memory that imports a lower room'],
  ['adapters/memory/roster', '../store/memory-store.js', 'the roster of memory that imports a lower room'],
  ['adapters/memory/marks', '../roster/memory-parts.js', 'the marks of memory that imports a lower room'],
  ['adapters/memory/registers', '../store/memory-store.js', 'the registers of memory that imports a lower room'],
  ['adapters/memory/telling', '../../../src/rules/index.js', 'the telling of memory that imports a lower room'],
  ['adapters/memory/retention', '../../../src/index.js', 'the retention of memory that imports a lower room'],
  ['src/testing/kit', '../../domain/roster.js', 'the kit that imports the domain'],
  ['src/testing/contract/marks', '../../kit/test-ids.js', 'the contract that imports the kit'],
  ['src/testing/contract', './marks/topics.js', 'the contract that imports a list of topics'],
  ['src/testing/contract/marks', '../world/contract-world.js', 'a topic of the contract that imports the world'],
  [
    'src/testing/contract/world',
    '../../../attendance/attendance.js',
    'the world of the contract that imports the front door',
  ],
  ['adapters/postgres', 'kysely', 'the Postgres adapter that imports kysely'],
  ['adapters/postgres/sql', './sql.js', 'SQL of the Postgres adapter that imports itself'],
  ['adapters/postgres/schema', '../sql/sql.js', 'the schema that imports how SQL is written'],
  ['adapters/postgres/connection', '../schema/schema-gate.js', 'the connection that imports the gate'],
  ['adapters/postgres/connection', 'kysely', 'the connection that imports kysely'],
  ['adapters/postgres/connection', 'p-retry', 'the connection that imports p-retry'],
  ['adapters/postgres/roster', '../schema/schema.js', 'the roster that imports the schema'],
  ['adapters/postgres/marks', '../roster/enrolment.js', 'marks of the Postgres adapter that import the roster'],
  ['adapters/postgres/marks', '../../../src/rules/index.js', 'marks of the Postgres adapter that import the rules'],
  [
    'adapters/postgres/registers',
    '../roster/school-day.js',
    'registers of the Postgres adapter that import the roster',
  ],
  ['adapters/postgres/telling', '../connection/execute.js', 'telling that imports how statements run'],
  ['adapters/postgres/retention', 'zod', 'retention of the Postgres adapter that imports zod'],
  ['adapters/postgres/migrations', 'kysely', 'a migration that imports kysely'],
  ['adapters/postgres/migrations', 'kysely/migration', "a migration that imports kysely's migrations"],
  ['adapters/postgres/migrations', '../schema/schema.js', "a migration that imports the schema's names"],
  ['adapters/postgres/migrations', './001-outbox.js', 'a migration that imports its other part'],
  ['examples/demo', 'rollbook', 'an example that imports the package by name'],
  ['examples/demo', 'rollbook/postgres', 'an example that imports an adapter by name'],
  ['examples/demo', './school.ts', 'an example that imports itself'],
  ['src/visits', './port.js', 'a capability that imports itself'],
  ['src/visits', './rules/may-visit.js', 'a capability that imports its rules'],
  ['src/visits', '../ports/clock.js', 'a capability that imports a port'],
  ['src/visits', '../domain/school-day.js', 'a capability that imports the domain'],
  ['src/visits', '../input/parse-command.js', 'a capability that imports how input is parsed'],
  ['src/visits', '../events/events.js', 'a capability that imports the events'],
  ['src/visits', 'zod', 'a capability that imports zod'],
  ['src/visits/rules', '../visit.js', 'a rule of a capability that imports its types'],
  ['src/visits/rules', '../../domain/school-day.js', 'a rule of a capability that imports the domain'],
  ['adapters/memory/visits', '../../../src/visits/index.js', 'an adapter that imports the entry of a capability'],
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
