import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { type Attendance, createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { Brake } from '../load/brake.ts';
import { Load, type LoadOptions } from '../load/load.ts';
import { createRunInTransaction } from '../load/run-in-transaction.ts';
import { hostName } from './backends.ts';
import { breachesOfLoad } from './breaches.ts';
import { recordHostParts } from './recorded-host-parts.ts';
import { breachesOfSessions } from './sessions.ts';
import type { Stage } from './stage.ts';
import { breachesOfWorker } from './until-told.ts';

/** A host under load, which tells guardians too. */
export interface LoadedHost {
  readonly pool: Pool;
  readonly attendance: Attendance;
  readonly load: Load;
  /**
   * Ends the load once every command is answered, then the host, once its worker has told everything that waits.
   * @returns  Descriptions of errors that no fault excuses.
   */
  stop(): Promise<readonly string[]>;
}

/** The way in which a host reaches its database. */
interface HostOptions {
  /** The address of the database. Default: directly. */
  readonly url?: string;
  /** The part that the library gets: the pool itself (default), or a Kysely instance on it. */
  readonly connectsBy?: 'pool' | 'db';
  /** The number of connections. Default 8. */
  readonly max?: number;
  /** The library's own limit of a call, in milliseconds. Default: the library's. */
  readonly timeoutMs?: number;
  /** The pool's limit of opening a connection, in milliseconds. Default none. */
  readonly connectionTimeoutMillis?: number;
  /** False if the library may not name its statements. Default: the library's. */
  readonly preparedStatements?: boolean;
}

/** The way in which a host is built, and the load on it. */
export interface LoadedHostOptions extends HostOptions, Pick<LoadOptions, 'seed' | 'pauseMs' | 'nextCommand'> {
  /** True if the host delivers, false if its marks only write jobs, for others to deliver. Default true. */
  readonly delivers?: boolean;
  /** Messages that may wait before the host's clients wait for them. Default: no limit. */
  readonly mostWaiting?: number;
  /** True if a tenth of the marks are made in transactions of the host. Default false. */
  readonly hasTransactions?: boolean;
}

/** Starts a host with load. Where the library can listen for the pool's errors, nobody else does. */
export async function startLoadedHost(stage: Stage, options: LoadedHostOptions): Promise<LoadedHost> {
  const { schools, ledger, complain, onFailure } = stage;
  const { delivers = true, hasTransactions = false, mostWaiting } = options;
  const { pool, attendance } = createHost(stage, options);
  if (delivers) await attendance.notifications.start();
  const transactions = hasTransactions ? { runInTransaction: createRunInTransaction(pool) } : {};
  const brake = mostWaiting === undefined ? {} : { brake: new Brake(stage.database.pool, mostWaiting) };
  const load = Load.start({ ...options, ...transactions, ...brake, host: () => attendance, schools, ledger });
  onFailure(() => {
    load.abandon();
    void attendance.close().then(() => pool.end());
  });
  await load.untilAcknowledged(100);
  const stop = async () => {
    await load.stop();
    const left = delivers ? await breachesOfWorker(attendance) : [];
    await attendance.close();
    complain(await breachesOfSessions(pool));
    await pool.end();
    return [...breachesOfLoad(load), ...left];
  };
  return { pool, attendance, load, stop };
}

function createHost(
  { database, telling }: Stage,
  { url = database.url, max = 8, connectionTimeoutMillis, connectsBy, timeoutMs, preparedStatements }: HostOptions,
) {
  const pool = new Pool({ connectionString: url, max, connectionTimeoutMillis, application_name: hostName });
  const repository = createPostgresRepository({
    ...(connectsBy === 'db' ? { db: createKysely(pool) } : { pool }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(preparedStatements !== undefined && { preparedStatements }),
  });
  const attendance = createAttendance({
    ...recordHostParts(repository, (notification) => telling.hear(notification)),
    notifications: { leaseMs: 10_000, pollMs: 50 },
  });
  return { pool, attendance };
}

/**
 * Makes a Kysely instance. Through Kysely the library cannot hear of errors on the pool's connections, so the host
 * listens for them.
 */
function createKysely(pool: Pool): Kysely<unknown> {
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return new Kysely({ dialect: new PostgresDialect({ pool }) });
}

function ignore(): void {}
