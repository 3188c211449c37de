import { lockWaitIsLimited } from '../connection/lock-wait.js';
import type { Schema } from '../schema/schema.js';
import { isoDate, recordColumns } from '../sql/columns.js';
import { conflictingRow, intents } from './conflicting-row.js';

/** The shape of the statement; each has one text, whatever the number of marks. */
export interface StatementShape {
  /**
   * `one` school for all marks, as a scalar: the tenant is fixed, and a sharded database finds its node. Or each mark names its own
   * (`named`), or some name none (`any`): those are looked for by the child's id alone.
   */
  readonly schools: 'one' | 'named' | 'any';
  /** One mark: there is nothing to sort or to group, which takes a tenth of a lone mark's time. */
  readonly single: boolean;
  /** Whether a child may come twice, so that two marks may be of one child, day and session. */
  readonly mayRepeat: boolean;
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
    shape.schools === 'one' ? oneSchool(schema, shape) : manySchools(schema, shape),
    held(schema),
    ...(shape.schools === 'any' ? [chosen] : []),
    admitted(shape),
    ...(shape.mayRepeat ? [repeated] : []),
    written(schema, shape),
    decided(shape),
    logged(schema),
    loggedLate(schema, shape),
    ...(shape.counts === 'inline' ? [counted(schema, shape)] : []),
    queued(schema, shape),
  ];
  return `with ${parts.join(',\n')}\n${answer(shape)}`;
}

/**
 * $1 now, $2 editable days, $3 all or nothing, $4 only unmarked, $5 job ids, $6 the school or the marks' schools, from $7 on
 * what else the marks say.
 */
function marks({ idType }: Schema, { schools, prepared }: StatementShape): string {
  const types = [idType, 'text', 'timestamptz', 'smallint', 'date', 'text', 'text', 'text', 'text'];
  const isPinned = schools === 'one';
  const arrays = types.map((type, index) => `$${index + 7}::${type}[]`).concat(isPinned ? [] : `$6::${idType}[]`);
  const columns = 'child_id, status, occurred_at, intent, date, session, reason, note, marked_by';
  return `mark as (
  select m.* from ${prepared ? withHiddenLengths(arrays) : `unnest(${arrays.join(', ')})`} with ordinality
    as m(${columns}${isPinned ? '' : ', named_school_id'}, position)
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

function oneSchool(schema: Schema, { prepared }: StatementShape): string {
  const { idType, roster, ianaZone } = schema;
  const child = `select c.id from ${roster.children} c where c.school_id = $6::${idType} and c.id = m.child_id`;
  // By the limit each child is looked up by its key: a plan for any number of marks would read all children of the school.
  const known = prepared
    ? `lateral (${child} limit 1) c on true`
    : `${roster.children} c on c.school_id = $6::${idType} and c.id = m.child_id`;
  return `school as materialized (
  select s.id, s.zone, ($1::timestamptz at time zone s.zone)::date as today
  from (select id, ${ianaZone}(timezone) as zone from ${roster.schools} where id = $6::${idType} offset 0) s
),
placed as (
  select m.*, $6::${idType} as school_id, true as names_school, s.id as known_school_id, s.today, d.day,
    c.id as known_child_id, ${isEnrolled(schema, `$6::${idType}`)} as is_enrolled
  from mark m left join school s on true
  cross join lateral (select coalesce(m.date, (m.occurred_at at time zone s.zone)::date) as day offset 0) d
  left join ${known}
)`;
}

/** A mark that names no school has a row for each school with such a child. */
function manySchools(schema: Schema, { schools, single }: StatementShape): string {
  const { roster, ianaZone } = schema;
  const named = `(select c.school_id, c.id from ${roster.children} c where c.school_id = m.named_school_id and c.id = m.child_id limit 1)`;
  const unnamed = `select c.school_id, c.id from ${roster.children} c where m.named_school_id is null and c.id = m.child_id`;
  const some = single ? unnamed : `${named}\n    union all\n    ${unnamed}`;
  return `found as materialized (
  select m.*, coalesce(m.named_school_id, c.school_id) as school_id, m.named_school_id is not null as names_school,
    c.id as known_child_id
  from mark m left join lateral (
    ${schools === 'any' ? some : named}
  ) c on true
),
concerned as materialized (
  select id, timezone from ${roster.schools} where id in (select school_id from found)
),
zone as (
  select named.timezone, named.zone, ($1::timestamptz at time zone named.zone)::date as today
  from (select timezone, ${ianaZone}(timezone) as zone from (select distinct timezone from concerned) each offset 0) named
),
school as materialized (
  select c.id, z.zone, z.today from concerned c join zone z using (timezone)
),
placed as (
  select m.*, s.id as known_school_id, s.today, d.day, ${isEnrolled(schema, 'm.school_id')} as is_enrolled
  from found m left join school s on s.id = m.school_id
  cross join lateral (select coalesce(m.date, (m.occurred_at at time zone s.zone)::date) as day offset 0) d
)`;
}

/** As `isEnrolledOn` in the domain says, of a day that is known. */
function isEnrolled({ roster }: Schema, schoolId: string): string {
  const ofChild = `select from ${roster.enrolments} e where e.school_id = ${schoolId} and e.child_id = m.child_id`;
  return `(exists (${ofChild} and (e.enrolled_from is null or e.enrolled_from <= d.day)
        and (e.enrolled_until is null or d.day <= e.enrolled_until))
      or not exists (${ofChild}))`;
}

/** Of each mark that may only correct a record, whether one stands. */
function held(schema: Schema): string {
  return `held as (
  select p.*, case
      when known_child_id is not null and is_enrolled or known_school_id is null or day is null then false
      else exists (
        select from ${schema.records} r
        where r.school_id = p.school_id and r.date = p.day and r.child_id = p.child_id and r.session = p.session
      )
    end as has_record
  from placed p offset 0
)`;
}

/**
 * Of a mark that names no school, the school that fits best, as `admitMark` in the domain says: where the child is enrolled on the
 * day, else where a record stands. `rivals` counts the schools that fit as well.
 */
const chosen = `chosen as (
  select distinct on (position) s.*, count(*) over (partition by position, standing) as rivals
  from (
    select h.*, case
        when known_school_id is null then 4
        when day is null then 2
        when known_child_id is not null and is_enrolled then 0
        when has_record then 1
        else 3
      end as standing
    from held h
  ) s order by position, standing
)`;

/** The checks stand in the order in which their codes win. */
function admitted({ schools }: StatementShape): string {
  const isAmbiguous = `\n      when rivals > 1 and standing < 2 then 'school_ambiguous'`;
  return `admitted as materialized (
  select p.*, case
      when names_school and known_school_id is null then 'school_not_found'${schools === 'any' ? isAmbiguous : ''}
      when school_id is null then 'child_not_found'
      when known_school_id is null then 'school_not_found'
      when known_child_id is null and not has_record then 'child_not_found'
      when day is not null and not is_enrolled and not has_record then 'not_enrolled'
      when day > today then 'date_in_future'
      when day < today - $2::int then 'date_locked'
      when today is null then 'school_timezone_invalid'
    end as code
  from ${schools === 'any' ? 'chosen' : 'held'} p
)`;
}

/** Two marks of one child, day and session: which of them is meant nobody knows. */
const repeated = `repeated as (
  select exists (
    select from admitted where school_id is not null and day is not null
    group by school_id, day, child_id, session having count(*) > 1
  ) as is_repeated
)`;

/** Nothing is recorded of a request that is all or nothing and of which a mark is rejected, or in which a mark is repeated. */
function isRefused({ mayRepeat }: StatementShape): string {
  const isRejected = '($3::boolean and exists (select from admitted where code is not null))';
  return mayRepeat ? `(${isRejected} or (select is_repeated from repeated))` : isRejected;
}

/** $17 is the longest wait for a lock, as `lock_timeout` takes it. Revision ids are those of `nextRevisionId` in the domain. */
function written(schema: Schema, shape: StatementShape): string {
  const { limitsLockWait, mayBeRecorded } = shape;
  return `written as (
  insert into ${schema.records} as r (school_id, child_id, date, session, status, reason, note, marked_by,
    occurred_at, confirmed_at, recorded_at, last_outcome, last_intent, last_revision)
  select school_id, child_id, day, session, status, reason, note, marked_by, occurred_at, occurred_at, $1::timestamptz,
    case when status is null then 'unchanged' else 'recorded' end, case when has_record then intent | ${intents.mustExist} else intent end,
    greatest((extract(epoch from $1::timestamptz) * 1000000)::bigint, (
      select max(l.last_revision) from ${schema.records} l
      where l.school_id = a.school_id and l.date = a.day and l.child_id = a.child_id
    )) + position
  from admitted a where code is null and not ${isRefused(shape)}${limitsLockWait ? `\n    and ${lockWaitIsLimited('$17')}` : ''}${inOrder(shape, 'school_id, day, child_id, session')}
  on conflict (school_id, date, child_id, session) do update set
    (status, reason, note, marked_by, occurred_at, confirmed_at, recorded_at, previous_status, previous_occurred_at,
      previous_confirmed_at, last_outcome, last_intent, last_revision, assumed) = (${conflictingRow(schema, mayBeRecorded)})
  returning *
)`;
}

/** A full join, because no planner can nest a loop in one: a nested one costs n² where n is misjudged. */
function decided({ schools }: StatementShape): string {
  // Schools that fit alike may have different days.
  const askedDate = schools === 'any' ? 'case when a.rivals > 1 then a.date else a.day end' : 'a.day';
  return `decided as materialized (
  select a.position, a.code, a.today, a.child_id as asked_child_id, ${askedDate} as asked_date, a.session as asked_session,
    a.school_id as asked_school_id, a.intent, a.status as mark_status,
    a.reason as mark_reason, a.note as mark_note, a.marked_by as mark_marked_by, a.occurred_at as mark_occurred_at, w.*,
    w.last_outcome in ('recorded', 'corrected', 'cleared') as is_new_status,
    case when w.last_outcome in ('recorded', 'corrected', 'cleared') then w.previous_status else w.status end as status_before
  from admitted a full join written w
    on w.school_id = a.school_id and w.date = a.day and w.child_id = a.child_id and w.session = a.session
)`;
}

/**
 * The span that the last change ended stands in the record too: a change that a later mark had to wait for is not in its
 * snapshot.
 */
function logged({ revisions }: Schema): string {
  return `logged as (
  insert into ${revisions} (school_id, child_id, date, session, id, outcome, status, previous_status, previous_occurred_at,
    previous_confirmed_at, reason, note, marked_by, occurred_at, recorded_at)
  select school_id, child_id, date, session, last_revision, last_outcome, mark_status, status_before,
    case when is_new_status then previous_occurred_at end, case when is_new_status then previous_confirmed_at end,
    reason, note, mark_marked_by, confirmed_at, $1::timestamptz
  from decided d where last_outcome in ('recorded', 'corrected', 'amended', 'cleared')
)`;
}

/**
 * A superseded mark is logged unless the history already says what it says (see `isInHistory` in the domain). Apart from the others,
 * which cannot conflict: an insertion that may costs 48 bytes of WAL more.
 */
function loggedLate(schema: Schema, { mayBeRecorded }: StatementShape): string {
  return `logged_late as (
  insert into ${schema.revisions} (school_id, child_id, date, session, id, outcome, status, previous_status, reason, note,
    marked_by, occurred_at, recorded_at)
  select school_id, child_id, date, session, last_revision, last_outcome, mark_status, status_before, mark_reason, mark_note,
    mark_marked_by, mark_occurred_at, $1::timestamptz
  from decided d
  where last_outcome = 'superseded' and not (${isInHistory(schema)}${mayBeRecorded ? `\n      or ${isLoggedByFirstTry(schema)}` : ''})
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

function counted({ dailyCounts }: Schema, { single }: StatementShape): string {
  const [by, grouped] = single
    ? ['by', '']
    : ['sum(by)', '\n  group by school_id, date, session, moved.status having sum(by) <> 0'];
  return `counted as (
  insert into ${dailyCounts} as c (school_id, date, session, status, count)
  select school_id, date, session, moved.status, ${by}
  from decided cross join lateral (values (status, 1), (previous_status, -1)) as moved(status, by)
  where is_new_status and moved.status is not null${grouped}
  order by school_id, date, session, moved.status
  on conflict (school_id, date, session, status) do update set count = c.count + excluded.count
)`;
}

/**
 * One job a school: what changed of its today is news, and what changed of the days before corrects who was told something else
 * (see `planJobs` in the domain). What only a second try changes needs a job of its own: the first one's is there.
 */
function queued({ notificationJobs }: Schema, { mayBeRecorded, single }: StatementShape): string {
  const id = single ? '($5::uuid[])[1]' : '($5::uuid[])[row_number() over (order by school_id)]';
  const all = (column: string) => (single ? `array[${column}]` : `array_agg(${column} order by position)`);
  return `queued as (
  insert into ${notificationJobs} (school_id, id, today, child_ids, dates, subject_keys, created_at)
  select school_id, ${mayBeRecorded ? 'gen_random_uuid()' : id}, today, ${all('child_id')}, ${all('date')}, ${all('session')},
    $1::timestamptz
  from decided
  where is_new_status and date between today - $16::int and today and cardinality($5::uuid[]) > 0${
    single ? '' : '\n  group by school_id, today'
  }
)`;
}

/**
 * Every column as text, so that no type parser of the host's pool changes it. A record that was to be corrected, and was erased since
 * the statement began, would now stand anew: the division by zero undoes the statement, and another try finds no record.
 */
function answer(shape: StatementShape): string {
  const { returning, mayRepeat } = shape;
  const record = returning === 'records' ? `, ${recordColumns('decided')}` : '';
  const repetition = mayRepeat ? '(select is_repeated from repeated)::text as is_repeated, asked_school_id::text,' : '';
  return `select coalesce(code, case
      when last_outcome is null then 'bulk_rejected'
      when last_intent >= ${intents.mustExist} then (1 / (last_intent - last_intent))::text
    end) as code, ${repetition}
  asked_child_id::text, ${isoDate('asked_date')} as asked_date, asked_session, last_outcome as outcome, status_before as previous_status,
  school_id::text, child_id::text, ${isoDate('date')} as date, session${record}
from decided${inOrder(shape, 'position')}`;
}

function inOrder({ single }: Pick<StatementShape, 'single'>, by: string): string {
  return single ? '' : `\n  order by ${by}`;
}
