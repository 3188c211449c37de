import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanUpAtExit } from '../../test/support/clean-up-at-exit.ts';
import { isAmiss, type ScenarioResult } from '../report/result.ts';
import type { Edit, Mutation } from './mutations.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const configurations = ['package.json', 'tsconfig.json', 'tsup.config.ts', 'vitest.config.ts'];
const copied = [...configurations, 'src', 'adapters', 'examples', 'test', 'bench', 'faults', 'tools'];

/**
 * Checks that the texts of a bug still stand in the sources.
 * @throws {Error} when a text does not stand there, or stands there more than once
 */
export async function requireToApply({ edits }: Mutation): Promise<void> {
  for (const edit of edits) await mutatedSource(root, edit);
}

/**
 * Runs the scenarios that have to catch a bug on a copy of the sources with the bug, and removes the copy.
 * @throws {Error} when the bug's text no longer stands in the sources exactly once, or the copy does not build or run.
 */
export async function runMutated({ edits, caughtBy }: Mutation, seed: number): Promise<readonly ScenarioResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rollbook-mutated-'));
  const started = new Set<ChildProcess>();
  const forget = cleanUpAtExit(folder, () => {
    for (const child of started) child.kill();
  });
  try {
    for (const name of copied) await cp(join(root, name), join(folder, name), { recursive: true });
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const edit of edits) await writeFile(join(folder, edit.file), await mutatedSource(folder, edit));
    return await runSuite(folder, started, ['--seed', String(seed), '--only', caughtBy.join(',')]);
  } finally {
    await rm(folder, { recursive: true, force: true });
    forget();
  }
}

/**
 * A file's text with the bug in it.
 * @throws {Error} when the text to change no longer stands there exactly once
 */
async function mutatedSource(folder: string, { file, from, to }: Edit): Promise<string> {
  const source = await readFile(join(folder, file), 'utf8');
  const times = source.split(from).length - 1;
  if (times !== 1) throw new Error(`${file} has ${times} times, not once: ${from}`);
  return source.replace(from, () => to);
}

async function runSuite(
  folder: string,
  started: Set<ChildProcess>,
  options: readonly string[],
): Promise<readonly ScenarioResult[]> {
  const run = async (command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const child = spawn(command, args, { cwd: folder, stdio: 'inherit', env: { ...process.env, ...env } });
    started.add(child);
    const [code]: unknown[] = await once(child, 'exit');
    started.delete(child);
    return code;
  };
  // A bug that somebody might write passes the compiler.
  if ((await run(join(root, 'node_modules/.bin/tsc'), ['--noEmit'])) !== 0) throw new Error('the copy has wrong types');
  // The migration's functions are frozen, and must have the bug too.
  const writeFunctions = ['run', 'test/unit/postgres/frozen-functions.test.ts'];
  if ((await run(join(root, 'node_modules/.bin/vitest'), writeFunctions, { WRITE_GOLDEN: '1' })) !== 0)
    throw new Error('the functions could not be written');
  if ((await run(join(root, 'node_modules/.bin/tsup'), ['--silent'])) !== 0) throw new Error('the copy does not build');
  const report = join(folder, 'report.json');
  const code = await run(process.execPath, ['faults/main.ts', ...options, '--out', report]);
  const written = await readFile(report, 'utf8').catch(() => undefined);
  if (written === undefined) throw new Error(`the suite wrote no report (exit ${code})`);
  const { results }: { readonly results: readonly ScenarioResult[] } = JSON.parse(written);
  if (code !== 0 && !results.some(isAmiss))
    throw new Error(`the suite died after ${results.length} scenarios that held (exit ${code})`);
  return results;
}
