import type { EraseChildRequest } from '../../../src/index.js';
import type { Schema } from '../schema/schema.js';
import { lockWaitIsWithin, lockWaitValue } from '../sql/lock-wait.js';
import { nothing, type Sql, type Statement, sql, statementOf } from '../sql/sql.js';
import { erasedDeliveries, erasedJobs, recordsAreLocked } from './erase-from-outbox.js';

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
 * Deletes what is stored of one child. Records are locked first, in the order in which marks lock them, and all the
 * rest after that. So a mark that has locked one of the records waits for nothing that is locked here.
 */
export function eraseStatement(
  schema: Schema,
  { schoolId, childId }: EraseChildRequest,
  { counts, lockWaitMs }: { readonly counts: 'inline' | 'deferred'; readonly lockWaitMs: number | undefined },
): Statement {
  const child = sql`:childId::${schema.idType}`;
  const { schools, children } = schema.roster;
  const text = sql`with school as materialized (
      select id from ${schools} where id = :schoolId::${schema.idType}
    ),
    ${erasedRecords(schema, child, lockWaitMs)},
    ${counts === 'inline' ? sql`${counted(schema)},` : nothing}
    ${erasedRevisions(schema, child)},
    ${erasedJobs(schema, child)},
    ${erasedDeliveries(schema, child)}
    select (exists (
        select from ${children} c where c.school_id = school.id and c.id = ${child}
      ))::text as is_on_roster,
      (select count(*) from erased_record)::text as records,
      (select count(*) from erased_revision)::text as revisions,
      (select count(*) from job)::text as jobs,
      (select count(*) from delivery)::text as deliveries
    from school`;
  return statementOf(text, { schoolId, childId, ...lockWaitValue(lockWaitMs) });
}

function erasedRecords({ records }: Schema, child: Sql, lockWaitMs: number | undefined): Sql {
  return sql`record as materialized (
      select r.school_id, r.date, r.child_id, r.session from ${records} r
      where r.school_id = (select id from school) and r.child_id = ${child} and ${lockWaitIsWithin(lockWaitMs)}
      order by r.date, r.session for update
    ),
    erased_record as (
      delete from ${records} r using record e
      where r.school_id = e.school_id and r.date = e.date and r.child_id = e.child_id and r.session = e.session
      returning r.school_id, r.date, r.session, r.status
    )`;
}

function counted({ dailyCounts }: Schema): Sql {
  return sql`counted as (
      insert into ${dailyCounts} as c (school_id, date, session, status, count)
      select school_id, date, session, status, -count(*) from erased_record where status is not null
      group by school_id, date, session, status order by school_id, date, session, status
      on conflict (school_id, date, session, status) do update set count = c.count + excluded.count
    )`;
}

function erasedRevisions({ revisions }: Schema, child: Sql): Sql {
  return sql`revision as materialized (
      select r.school_id, r.child_id, r.date, r.session, r.id from ${revisions} r
      where r.school_id = (select id from school) and r.child_id = ${child} and ${recordsAreLocked}
      order by r.date, r.session, r.id for update
    ),
    erased_revision as (
      delete from ${revisions} r using revision e
      where r.school_id = e.school_id and r.child_id = e.child_id and r.date = e.date and r.session = e.session
        and r.id = e.id
      returning 1
    )`;
}
