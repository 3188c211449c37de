import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import type { AttendanceRepository, IdType } from 'rollbook';
import { createPostgresRepository, migrateToLatest, type PostgresTransaction } from 'rollbook/postgres';
import type { ContractFixture, ContractInput } from 'rollbook/testing';
import { createDatabase } from '../support/database.ts';
import { clearTables, createPostgresProbe } from './postgres-probe.ts';

/** How a host connects: with a pool of node-postgres, or through its Kysely. */
export type Connection = 'pool' | 'kysely';

/** A migrated database that all tests of one suite share, one after the other. */
export interface PostgresStore {
  /** Empties the tables and fills the roster. */
  createFixture(input: ContractInput): Promise<ContractFixture>;
  /** Disconnects and drops the database. */
  drop(): Promise<void>;
}

/** What is out of the ordinary about a store. */
export interface PostgresStoreOptions {
  /** What to do with the tables before they are used. */
  readonly change?: (db: Kysely<unknown>) => Promise<unknown>;
  /** The way that the repository takes to the database. Default: directly. */
  readonly through?: (url: string) => string;
  readonly preparedStatements?: boolean;
  /** The longest a call may take, in milliseconds. Default: as the repository has it. */
  readonly timeoutMs?: number;
}

type RepositoryOptions = Required<Pick<PostgresStoreOptions, 'preparedStatements' | 'timeoutMs'>> & {
  readonly idType: IdType;
  readonly childIdsAreGlobal?: boolean;
};

/** Creates a database on a server, with the tables in it. */
export async function createPostgresStore(
  serverUrl: string,
  connection: Connection,
  idType: IdType,
  {
    change = async () => {},
    through = (url) => url,
    preparedStatements = true,
    timeoutMs = 5_000,
  }: PostgresStoreOptions = {},
): Promise<PostgresStore> {
  const database = await createDatabase(serverUrl);
  const pool = createPool(through(database.url), 10);
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  await migrateToLatest(kysely, { idType });
  await change(kysely);
  const probePool = createPool(database.url, 4);
  const probe = createPostgresProbe(probePool, idType);
  const openHost = (promise: Pick<RepositoryOptions, 'childIdsAreGlobal'>) =>
    connection === 'pool'
      ? hostWithPool(pool, { idType, preparedStatements, timeoutMs, ...promise })
      : hostWithKysely(kysely, { idType, timeoutMs, ...promise });
  const [host, promising] = [openHost({}), openHost({ childIdsAreGlobal: true })];
  return {
    createFixture: async ({ roster, childIdsAreGlobal }) => {
      await clearTables(probePool);
      await probe.setRoster(roster);
      return { ...(childIdsAreGlobal ? promising : host), probe, dispose: async () => {} };
    },
    drop: async () => {
      await Promise.all([kysely.destroy(), probePool.end()]);
      await database.drop();
    },
  };
}

/** An ended pool's clients may still be there when the database is dropped, and hear of it. */
function createPool(connectionString: string, max: number): Pool {
  const pool = new Pool({ connectionString, max });
  return pool.on('connect', (client) => client.on('error', () => {}));
}

interface Host extends Pick<ContractFixture, 'transaction'> {
  readonly repository: AttendanceRepository<PostgresTransaction>;
}

function hostWithPool(pool: Pool, options: RepositoryOptions): Host {
  return {
    repository: createPostgresRepository({ pool, ...options }),
    transaction: async (callback) => {
      const client = await pool.connect();
      try {
        await client.query('begin');
        const result = await callback(client);
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback');
        throw error;
      } finally {
        client.release();
      }
    },
  };
}

function hostWithKysely(db: Kysely<unknown>, options: Omit<RepositoryOptions, 'preparedStatements'>): Host {
  return {
    repository: createPostgresRepository({ db, ...options }),
    transaction: (callback) => db.transaction().execute(callback),
  };
}
