import type { Pool } from 'pg';
import type { PostgresTransaction } from 'rollbook/postgres';
import type { SchoolDatabase } from './school-database.ts';

/** A transaction that a host has begun. */
export interface HostTransaction {
  /** Has a call join it. */
  readonly inside: { readonly transaction: PostgresTransaction };
  commit(): Promise<unknown>;
  rollback(): Promise<unknown>;
}

/** The ways in which a host may have begun one. */
export const hostTransactions: Readonly<Record<string, (database: SchoolDatabase) => Promise<HostTransaction>>> = {
  'a Kysely transaction': beginWithKysely,
  'a pg client': ({ pool }) => beginOnClient(pool),
  'a wrapper with query(text, values)': ({ pool }) => beginBehindWrapper(pool, (result) => result),
  'a wrapper whose query answers the rows themselves': ({ pool }) => beginBehindWrapper(pool, ({ rows }) => rows),
};

async function beginWithKysely({ db }: SchoolDatabase): Promise<HostTransaction> {
  const transaction = await db.startTransaction().execute();
  return {
    inside: { transaction },
    commit: () => transaction.commit().execute(),
    rollback: () => transaction.rollback().execute(),
  };
}

/** @param begin  Such as `begin isolation level serializable`. */
export async function beginOnClient(pool: Pool, begin = 'begin'): Promise<HostTransaction & { query: QueryOf }> {
  const client = await pool.connect();
  await client.query(begin);
  const finish = (statement: string) => client.query(statement).finally(() => client.release());
  return {
    inside: { transaction: client },
    query: (text) => client.query(text),
    commit: () => finish('commit'),
    rollback: () => finish('rollback'),
  };
}

type QueryOf = (text: string) => Promise<unknown>;

async function beginBehindWrapper(
  pool: Pool,
  toAnswer: (result: { rows: unknown[] }) => { rows: unknown[] } | unknown[],
): Promise<HostTransaction> {
  const client = await pool.connect();
  await client.query('begin');
  const finish = (statement: string) => client.query(statement).finally(() => client.release());
  return {
    inside: { transaction: { query: async (text, values) => toAnswer(await client.query(text, values)) } },
    commit: () => finish('commit'),
    rollback: () => finish('rollback'),
  };
}
