import type { FanOutRequest } from '../../../src/index.js';
import type { Schema } from '../schema/schema.js';
import { nothing, type Sql, type Statement, sql, statementOf } from '../sql/sql.js';
import {
  idOrder,
  isKnownType,
  isPendingByKey,
  isToTell,
  isUnreadable,
  lastTold,
  recordOf,
  type SubjectColumns,
  sameDay,
  textOrder,
} from './thread.js';

/** The answer to a fan-out. */
export interface FanOutRow {
  readonly jobs: string;
  readonly deliveries: string;
}

/**
 * Turns jobs into deliveries in one statement, so that a process which dies leaves either the job or its deliveries.
 * Nobody is left out who may know something else. A guardian with an unsettled delivery gets another one, since the
 * content of the first is decided only when it is claimed.
 */
export function fanOutStatement(schema: Schema, request: FanOutRequest): Statement {
  const { now, settledBefore, silentStatuses, maxChildren, jobId } = request;
  const scope = jobId === undefined ? takeReady(schema) : takeOne(schema);
  return statementOf(sql`with ${scope}, ${about}, ${news(schema)}, ${made(schema)}\n${answer}`, {
    now: now.toISOString(),
    silentStatuses,
    settledBefore: settledBefore.toISOString(),
    maxChildren,
    jobId,
  });
}

function takeOne({ notificationJobs }: Schema): Sql {
  return sql`taken as (
    update ${notificationJobs} j set fanned_out_at = :now::timestamptz
    where j.id = :jobId::uuid and j.fanned_out_at is null and ${isKnownType('j')} returning j.*
  )`;
}

function takeReady(schema: Schema): Sql {
  return sql`${readyJobs(schema, sql`j.fanned_out_at is null and`)},
  counted as (
    select r.*, sum(cardinality(r.child_ids)) over (order by r.rank_in_school, r.created_at, r.id) - cardinality(r.child_ids) as before
    from ready r
  ),
  locked as materialized (
    select j.school_id, j.id from counted r join ${schema.notificationJobs} j using (school_id, id)
    where r.before < :maxChildren::int and j.fanned_out_at is null and coalesce(j.run_at <= :now::timestamptz, true)
    order by r.rank_in_school, r.created_at, r.id for update of j skip locked
  ),
  taken as (
    delete from ${schema.notificationJobs} j using locked l where j.school_id = l.school_id and j.id = l.id returning j.*
  )`;
}

/**
 * Jobs of known types that were written before `:settledBefore` and are due. The jobs of each school are numbered, so
 * that schools rotate.
 */
export function readyJobs({ notificationJobs }: Schema, where: Sql = nothing): Sql {
  return sql`ready as (
    select j.*, row_number() over (partition by j.school_id order by j.created_at, j.id) as rank_in_school
    from ${notificationJobs} j
    where ${where} ${isKnownType('j')} and j.created_at <= :settledBefore::timestamptz and coalesce(j.run_at <= :now::timestamptz, true)
  )`;
}

/**
 * The last of several jobs about one child, day and subject key keeps it, since all would tell the same. A subject is
 * news if one of the jobs says so. See `gatherSubjects` in the domain.
 */
const about = sql`about as materialized (
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
function news(schema: Schema): Sql {
  const { roster, deliveries } = schema;
  const subject: SubjectColumns = { of: 'a', childId: sql`a.child_id`, subjectKey: sql`a.subject_key` };
  return sql`asked as materialized (
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
    left join lateral (${lastTold(schema, subject, sql`false`)}) t on true
    where ${isToTell(sql`a.only_corrects`)} or is_waiting
      or exists (
        select from ${deliveries} u where ${sameDay('u', 'a')} and a.subject_key = any(u.subject_keys) and ${isUnreadable('u')}
      )
  )`;
}

/**
 * One delivery for each job, guardian and day, which `is_whole`, or one for each subject key where an earlier one is
 * not settled. See `planDeliveries` in the domain.
 */
function made(schema: Schema): Sql {
  const key = textOrder(sql`subject_key`);
  const subject = sql`${idOrder(schema, sql`child_id`)}, ${key}`;
  const delivery = sql`${idOrder(schema, sql`guardian_id`)}, date, only_corrects, min(${key})`;
  return sql`parted as (
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
      min(created_at), :now::timestamptz
    from parted
    group by school_id, job_id, guardian_id, subject_type, date, only_corrects, case when not is_whole then subject_key end
    order by school_id, job_id, ${delivery}
    returning 1
  )`;
}

const answer = sql`select (select count(*) from taken)::text as jobs, (select count(*) from made)::text as deliveries`;
