import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import { type Attendance, createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import type { Card } from '../load/deck.ts';
import { readArray } from './array-texts.ts';

/** A statement that rollbook sent for known marks, as node-postgres got it. */
export interface CapturedStatement {
  /** The number of marks that the statement was sent for. */
  readonly marks: number;
  /** True if all marks are of one school, for which rollbook's text may differ. */
  readonly isOneSchool: boolean;
  readonly config: QueryConfig;
  readonly known: KnownValues;
}

/** The values of the marks, by which the parameters are recognised. */
export interface KnownValues {
  readonly now: string;
  readonly status: string;
  readonly schoolIds: ReadonlySet<unknown>;
  readonly childIds: ReadonlySet<unknown>;
  readonly jobIds: ReadonlySet<unknown>;
}

/** An instant long before the benchmark's days, so that their records are left alone. */
const now = new Date('2020-01-01T00:00:00.123Z');

/**
 * Lets rollbook mark children and captures the statements that its pool is sent.
 * @param how    `single` marks children one by one at the same time, so that they are coalesced. `bulk` marks the first
 *               child's school.
 * @param cards  The children, none of them twice.
 * @returns      The largest statement.
 */
export async function captureStatement(
  pool: Pool,
  how: 'single' | 'bulk',
  cards: readonly Card[],
): Promise<CapturedStatement> {
  const sent: QueryConfig[] = [];
  const jobIds = new Set<string>();
  const attendance = createAttendance({
    repository: createPostgresRepository({
      pool: listeningPool(pool, (config) => sent.push(config)),
      timeoutMs: 60_000,
    }),
    clock: { now: () => now },
    ids: () => rememberIn(jobIds, randomUUID()),
    notifications: { outbox: true },
  });
  await markCards(attendance, how, cards);
  await attendance.close();
  const childIds = new Set<unknown>(cards.map(({ childId }) => childId));
  const schoolIds = new Set<unknown>(cards.map(({ schoolId }) => schoolId));
  const known = { now: now.toISOString(), status: 'present', schoolIds, childIds, jobIds };
  const statements = sent.map((config) => ({ marks: marksOf(config, childIds), config, known }));
  const [largest] = statements.toSorted((a, b) => b.marks - a.marks);
  if (!largest) throw new Error('expected rollbook to send a statement');
  return { ...largest, isOneSchool: schoolIds.size === 1 };
}

async function markCards(attendance: Attendance, how: 'single' | 'bulk', cards: readonly Card[]): Promise<void> {
  const rest = { status: 'present', markedBy: 'teacher' } as const;
  const childIds = cards.map(({ childId }) => childId);
  if (how === 'bulk') await attendance.markBulkAttendance({ ...rest, schoolId: cards[0]?.schoolId ?? '', childIds });
  else await Promise.all(cards.map((card) => attendance.markAttendance({ ...rest, ...card })));
}

function rememberIn<Value>(values: Set<Value>, value: Value): Value {
  values.add(value);
  return value;
}

/** Counts the children that a statement names: the length of the parameter that lists them, or 1 for a lone mark's. */
function marksOf({ values = [] }: QueryConfig, childIds: ReadonlySet<unknown>): number {
  if (values.some((value: unknown) => childIds.has(value))) return 1;
  const list = values.map(readArray).find((elements) => elements && childIds.has(elements[0]));
  if (!list) throw new Error('expected a parameter that lists the children');
  return list.length;
}

/** A pool as rollbook needs it, which passes every query of its clients to `listen`. */
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
    on: pool.on.bind(pool),
  };
}
