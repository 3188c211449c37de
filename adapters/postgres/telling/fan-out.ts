import type { FanOutRequest } from '../../../src/index.js';
import type { Statement } from '../connection/statement.js';
import type { Schema } from '../schema/schema.js';
import {
  idOrder,
  isKnownType,
  isPendingByKey,
  isToTell,
  isUnreadable,
  lastTold,
  recordOf,
  sameDay,
  textOrder,
} from './thread.js';

/** What came of a fan-out. */
export interface FanOutRow {
  readonly jobs: string;
  readonly deliveries: string;
}

/**
 * Turns jobs into deliveries in one statement, so that a process which dies leaves either the job or its deliveries.
 * Nobody is left out who may hold something else: a guardian with a delivery that is not settled gets another one,
 * since what the first will say is decided only when it is claimed.
 */
export function fanOutStatement(schema: Schema, request: FanOutRequest): Statement {
  const { now, settledBefore, silentStatuses, maxChildren, jobId } = request;
  const text = (scope: string) => `with ${scope}, ${about}, ${news(schema)}, ${made(schema)}\n${answer}`;
  if (jobId !== undefined) {
    return { text: text(takeOne(schema)), values: [now.toISOString(), silentStatuses, jobId] };
  }
  return {
    text: text(takeReady(schema)),
    values: [now.toISOString(), silentStatuses, settledBefore.toISOString(), maxChildren],
  };
}

/** $1 now, $2 silent statuses, $3 the job. */
function takeOne({ notificationJobs }: Schema): string {
  return `taken as (
    update ${notificationJobs} j set fanned_out_at = $1::timestamptz
    where j.id = $3::uuid and j.fanned_out_at is null and ${isKnownType('j')} returning j.*
  )`;
}

/** $1 now, $2 silent statuses, $3 settled before, $4 children at most. */
function takeReady(schema: Schema): string {
  return `${readyJobs(schema, 'j.fanned_out_at is null and', '$3', '$1')},
  counted as (
    select r.*, sum(cardinality(r.child_ids)) over (order by r.turn, r.created_at, r.id) - cardinality(r.child_ids) as before
    from ready r
  ),
  locked as materialized (
    select j.school_id, j.id from counted r join ${schema.notificationJobs} j using (school_id, id)
    where r.before < $4::int and j.fanned_out_at is null and coalesce(j.run_at <= $1::timestamptz, true)
    order by r.turn, r.created_at, r.id for update of j skip locked
  ),
  taken as (
    delete from ${schema.notificationJobs} j using locked l where j.school_id = l.school_id and j.id = l.id returning j.*
  )`;
}

/** Jobs of known types that have settled and are due, each school's numbered by `turn`, so that schools take turns. */
export function readyJobs({ notificationJobs }: Schema, where: string, settledBefore: string, now: string): string {
  return `ready as (
    select j.*, row_number() over (partition by j.school_id order by j.created_at, j.id) as turn
    from ${notificationJobs} j
    where ${where} ${isKnownType('j')} and j.created_at <= ${settledBefore}::timestamptz and coalesce(j.run_at <= ${now}::timestamptz, true)
  )`;
}

/**
 * The last of several jobs about one child, day and subject key keeps it, since all would tell the same. It is news
 * if it is news to any of them. See `gatherSubjects` in the domain.
 */
const about = `about as materialized (
    select distinct on (t.school_id, t.subject_type, x.child_id, x.date, x.subject_key)
      t.school_id, t.subject_type, t.id as job_id, t.created_at, x.child_id, x.date, x.subject_key,
      bool_and(x.date < t.today) over (
        partition by t.school_id, t.subject_type, x.child_id, x.date, x.subject_key
      ) as only_corrects
    from taken t
    cross join lateral unnest(t.child_ids, t.dates, t.subject_keys) as x(child_id, date, subject_key)
    order by t.school_id, t.subject_type, x.child_id, x.date, x.subject_key, t.created_at desc, t.id desc
  )`;

/** The guardians who need a delivery, and its subjects. See `needsDelivery` in the domain. */
function news(schema: Schema): string {
  const { roster, deliveries } = schema;
  const subject = { of: 'a', childId: 'a.child_id', subjectKey: 'a.subject_key' };
  return `asked as materialized (
    select a.*, g.guardian_id from about a cross join lateral (
      select id as guardian_id from ${roster.guardians} g where g.school_id = a.school_id and g.child_id = a.child_id offset 0
    ) g
  ),
  news as (
    select a.*, p.has_pending from asked a
    cross join lateral (
      select count(*) > 0 as has_pending, coalesce(bool_or(a.subject_key = any(p.subject_keys)), false) as is_waiting
      from ${deliveries} p where ${sameDay('p', 'a')} and ${isPendingByKey('p')}
    ) p
    left join lateral (${recordOf(schema, subject)}) r on true
    left join lateral (${lastTold(schema, subject, 'false')}) t on true
    where ${isToTell('$2::text[]', 'a.only_corrects')} or is_waiting
      or exists (
        select from ${deliveries} u where ${sameDay('u', 'a')} and a.subject_key = any(u.subject_keys) and ${isUnreadable('u')}
      )
  )`;
}

/**
 * One delivery for each job, guardian and day, which `is_whole`, or one for each subject key where an earlier one is
 * not settled. See `planDeliveries` in the domain.
 */
function made(schema: Schema): string {
  const key = textOrder('subject_key');
  const subject = `${idOrder(schema, 'child_id')}, ${key}`;
  const delivery = `${idOrder(schema, 'guardian_id')}, date, only_corrects, min(${key})`;
  return `parted as (
    select n.*, not has_pending and 1 = dense_rank() over (
      partition by school_id, guardian_id, subject_type, date order by created_at, job_id, only_corrects
    ) as is_whole
    from news n
  ),
  made as (
    insert into ${schema.deliveries} (school_id, job_id, number, guardian_id, subject_type, date, only_corrects, child_ids,
      subject_keys, created_at, run_at)
    select school_id, job_id, row_number() over (partition by school_id, job_id order by ${delivery}), guardian_id,
      subject_type, date, only_corrects, array_agg(child_id order by ${subject}), array_agg(subject_key order by ${subject}),
      min(created_at), $1::timestamptz
    from parted
    group by school_id, job_id, guardian_id, subject_type, date, only_corrects, case when not is_whole then subject_key end
    order by school_id, job_id, ${delivery}
    returning 1
  )`;
}

const answer = 'select (select count(*) from taken)::text as jobs, (select count(*) from made)::text as deliveries';
