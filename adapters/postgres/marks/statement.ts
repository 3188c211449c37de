import type { Schema } from '../schema/schema.js';
import { isoDate, recordAsText } from '../sql/columns.js';
import { lockWaitIsLimited } from '../sql/lock-wait.js';
import { join, nothing, type Sql, sql } from '../sql/sql.js';
import { admitted, chosen, isRefused, lookedUp, repeated } from './admission.js';
import { askedAlone, askedMarks } from './asked-marks.js';
import { conflictingRow, intents } from './conflicting-row.js';
import { counted, queued } from './counts-and-jobs.js';
import { logged, loggedLate } from './history.js';
import { placedMarks } from './placed-marks.js';
import { inOrder, type StatementShape } from './statement-shape.js';

/**
 * The whole of a mark in one statement: it admits marks, writes records, revisions, counts and jobs, and answers with
 * one row a mark. Race-free at READ COMMITTED: the status before is read inside `DO UPDATE`, which sees the locked row.
 * Every upsert is sorted, so that overlapping bulks lock in one order and cannot deadlock.
 */
export function recordMarksQuery(schema: Schema, shape: StatementShape): Sql {
  return recordMarksOf(askedMarks(schema, shape), schema, shape);
}

/** The same for a lone mark of a named or any school, of parameters that are no arrays. */
export function recordMarkQuery(schema: Schema, shape: StatementShape): Sql {
  return recordMarksOf(askedAlone(schema), schema, shape);
}

function recordMarksOf(asked: Sql, schema: Schema, shape: StatementShape): Sql {
  const parts = [
    asked,
    placedMarks(schema, shape),
    lookedUp(schema),
    ...(shape.schools === 'any' ? [chosen] : []),
    admitted(shape),
    ...(shape.mayRepeat ? [repeated] : []),
    written(schema, shape),
    decided(shape),
    logged(schema),
    loggedLate(schema, shape),
    ...(shape.counts === 'deferred' ? [] : [counted(schema, shape)]),
    queued(schema, shape),
  ];
  return sql`with ${join(parts, ',\n')}\n${answer(shape)}`;
}

/** The id of the revision of a mark that finds no record, as `nextRevisionId` in the domain says, less its position. */
export function lastRevisionBefore({ records }: Schema, schoolId: Sql, day: Sql, childId: Sql): Sql {
  return sql`greatest((extract(epoch from :now::timestamptz) * 1000000)::bigint, (
      select max(l.last_revision) from ${records} l
      where l.school_id = ${schoolId} and l.date = ${day} and l.child_id = ${childId}
    ))`;
}

/** Writes the records. */
function written(schema: Schema, shape: StatementShape): Sql {
  const { limitsLockWait, mayBeRecorded } = shape;
  return sql`written as (
  insert into ${schema.records} as r (school_id, child_id, date, session, status, reason, note, marked_by,
    occurred_at, confirmed_at, recorded_at, last_outcome, last_intent, last_revision)
  select school_id, child_id, day, session, status, reason, note, marked_by, occurred_at, occurred_at, :now::timestamptz,
    case when status is null then 'unchanged' else 'recorded' end, case when has_record then intent | ${intents.mustExist} else intent end,
    ${lastRevisionBefore(schema, sql`a.school_id`, sql`a.day`, sql`a.child_id`)} + position
  from admitted a where code is null and not ${isRefused(shape)}${limitsLockWait ? sql`\n    and ${lockWaitIsLimited(sql`:maxLockWait`)}` : nothing}${inOrder(shape, sql`school_id, day, child_id, session`)}
  on conflict (school_id, date, child_id, session) do update set
    (status, reason, note, marked_by, occurred_at, confirmed_at, recorded_at, previous_status, previous_occurred_at,
      previous_confirmed_at, last_outcome, last_intent, last_revision, assumed) = (${conflictingRow(schema, { mayBeRecorded })})
  returning *
)`;
}

/** A full join, because no planner can nest a loop in one: a nested one costs n² where n is misjudged. */
function decided({ schools }: StatementShape): Sql {
  // Schools that fit alike may have different days.
  const askedDate = schools === 'any' ? sql`case when a.rivals > 1 then a.date else a.day end` : sql`a.day`;
  return sql`decided as materialized (
  select a.position, a.code, a.today, ${askedDate} as asked_date, a.school_id as asked_school_id, a.intent, a.status as mark_status,
    a.reason as mark_reason, a.note as mark_note, a.marked_by as mark_marked_by, a.occurred_at as mark_occurred_at, w.*,
    w.last_outcome in ('recorded', 'corrected', 'cleared') as is_new_status,
    case when w.last_outcome in ('recorded', 'corrected', 'cleared') then w.previous_status else w.status end as status_before,
    w.last_outcome = 'recorded' and w.previous_occurred_at is null as is_first
  from admitted a full join written w
    on w.school_id = a.school_id and w.date = a.day and w.child_id = a.child_id and w.session = a.session
)`;
}

/**
 * Answers with every column as text, so that no type parser of the host's pool changes it. A first record is what the
 * mark says, and is left out. A record that was to be corrected, and was erased since the statement began, would now
 * stand anew. The division by zero undoes the statement, and another try finds no record.
 */
function answer(shape: StatementShape): Sql {
  const { returning, mayRepeat } = shape;
  const record =
    returning === 'records' ? sql`, case when not is_first then ${recordAsText('decided')} end as record` : nothing;
  const repetition = mayRepeat ? sql`, (select is_repeated from repeated)::text as is_repeated` : nothing;
  return sql`select coalesce(code, case
      when last_outcome is null then 'bulk_rejected'
      when last_intent >= ${intents.mustExist} then (1 / (last_intent - last_intent))::text
    end) as code, last_outcome as outcome, status_before as previous_status, asked_school_id::text as school_id,
  ${isoDate(sql`asked_date`)} as date${record}${repetition}
from decided${inOrder(shape, sql`position`)}`;
}
