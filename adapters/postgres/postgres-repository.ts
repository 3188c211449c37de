import { sql } from 'kysely';
import {
  AttendanceError,
  type AttendanceRepository,
  canonicalId,
  childNotFound,
  schoolNotFound,
  schoolTimezoneInvalid,
} from '../../src/index.js';
import { compile } from './compile.js';
import type { PgPool } from './connection/clients.js';
import { createExecute } from './connection/execute.js';
import { createKyselyRunner, type KyselyInstance } from './connection/kysely-runner.js';
import { createPoolRunner } from './connection/pool-runner.js';
import type { PostgresTransaction } from './connection/transaction-runner.js';
import { dailyFiguresQuery, type FiguresRow, toFigures } from './queries/daily-figures.js';
import { type HistoryRow, historyQuery, toRevisions } from './queries/history.js';
import { type DifferenceRow, reconcileQuery, toDifferences } from './queries/reconcile.js';
import { type RegisterRow, registerQuery, toEntries } from './queries/register.js';
import { createRecordMarks } from './record-marks/record-marks.js';
import { resolveSchema, type SchemaOptions } from './schema.js';

/** Where the database is (`pool` or `db`), and how to use it. */
export type PostgresRepositoryOptions = SchemaOptions & {
  /** `'deferred'` leaves the counters to `reconcileDailyCounts`. Default `'inline'`: each mark moves them. */
  readonly counts?: 'inline' | 'deferred';
  /** Whether to name statements, so that a connection plans them once. Default true; false behind PgBouncer before 1.21. */
  readonly preparedStatements?: boolean;
  /** The longest a call may take, waiting for a connection and retries included, in milliseconds. Default 5,000. */
  readonly timeoutMs?: number;
} & ({ readonly pool: PgPool; readonly db?: undefined } | { readonly db: KyselyInstance; readonly pool?: undefined });

/**
 * Creates a repository on Postgres 15 to 18. The pool or Kysely instance stays the host's: it is never ended.
 * Run `migrateToLatest` first.
 * @throws {AttendanceError} `invalid_options` for an option that doesn't fit.
 */
export function createPostgresRepository(
  options: PostgresRepositoryOptions,
): AttendanceRepository<PostgresTransaction> {
  checkOptions(options);
  const { counts = 'inline', preparedStatements = true, timeoutMs = 5_000 } = options;
  const schema = resolveSchema(options);
  const runner = options.pool ? createPoolRunner(options.pool) : createKyselyRunner(options.db);
  const execute = createExecute(runner, timeoutMs);
  return {
    canonicalId: (id) => canonicalId(id, schema.idType),
    recordMarks: createRecordMarks(execute, schema, {
      counts,
      preparedStatements: preparedStatements && Boolean(options.pool),
    }),
    getRegister: async (query, callOptions) => {
      const rows = await execute<RegisterRow>(() => compile(registerQuery(schema, query)), callOptions);
      const { date } = firstOf(rows, query.schoolId);
      return { date, entries: toEntries(rows, query, date) };
    },
    getDailyFigures: async (query, callOptions) => {
      const rows = await execute<FiguresRow>(() => compile(dailyFiguresQuery(schema, query, counts)), callOptions);
      const { date, first } = firstOf(rows, query.schoolId);
      return { date, ...toFigures(first) };
    },
    getHistory: async (query, callOptions) => {
      const rows = await execute<HistoryRow>(() => compile(historyQuery(schema, query)), callOptions);
      if (!rows[0]) throw schoolNotFound(query.schoolId);
      if (rows[0].is_known === 'false') throw childNotFound(query.schoolId, query.childId);
      return toRevisions(rows, query);
    },
    reconcileDailyCounts: async (query, callOptions) => {
      const rows = await execute<DifferenceRow>(() => compile(reconcileQuery(schema, query)), callOptions);
      if (query.schoolId !== undefined && rows.length === 0) throw schoolNotFound(query.schoolId);
      return toDifferences(rows);
    },
    ping: async (callOptions) => {
      await execute(() => compile(sql`select 1`), callOptions);
    },
  };
}

/** A query's first row, which tells whether the school is there and what day it has. */
function firstOf<Row extends { readonly day: string | null }>(rows: readonly Row[], schoolId: string) {
  const [first] = rows;
  if (!first) throw schoolNotFound(schoolId);
  if (first.day === null) throw schoolTimezoneInvalid(schoolId);
  return { first, date: first.day };
}

function checkOptions({ pool, db, counts, timeoutMs }: PostgresRepositoryOptions): void {
  if (Boolean(pool) === Boolean(db)) throw invalid('pool', 'give either pool or db');
  if (counts !== undefined && counts !== 'inline' && counts !== 'deferred')
    throw invalid('counts', "must be 'inline' or 'deferred'");
  if (timeoutMs !== undefined && !(timeoutMs > 0 && timeoutMs <= 2 ** 31 - 1))
    throw invalid('timeoutMs', 'must be above 0');
}

function invalid(option: string, message: string) {
  return new AttendanceError('invalid_options', `invalid options: ${option}: ${message}`, { option });
}
