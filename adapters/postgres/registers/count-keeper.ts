import type { CountDifference, CountKeeper, ReconcileDailyCountsRequest } from '../../../src/index.js';
import { schoolNotFound } from '../../../src/rules/index.js';
import type { Execute } from '../connection/execute.js';
import type { Schema } from '../schema/schema.js';
import { lockWaitIsWithin, lockWaitValue } from '../sql/lock-wait.js';
import { type Statement, sql, statementOf } from '../sql/sql.js';

/** Keeps the daily counts in Postgres. */
export function createCountKeeper(execute: Execute, schema: Schema): CountKeeper {
  return {
    reconcileDailyCounts: async (request, options) => {
      const { rows } = await execute<DifferenceRow>(
        'reconcileDailyCounts',
        ({ lockWaitMs }) => reconcileStatement(schema, request, lockWaitMs),
        options,
        { limitsLockWait: true },
      );
      if (request.schoolId !== undefined && rows.length === 0) throw schoolNotFound(request.schoolId);
      return toDifferences(rows);
    },
  };
}

/** One repaired counter, or one row a school without any. */
type DifferenceRow =
  | { readonly session: null }
  | {
      readonly school_id: string;
      readonly session: string;
      readonly status: string;
      readonly counted: string;
      readonly actual: string;
    };

/** The most that an `integer` of Postgres holds. */
const most = 2_147_483_647;

/**
 * Finds and repairs wrong counters. Both sides are read in one snapshot, and a mark moves both by the same, so their
 * difference stays while marks go on. The difference is added to the counter, whatever the counter is by then.
 * `repairs` lets only the first of two reconciliations add it. The difference itself is looked up only for a counter
 * near the least value of its column, which cannot say how far it is off. Each school is looked up by its key. A
 * planner without statistics of the day would compare every school with every record. No row when the school named does
 * not exist.
 */
export function reconcileStatement(
  schema: Schema,
  { schoolId, date }: ReconcileDailyCountsRequest,
  lockWaitMs: number | undefined,
): Statement {
  const isAsked = schoolId === undefined ? sql`true` : sql`id = :schoolId::${schema.idType}`;
  const { dailyCounts } = schema;
  const text = sql`with school as (select id from ${schema.roster.schools} where ${isAsked}),
    counted as (
      select c.* from school cross join lateral (
        select school_id, session, status, count::bigint, repairs from ${dailyCounts}
        where school_id = school.id and date = :date::date offset 0
      ) c
    ),
    actual as (
      select r.* from school cross join lateral (
        select school_id, session, status, count(*) as count from ${schema.records}
        where school_id = school.id and date = :date::date and status is not null group by school_id, session, status
      ) r
    ),
    difference as (
      select school_id, session, status, coalesce(c.count, 0) as counted, coalesce(a.count, 0) as actual,
        coalesce(c.repairs, 0) as repairs
      from counted c full join actual a using (school_id, session, status)
      where coalesce(c.count, 0) <> coalesce(a.count, 0)
    ),
    repaired as (
      insert into ${dailyCounts} as c (school_id, date, session, status, count, repairs)
      select school_id, :date::date, session, status, least(actual - counted, ${most}), repairs + 1 from difference
      where ${lockWaitIsWithin(lockWaitMs)}
      order by school_id, session, status
      on conflict (school_id, date, session, status) do update
        set repairs = excluded.repairs, count = case when excluded.count < ${most} then c.count + excluded.count else (
          select c.count + d.actual - d.counted from difference d
          where d.school_id = c.school_id and d.session = c.session and d.status = c.status
        ) end
        where c.repairs = excluded.repairs - 1
      returning school_id, session, status
    )
    select s.id::text as school_id, d.session, d.status, d.counted::text, d.actual::text
    from school s left join (repaired join difference d using (school_id, session, status)) on d.school_id = s.id`;
  return statementOf(text, { schoolId, date, ...lockWaitValue(lockWaitMs) });
}

/** The differences of a reconciliation's rows. */
function toDifferences(rows: readonly DifferenceRow[]): CountDifference[] {
  return rows.flatMap((row) => {
    if (row.session === null) return [];
    const { school_id: schoolId, session, status, counted, actual } = row;
    return { schoolId, session, status, counted: Number(counted), actual: Number(actual) };
  });
}
