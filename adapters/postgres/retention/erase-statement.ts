import { type RawBuilder, sql } from 'kysely';
import type { AttendanceRepository } from '../../../src/index.js';
import { lockWaitIsWithin } from '../connection/lock-wait.js';
import { idOf } from '../registers/school-day.js';
import type { Schema } from '../schema/schema.js';
import { erasedDeliveries, erasedJobs, recordsAreLocked } from './erase-from-outbox.js';

/** Which child. */
export type EraseQuery = Parameters<AttendanceRepository['eraseChild']>[0];

/** The statement's only row, numbers as text; none when there is no such school. */
export interface EraseRow {
  readonly is_on_roster: 'true' | 'false';
  readonly records: string;
  readonly revisions: string;
  readonly deliveries: string;
  /** Jobs that were about the child. */
  readonly jobs: string;
}

/**
 * Deletes what is stored of one child. Records are locked first, in the order in which marks lock them, and all the rest
 * after that: a mark that holds one of the records then waits for nothing that is locked here.
 */
export function eraseQuery(
  schema: Schema,
  { schoolId, childId }: EraseQuery,
  { counts, lockWaitMs }: { readonly counts: 'inline' | 'deferred'; readonly lockWaitMs: number | undefined },
): RawBuilder<EraseRow> {
  const child = idOf(schema, childId);
  const { schools, children } = schema.roster;
  return sql<EraseRow>`with school as materialized (
      select id from ${sql.raw(schools)} where id = ${idOf(schema, schoolId)}
    ),
    ${erasedRecords(schema, child, lockWaitMs)},
    ${counts === 'inline' ? sql`${counted(schema)},` : sql``}
    ${erasedRevisions(schema, child)},
    ${erasedJobs(schema, child)},
    ${erasedDeliveries(schema, child)}
    select (exists (
        select from ${sql.raw(children)} c where c.school_id = school.id and c.id = ${child}
      ))::text as is_on_roster,
      (select count(*) from erased_record)::text as records,
      (select count(*) from erased_revision)::text as revisions,
      (select count(*) from job)::text as jobs,
      (select count(*) from delivery)::text as deliveries
    from school`;
}

function erasedRecords(
  { records }: Schema,
  child: RawBuilder<unknown>,
  lockWaitMs: number | undefined,
): RawBuilder<unknown> {
  const table = sql.raw(records);
  return sql`record as materialized (
      select r.school_id, r.date, r.child_id, r.session from ${table} r
      where r.school_id = (select id from school) and r.child_id = ${child} and ${sql.raw(lockWaitIsWithin(lockWaitMs))}
      order by r.date, r.session for update
    ),
    erased_record as (
      delete from ${table} r using record e
      where r.school_id = e.school_id and r.date = e.date and r.child_id = e.child_id and r.session = e.session
      returning r.school_id, r.date, r.session, r.status
    )`;
}

function counted({ dailyCounts }: Schema): RawBuilder<unknown> {
  return sql`counted as (
      insert into ${sql.raw(dailyCounts)} as c (school_id, date, session, status, count)
      select school_id, date, session, status, -count(*) from erased_record where status is not null
      group by school_id, date, session, status order by school_id, date, session, status
      on conflict (school_id, date, session, status) do update set count = c.count + excluded.count
    )`;
}

function erasedRevisions({ revisions }: Schema, child: RawBuilder<unknown>): RawBuilder<unknown> {
  const table = sql.raw(revisions);
  return sql`revision as materialized (
      select r.school_id, r.child_id, r.date, r.session, r.id from ${table} r
      where r.school_id = (select id from school) and r.child_id = ${child} and ${recordsAreLocked}
      order by r.date, r.session, r.id for update
    ),
    erased_revision as (
      delete from ${table} r using revision e
      where r.school_id = e.school_id and r.child_id = e.child_id and r.date = e.date and r.session = e.session
        and r.id = e.id
      returning 1
    )`;
}
