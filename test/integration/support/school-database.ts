import { randomInt, randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool, type PoolConfig } from 'pg';
import type { IdType } from 'rollbook';
import { migrateToLatest } from 'rollbook/postgres';
import { createDatabase } from '../../support/database.ts';

/** Where the tables are, and what ids are. */
export interface SchoolDatabaseOptions {
  readonly schema?: string;
  readonly idType?: IdType;
}

/** A school and its children, as the roster has them. */
export interface SchoolOnRoster {
  readonly schoolId: string;
  readonly childIds: readonly string[];
}

/** A migrated database of one suite's own. */
export interface SchoolDatabase {
  readonly url: string;
  /** A host's pool, of the superuser. */
  readonly pool: Pool;
  /** A host's Kysely instance, on a pool of its own. */
  readonly db: Kysely<unknown>;
  /** Another pool, ended with the database. */
  openPool(config?: PoolConfig): Pool;
  addSchool(school?: { readonly children?: number; readonly timezone?: string }): Promise<SchoolOnRoster>;
  drop(): Promise<void>;
}

/** Creates a database, its tables and two ways to it. */
export async function createSchoolDatabase(
  server: { readonly url: string },
  options: SchoolDatabaseOptions = {},
): Promise<SchoolDatabase> {
  const database = await createDatabase(server.url);
  const pools: Pool[] = [];
  const openPool = (config: PoolConfig = {}) => {
    const opened = createPool({ connectionString: database.url, ...config });
    pools.push(opened);
    return opened;
  };
  const pool = openPool();
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: openPool() }) });
  await migrateToLatest(db, options);
  return {
    url: database.url,
    pool,
    db,
    openPool,
    addSchool: (school) => addSchool(pool, options, school),
    drop: async () => {
      // Not waited for: a failed test may have left a client unreleased, which the drop then disconnects.
      for (const opened of pools) if (!opened.ending) void opened.end();
      await database.drop();
    },
  };
}

/** A pool that survives what the tests do to its server, with or without the library. */
export function createPool(config: PoolConfig): Pool {
  const pool = new Pool(config);
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** An id that nobody else has. */
export function newId(idType: IdType = 'uuid'): string {
  if (idType === 'bigint') return String(randomInt(1, 2 ** 47));
  return idType === 'uuid' ? randomUUID() : `id-${randomUUID()}`;
}

async function addSchool(
  pool: Pool,
  { schema = 'attendance', idType = 'uuid' }: SchoolDatabaseOptions,
  { children = 1, timezone = 'Asia/Jakarta' }: { readonly children?: number; readonly timezone?: string } = {},
): Promise<SchoolOnRoster> {
  const schoolId = newId(idType);
  const childIds = Array.from({ length: children }, () => newId(idType));
  await pool.query(`insert into ${schema}.schools (id, name, timezone) values ($1, 'A school', $2)`, [
    schoolId,
    timezone,
  ]);
  await pool.query(
    `insert into ${schema}.children (school_id, id, name)
    select $1, id, 'Child ' || lpad(place::text, 6, '0') from unnest($2::${idType}[]) with ordinality as c(id, place)`,
    [schoolId, childIds],
  );
  return { schoolId, childIds };
}
