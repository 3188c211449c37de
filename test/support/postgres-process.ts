import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { RunAs } from './run-as.ts';

type Child = ChildProcessByStdio<null, null, Readable>;

/** The folders of a server's programs and data, and the user who runs the server. */
export interface PostgresFolders {
  readonly bin: string;
  readonly data: string;
  readonly runAs: RunAs;
}

/** Creates an empty database cluster in the data folder. */
export async function initialise({ bin, data, runAs }: PostgresFolders): Promise<void> {
  await mkdir(data, { mode: 0o700 });
  if (runAs.uid !== undefined && runAs.gid !== undefined) await chown(data, runAs.uid, runAs.gid);
  const flags = ['--username=postgres', '--auth=trust', '--locale=C', '--encoding=UTF8', '--no-sync'];
  await promisify(execFile)(join(bin, 'initdb'), [`--pgdata=${data}`, ...flags], { ...runAs, cwd: data });
}

/** One `postgres` on one data folder and port, which can be started again once it was stopped or killed. */
export class PostgresProcess {
  readonly port: number;
  readonly #folders: PostgresFolders;
  readonly #settings: Readonly<Record<string, string>>;
  #child: Child | undefined;

  constructor(folders: PostgresFolders, port: number, settings: Readonly<Record<string, string>>) {
    this.port = port;
    this.#folders = folders;
    this.#settings = { ...ownSettings, ...settings, port: String(port) };
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /**
   * Resolves when the server takes connections. For 30 s it waits until the remains of a killed predecessor are gone.
   */
  async start(): Promise<void> {
    const giveUpAt = performance.now() + 30_000;
    for (;;) {
      const failure = await this.#launch();
      if (failure === undefined) return;
      if (!isLeftByPredecessor(failure) || performance.now() > giveUpAt) throw new Error(`Postgres failed: ${failure}`);
      await delay(50);
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /**
   * @param signal  `SIGINT` disconnects the clients and makes a checkpoint. `SIGQUIT` leaves the checkpoint to the next
   *                start.
   */
  async shutDown(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  /** `kill -9` of the server and, where the system lists them, of the processes that the server has forked. */
  async crash(): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined) return;
    const forked = await childrenOf(child.pid);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    for (const pid of forked) killIfAlive(pid);
    await exited;
  }

  /** The log of the server before it exited. `undefined` when the server is ready. */
  #launch(): Promise<string | undefined> {
    const { bin, data, runAs } = this.#folders;
    const settings = Object.entries(this.#settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(join(bin, 'postgres'), ['-D', data, ...settings], {
      ...runAs,
      cwd: data,
      env: { ...process.env, LC_ALL: 'C' },
      // The server has a session of its own. Ctrl-C in a terminal reaches this process, which stops the server when it
      // is done.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    child.once('exit', () => {
      this.#child = undefined;
    });
    return failureOf(child);
  }
}

const ownSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  // Shared memory is in files of the data folder, so that nothing outlives the folder.
  ...(process.platform === 'win32' ? {} : { dynamic_shared_memory_type: 'mmap' }),
};

function failureOf(child: Child): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.once('error', reject);
    child.once('close', () => resolve(log || 'exited without a word'));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-4_000);
      if (log.includes('ready to accept connections')) resolve(undefined);
    });
  });
}

function isLeftByPredecessor(failure: string): boolean {
  return /shared memory block|postmaster\.pid|Address already in use/.test(failure);
}

async function childrenOf(pid: number): Promise<number[]> {
  const listed = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return listed.split(' ').filter(Boolean).map(Number);
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // The file is gone already.
  }
}
