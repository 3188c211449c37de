import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cleanUpAtExit } from './clean-up-at-exit.ts';
import { findFreePort } from './free-port.ts';
import { unprivilegedUser } from './run-as.ts';

/** A throwaway PgBouncer of this process's own, in transaction mode. */
export interface PgBouncer {
  /** The address of the same database through PgBouncer. */
  through(url: string): string;
  stop(): Promise<void>;
}

/** The version of this machine's `pgbouncer`, such as `1.18.0`. `undefined` where there is none. */
export async function findPgBouncerVersion(): Promise<string | undefined> {
  const { stdout } = await promisify(execFile)('pgbouncer', ['--version']).catch(() => ({ stdout: '' }));
  return /\d+(\.\d+)+/.exec(stdout)?.[0];
}

/**
 * Starts this machine's `pgbouncer` in front of a server.
 * @returns  `undefined` where there is none.
 */
export async function startPgBouncer(serverUrl: string): Promise<PgBouncer | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'rollbook-pgbouncer-'));
  // mkdtemp opens the folder to this user alone, and PgBouncer refuses to run as root.
  await chmod(folder, 0o755);
  const port = await findFreePort();
  const settings = join(folder, 'pgbouncer.ini');
  await writeFile(settings, settingsFor(new URL(serverUrl), port));
  const child = spawn('pgbouncer', [settings], {
    ...unprivilegedUser(),
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const forget = cleanUpAtExit(folder, () => child.kill('SIGKILL'));
  const stop = async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
    await rm(folder, { recursive: true, force: true });
    forget();
  };
  if (await isReady(child)) return { through: (url) => onPort(url, port), stop };
  await stop();
  return undefined;
}

/**
 * The settings allow few server connections for many clients, so that a client's next statement runs on another one.
 */
function settingsFor({ hostname, port: serverPort, username }: URL, port: number): string {
  return `[databases]
* = host=${hostname} port=${serverPort} user=${username}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
max_client_conn = 500
server_round_robin = 1
ignore_startup_parameters = extra_float_digits,options
`;
}

/** False when the process could not be started, or has exited. */
function isReady(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    let log = '';
    child.once('error', () => resolve(false));
    child.once('exit', () => resolve(false));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-4_000);
      if (log.includes('process up')) resolve(true);
    });
  });
}

function onPort(url: string, port: number): string {
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String(port);
  return through.href;
}
