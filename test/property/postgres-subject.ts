import type { Pool } from 'pg';
import { createPostgresRepository, type PostgresTransaction } from 'rollbook/postgres';
import type { Call, Reply } from './calls.ts';
import type { TestClock } from './clock.ts';
import { createCaller } from './library-subject.ts';
import { fillRoster, readTables } from './postgres-tables.ts';
import type { PostgresWorld } from './postgres-world.ts';
import type { HostClient, Subject } from './subject.ts';
import { applyToRoster, type CountKey, type World, type WorldRoster } from './world.ts';

/** The library with a database, emptied first. */
export async function createPostgresSubject(postgres: PostgresWorld, world: World, clock: TestClock): Promise<Subject> {
  const { pool } = postgres;
  await postgres.empty();
  await fillRoster(pool, world);
  const call = createCaller(createPostgresRepository({ pool }), world, clock);
  let roster: WorldRoster = world;
  return {
    call,
    transaction: (calls, end, client) =>
      begin[client](postgres, end, (transaction) => inOrder(calls, call, transaction)),
    happen: async (happening) => {
      if (happening.kind === 'count drifts') return drift(pool, happening.count, happening.by);
      roster = applyToRoster(roster, happening);
      await fillRoster(pool, roster);
    },
    tables: () => readTables(pool),
  };
}

type Clients = Pick<PostgresWorld, 'pool' | 'kysely'>;
type End = 'commit' | 'rollback';
type Work = (transaction: PostgresTransaction) => Promise<readonly Reply[]>;

async function inOrder(
  calls: readonly Call[],
  callIn: (call: Call, transaction: PostgresTransaction) => Promise<Reply>,
  transaction: PostgresTransaction,
): Promise<readonly Reply[]> {
  const replies: Reply[] = [];
  for (const call of calls) replies.push(await callIn(call, transaction));
  return replies;
}

/** A transaction of each kind that a host may have. */
const begin: Readonly<Record<HostClient, (clients: Clients, end: End, work: Work) => Promise<readonly Reply[]>>> = {
  kysely: async ({ kysely }, end, work) => {
    const transaction = await kysely.startTransaction().execute();
    const replies = await work(transaction);
    await transaction[end]().execute();
    return replies;
  },
  pg: async ({ pool }, end, work) => {
    const client = await pool.connect();
    await client.query('begin');
    const replies = await work(client);
    await client.query(end);
    client.release();
    return replies;
  },
};

async function drift(pool: Pool, { schoolId, date, session, status }: CountKey, by: number): Promise<void> {
  const sql = `insert into attendance.daily_counts as c (school_id, date, session, status, count) values ($1, $2, $3, $4, $5)
    on conflict (school_id, date, session, status) do update set count = c.count + excluded.count`;
  await pool.query(sql, [schoolId, date, session, status, by]);
}
