import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { migrateToLatest } from 'rollbook/postgres';
import { conventionalSchemas, createConventionalTables } from './conventional-tables.ts';
import { insertHistory } from './history.ts';
import { createLeanTables } from './lean-tables.ts';
import { type BenchRoster, insertRoster, readRoster } from './roster.ts';

/** One database in which every contestant has its tables. */
export interface World {
  readonly url: string;
  readonly roster: BenchRoster;
  /** The number of records of past days that each contestant has. */
  readonly rows: number;
}

/** Creates a database with every contestant's tables and the same roster in each. */
export async function createTemplate(serverUrl: string): Promise<void> {
  await withPool(serverUrl, (pool) => pool.query('create database bench_template'));
  await withPool(urlOf(serverUrl, 'bench_template'), async (pool) => {
    await migrate(pool);
    await insertRoster(pool);
    for (const schema of conventionalSchemas) await createConventionalTables(pool, schema);
    await createLeanTables(pool);
  });
}

/** Copies the template and gives every contestant a history. */
export async function createWorld(serverUrl: string, rows: number): Promise<World> {
  const name = `bench_${rows}`;
  await withPool(serverUrl, (pool) => pool.query(`create database ${name} template bench_template strategy file_copy`));
  const url = urlOf(serverUrl, name);
  return withPool(url, async (pool) => {
    await insertHistory(pool, rows);
    await pool.query('vacuum analyze');
    await pool.query('checkpoint');
    return { url, rows, roster: await readRoster(pool) };
  });
}

/** Creates rollbook's tables in an empty database. */
export async function migrate(pool: Pool): Promise<void> {
  await migrateToLatest(new Kysely({ dialect: new PostgresDialect({ pool }) }));
}

/** Opens a pool of one connection for as long as `work` takes. */
export async function withPool<Result>(url: string, work: (pool: Pool) => Promise<Result>): Promise<Result> {
  const pool = new Pool({ connectionString: url, max: 1 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

/** The same server, another database. */
export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
