import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Figures of a release that runs on its own. */
export interface LoadFigures {
  readonly marked: number;
  /** Failed calls, by code and reason. */
  readonly failed: Readonly<Record<string, number>>;
}

/** A packed release that marks in a process of its own, without a pause. */
export interface RunningRelease {
  /** Marks each child again and again; answers once each connection has planned its statements for good. */
  load(): Promise<LoadFigures>;
  figures(): Promise<LoadFigures>;
  health(): Promise<{ readonly status: string; readonly hint?: string }>;
  /** Marks no more, and waits for what is under way. */
  settle(): Promise<LoadFigures>;
  finish(): Promise<{ readonly exitCode: unknown; readonly complaints: string }>;
}

/** The package as it is installed somewhere else. */
export interface PackedRelease {
  start(url: string, childIds: readonly string[]): RunningRelease;
  remove(): Promise<void>;
}

/** Builds and packs the sources as they are, and installs the package in a folder of its own, linked to its dependencies. */
export async function packRelease(): Promise<PackedRelease> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'rollbook-release-'));
  await build(join(folder, 'source'));
  const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  const { stdout: archive } = await run('npm', pack, { cwd: join(folder, 'source') });
  const installed = join(folder, 'node_modules', 'rollbook');
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', archive.trim(), '--strip-components=1', '-C', installed], { cwd: folder });
  await linkDependencies(folder);
  const script = join(folder, 'packed-release.ts');
  await copyFile(fileURLToPath(new URL('../fixtures/packed-release.ts', import.meta.url)), script);
  return {
    start: (url, childIds) => startRelease(script, [url, ...childIds]),
    remove: () => rm(folder, { recursive: true }),
  };
}

/** Not with the project's own `dist`, which may be that of another day. */
async function build(source: string): Promise<void> {
  const tsup = createRequire(import.meta.url).resolve('tsup/dist/cli-default.js');
  await run(process.execPath, [tsup, '--silent', '--no-dts', '--out-dir', join(source, 'dist')], { cwd: root });
  await copyFile(join(root, 'package.json'), join(source, 'package.json'));
}

async function linkDependencies(folder: string): Promise<void> {
  const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  for (const name of [...Object.keys(dependencies), 'kysely', 'pg']) {
    await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name), 'dir');
  }
}

function startRelease(script: string, args: readonly string[]): RunningRelease {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args]);
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaints = '';
  child.stderr.on('data', (text) => {
    complaints += text;
  });
  child.stdin.on('error', () => {});
  const ask = async (question: string) => {
    child.stdin.write(`${question}\n`);
    const { value } = await lines.next();
    if (value === undefined) throw new Error(`the release has exited: ${complaints}`);
    return JSON.parse(value);
  };
  return {
    load: () => ask('load'),
    figures: () => ask('figures'),
    health: () => ask('health'),
    settle: () => ask('settle'),
    finish: async () => {
      child.stdin.end();
      const [exitCode] = await exited;
      return { exitCode, complaints };
    },
  };
}
