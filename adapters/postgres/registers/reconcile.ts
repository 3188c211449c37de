import { type RawBuilder, sql } from 'kysely';
import type { AttendanceRepository, CountDifference } from '../../../src/index.js';
import { lockWaitIsWithin } from '../connection/lock-wait.js';
import type { Schema } from '../schema/schema.js';
import { idOf } from './school-day.js';

type ReconcileQuery = Parameters<AttendanceRepository['reconcileDailyCounts']>[0];

/** One repaired counter, or one row a school without any. */
export type DifferenceRow =
  | { readonly session: null }
  | {
      readonly school_id: string;
      readonly session: string;
      readonly status: string;
      readonly counted: string;
      readonly actual: string;
    };

/** The most that an `integer` of Postgres holds. */
const most = sql.raw('2147483647');

/**
 * Finds and repairs wrong counters. Both sides are read in one snapshot, and a mark moves both by the same, so their
 * difference holds while marks go on: it is added to whatever the counter is by then. `repairs` lets only the first of
 * two reconciliations add it. A counter near the least that its column holds is further from the records than that column
 * can say: only then the difference itself is looked up. Each school is looked up by its key, since a planner that has no
 * statistics of the day yet would compare every school with every record. No row when the school named does not exist.
 */
export function reconcileQuery(
  schema: Schema,
  { schoolId, date }: ReconcileQuery,
  lockWaitMs: number | undefined,
): RawBuilder<DifferenceRow> {
  const isAsked = schoolId === undefined ? sql`true` : sql`id = ${idOf(schema, schoolId)}`;
  const dailyCounts = sql.raw(schema.dailyCounts);
  return sql<DifferenceRow>`with school as (select id from ${sql.raw(schema.roster.schools)} where ${isAsked}),
    counted as (
      select c.* from school cross join lateral (
        select school_id, session, status, count::bigint, repairs from ${dailyCounts}
        where school_id = school.id and date = ${date}::date offset 0
      ) c
    ),
    actual as (
      select r.* from school cross join lateral (
        select school_id, session, status, count(*) as count from ${sql.raw(schema.records)}
        where school_id = school.id and date = ${date}::date and status is not null group by school_id, session, status
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
      select school_id, ${date}::date, session, status, least(actual - counted, ${most}), repairs + 1 from difference
      where ${sql.raw(lockWaitIsWithin(lockWaitMs))}
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
}

/** The differences of a reconciliation's rows. */
export function toDifferences(rows: readonly DifferenceRow[]): CountDifference[] {
  return rows.flatMap((row) => {
    if (row.session === null) return [];
    const { school_id: schoolId, session, status, counted, actual } = row;
    return { schoolId, session, status, counted: Number(counted), actual: Number(actual) };
  });
}
