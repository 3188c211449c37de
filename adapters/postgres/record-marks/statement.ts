import { isoDate, recordColumns } from '../columns.js';
import { lockWaitIsLimited } from '../connection/lock-wait.js';
import type { Schema } from '../schema.js';
import { conflictingRow, intents } from './conflicting-row.js';

/** The shape of the statement; each has one text, whatever the number of marks. */
export interface StatementShape {
  /** One school for all marks, as a scalar: the tenant is fixed, and a sharded database finds its node. */
  readonly pinned: boolean;
  /** Whether the text is planned once for all its executions, which have few marks each. */
  readonly prepared: boolean;
  readonly counts: 'inline' | 'deferred';
  readonly returning: 'records' | 'outcomes';
  /** Whether the statement limits how long it waits for a lock. */
  readonly limitsLockWait: boolean;
  /** Whether an earlier try may have been recorded, which the history then tells. */
  readonly mayBeRecorded: boolean;
}

/**
 * The whole of a mark in one statement: it admits marks, writes records, revisions, counts and jobs, and answers with
 * one row a mark. Race-free at READ COMMITTED: the status before is read inside `DO UPDATE`, which sees the locked row.
 * Every upsert is sorted, so that overlapping bulks lock in one order and cannot deadlock.
 */
export function recordMarksText(schema: Schema, shape: StatementShape): string {
  const parts = [
    marks(schema, shape),
    shape.pinned ? pinnedSchools(schema) : spreadSchools(schema),
    admitted,
    refused,
    written(schema, shape),
    decided,
    logged(schema, shape),
    ...(shape.counts === 'inline' ? [counted(schema)] : []),
    queued(schema, shape),
  ];
  return `with ${parts.join(',\n')}\n${answer(shape)}`;
}

/**
 * $1 now, $2 editable days, $3 all or nothing, $4 only unmarked, $5 job ids, $6 the school or the marks' schools, from $7 on
 * what else the marks say.
 */
function marks({ idType }: Schema, { pinned, prepared }: StatementShape): string {
  const types = [idType, 'text', 'timestamptz', 'smallint', 'date', 'text', 'text', 'text', 'text'];
  const arrays = types.map((type, index) => `$${index + 7}::${type}[]`).concat(pinned ? [] : `$6::${idType}[]`);
  const columns = 'child_id, status, occurred_at, intent, date, session, reason, note, marked_by';
  return `mark as (
  select m.* from ${prepared ? withHiddenLengths(arrays) : `unnest(${arrays.join(', ')})`} with ordinality
    as m(${columns}${pinned ? '' : ', named_school_id'}, position)
)`;
}

/**
 * Arrays in a subquery hide their lengths from the planner. Without that, a plan for the very arrays always looks cheaper
 * than one for all, and Postgres plans a prepared statement anew at each execution (p50 of a mark 2.0 against 0.8 ms).
 */
function withHiddenLengths(arrays: readonly string[]): string {
  const names = arrays.map((_, index) => `array_${index + 1}`);
  const given = arrays.map((array, index) => `${array} as ${names[index]}`);
  return `(select ${given.join(', ')} offset 0) given cross join lateral unnest(${names.join(', ')})`;
}

function pinnedSchools({ idType, roster, ianaZone }: Schema): string {
  return `school as materialized (
  select s.id, z.zone, ($1::timestamptz at time zone z.zone)::date as today
  from ${roster.schools} s cross join lateral ${ianaZone}(s.timezone) as z(zone) where s.id = $6::${idType}
),
placed as (
  select m.*, $6::${idType} as school_id, true as names_school, s.id as known_school_id, s.zone, s.today,
    c.id as known_child_id, c.enrolled_from, c.enrolled_until
  from mark m left join school s on true
  left join ${roster.children} c on c.school_id = $6::${idType} and c.id = m.child_id
)`;
}

function spreadSchools({ roster, ianaZone }: Schema): string {
  return `found as materialized (
  select m.*, coalesce(m.named_school_id, c.school_id) as school_id, m.named_school_id is not null as names_school,
    c.id as known_child_id, c.enrolled_from, c.enrolled_until
  from mark m left join ${roster.children} c
    on c.id = m.child_id and (m.named_school_id is null or c.school_id = m.named_school_id)
),
concerned as materialized (
  select id, timezone from ${roster.schools} where id in (select school_id from found)
),
zone as (
  select named.timezone, z.zone, ($1::timestamptz at time zone z.zone)::date as today
  from (select distinct timezone from concerned) named cross join lateral ${ianaZone}(named.timezone) as z(zone)
),
school as materialized (
  select c.id, z.zone, z.today from concerned c join zone z using (timezone)
),
placed as (
  select f.*, s.id as known_school_id, s.zone, s.today from found f left join school s on s.id = f.school_id
)`;
}

/** The checks stand in the order in which their codes win. */
const admitted = `admitted as materialized (
  select p.*, d.day, case
      when names_school and known_school_id is null then 'school_not_found'
      when known_child_id is null then 'child_not_found'
      when known_school_id is null then 'school_not_found'
      when d.day < enrolled_from or d.day > enrolled_until then 'not_enrolled'
      when d.day > today then 'date_in_future'
      when d.day < today - $2::int then 'date_locked'
      when today is null then 'school_timezone_invalid'
    end as code
  from placed p cross join lateral (select coalesce(date, (occurred_at at time zone zone)::date) as day) d
)`;

const refused = `refused as (
  select $3::boolean and exists (select from admitted where code is not null) as is_refused
)`;

/** $16 is the longest wait for a lock, as `lock_timeout` takes it. */
function written(schema: Schema, { limitsLockWait, mayBeRecorded }: StatementShape): string {
  return `written as (
  insert into ${schema.records} as r (school_id, child_id, date, session, status, reason, note, marked_by,
    occurred_at, confirmed_at, recorded_at, last_outcome, last_intent)
  select school_id, child_id, day, session, status, reason, note, marked_by, occurred_at, occurred_at, $1::timestamptz,
    case when status is null then 'unchanged' else 'recorded' end, intent
  from admitted where code is null and not (select is_refused from refused)${limitsLockWait ? `\n    and ${lockWaitIsLimited('$16')}` : ''}
  order by school_id, day, child_id, session
  on conflict (school_id, date, child_id, session) do update set
    (status, reason, note, marked_by, occurred_at, confirmed_at, recorded_at, previous_status, previous_occurred_at,
      previous_confirmed_at, last_outcome, last_intent) = (${conflictingRow(schema, mayBeRecorded)})
  returning *
)`;
}

/** A full join, because no planner can nest a loop in one: a nested one costs n² where n is misjudged. */
const decided = `decided as materialized (
  select a.position, a.code, a.today, a.child_id as asked_child_id, a.intent, a.status as mark_status,
    a.reason as mark_reason, a.note as mark_note, a.marked_by as mark_marked_by, a.occurred_at as mark_occurred_at, w.*,
    w.last_outcome in ('recorded', 'corrected', 'cleared') as is_new_status,
    case when w.last_outcome in ('recorded', 'corrected', 'cleared') then w.previous_status else w.status end as status_before
  from admitted a full join written w
    on w.school_id = a.school_id and w.date = a.day and w.child_id = a.child_id and w.session = a.session
)`;

/**
 * A superseded mark is logged unless the history already says what it says (see `isInHistory` in the domain). The span that
 * the last change ended stands in the record too: a change that this mark had to wait for is not in its snapshot.
 */
function logged(schema: Schema, { mayBeRecorded }: StatementShape): string {
  return `logged as (
  insert into ${schema.revisions} (school_id, child_id, date, session, outcome, status, previous_status,
    previous_occurred_at, previous_confirmed_at, reason, note, marked_by, occurred_at, recorded_at)
  select school_id, child_id, date, session, last_outcome, mark_status, status_before,
    case when is_new_status then previous_occurred_at end, case when is_new_status then previous_confirmed_at end,
    case when last_outcome = 'superseded' then mark_reason else reason end,
    case when last_outcome = 'superseded' then mark_note else note end,
    mark_marked_by, case when last_outcome = 'superseded' then mark_occurred_at else confirmed_at end, $1::timestamptz
  from decided d
  where last_outcome in ('recorded', 'corrected', 'amended', 'cleared')
    or last_outcome = 'superseded' and not (${isInHistory(schema)}${mayBeRecorded ? `\n      or ${isLoggedByFirstTry(schema)}` : ''})
  order by position
  on conflict (school_id, child_id, date, session, occurred_at, (coalesce(status, ''))) where outcome = 'superseded'
    do nothing
)`;
}

const sameRecord =
  'h.school_id = d.school_id and h.child_id = d.child_id and h.date = d.date and h.session = d.session';

function isInHistory({ revisions }: Schema): string {
  return `
      (d.status is not distinct from mark_status and mark_occurred_at between d.occurred_at and d.confirmed_at
        or d.previous_status is not distinct from mark_status
          and coalesce(mark_occurred_at between d.previous_occurred_at and d.previous_confirmed_at, false)
        or exists (select from ${revisions} h where ${sameRecord}
          and h.previous_status is not distinct from mark_status
          and mark_occurred_at between h.previous_occurred_at and h.previous_confirmed_at))
      and (mark_status is null or intent & ${intents.keepsReason} > 0 and intent & ${intents.keepsNote} > 0
        or exists (select from ${revisions} h where ${sameRecord} and h.status = mark_status
          and (intent & ${intents.keepsReason} > 0 or h.reason is not distinct from mark_reason)
          and (intent & ${intents.keepsNote} > 0 or h.note is not distinct from mark_note)))`;
}

function isLoggedByFirstTry({ revisions }: Schema): string {
  return `exists (select from ${revisions} h where ${sameRecord} and h.recorded_at = $1::timestamptz
        and h.marked_by = mark_marked_by and h.status is not distinct from mark_status
        and (intent & ${intents.occurredLast} > 0 or h.occurred_at = mark_occurred_at))`;
}

function counted({ dailyCounts }: Schema): string {
  return `counted as (
  insert into ${dailyCounts} as c (school_id, date, session, status, count)
  select school_id, date, session, moved.status, sum(by)
  from decided cross join lateral (values (status, 1), (previous_status, -1)) as moved(status, by)
  where is_new_status and moved.status is not null
  group by school_id, date, session, moved.status having sum(by) <> 0
  order by school_id, date, session, moved.status
  on conflict (school_id, date, session, status) do update set count = c.count + excluded.count
)`;
}

/** What only a second try changes needs a job of its own: the first one's is there. */
function queued({ notificationJobs }: Schema, { mayBeRecorded }: StatementShape): string {
  const id = mayBeRecorded ? 'gen_random_uuid()' : '($5::uuid[])[row_number() over (order by school_id)]';
  return `queued as (
  insert into ${notificationJobs} (school_id, id, child_ids, dates, sessions, created_at)
  select school_id, ${id}, array_agg(child_id order by position),
    array_agg(date order by position), array_agg(session order by position), $1::timestamptz
  from decided
  where is_new_status and date = today and cardinality($5::uuid[]) > 0
  group by school_id
)`;
}

/** Every column as text, so that no type parser of the host's pool changes it. */
function answer({ returning }: StatementShape): string {
  const record = returning === 'records' ? `, ${recordColumns('decided')}` : '';
  return `select coalesce(code, case when last_outcome is null then 'bulk_rejected' end) as code, asked_child_id::text,
  last_outcome as outcome, status_before as previous_status, school_id::text, child_id::text, ${isoDate('date')} as date, session${record}
from decided order by position`;
}
