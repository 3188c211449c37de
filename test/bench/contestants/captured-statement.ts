import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import { createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import type { BulkMark } from './contestant.ts';

/** What rollbook sent for known marks, as node-postgres got it. */
export interface CapturedStatement {
  /** How many marks it was sent for. */
  readonly marks: number;
  readonly config: QueryConfig;
  /** What the marks said, so that their values can be told in the parameters. */
  readonly now: string;
  readonly jobIds: ReadonlySet<string>;
  readonly example: BulkMark;
}

/** Long before the benchmark's days, whose records it leaves alone. */
const now = new Date('2020-01-01T00:00:00.123Z');

/**
 * Lets rollbook mark children of one school and listens to what its pool is sent.
 * @param how  `single` marks all of them at once one by one, so that they are coalesced, and answers with the largest statement.
 */
export async function captureStatement(
  pool: Pool,
  how: 'single' | 'bulk',
  example: BulkMark,
): Promise<CapturedStatement> {
  const sent: QueryConfig[] = [];
  const jobIds = new Set<string>();
  const attendance = createAttendance({
    repository: createPostgresRepository({
      pool: listeningPool(pool, (config) => sent.push(config)),
      timeoutMs: 60_000,
    }),
    clock: { now: () => now },
    ids: () => {
      const id = randomUUID();
      jobIds.add(id);
      return id;
    },
    notifications: { outbox: true },
  });
  const { childIds, ...rest } = { ...example, markedBy: 'teacher' };
  if (how === 'bulk') await attendance.markBulkAttendance({ ...rest, childIds });
  else await Promise.all(childIds.map((childId) => attendance.markAttendance({ ...rest, childId })));
  await attendance.close();
  const [largest] = sent.toSorted((a, b) => marksOf(b, example) - marksOf(a, example));
  if (!largest) throw new Error('expected rollbook to send a statement');
  return { marks: marksOf(largest, example), config: largest, now: now.toISOString(), jobIds, example };
}

/** How many children a statement names: the length of the parameter that lists them. */
function marksOf({ values = [] }: QueryConfig, { childIds }: BulkMark): number {
  const lists = values.filter((value) => Array.isArray(value) && childIds.includes(String(value[0])));
  const [list] = lists;
  if (!Array.isArray(list)) throw new Error('expected a parameter that lists the children');
  return list.length;
}

/** A pool as rollbook needs it, which tells what its clients are asked. */
function listeningPool(pool: Pool, listen: (config: QueryConfig) => void) {
  const listeningClient = (client: PoolClient) => ({
    query: (config: QueryConfig) => {
      listen(config);
      return client.query(config);
    },
    release: (destroy?: boolean) => client.release(destroy),
    on: (event: 'error', listener: () => void) => client.on(event, listener),
    removeListener: (event: 'error', listener: () => void) => client.removeListener(event, listener),
  });
  return {
    connect: async () => listeningClient(await pool.connect()),
    on: (event: 'error', listener: () => void) => pool.on(event, listener),
  };
}
