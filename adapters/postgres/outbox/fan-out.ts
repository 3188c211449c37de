import type { FanOutRequest } from '../../../src/index.js';
import type { Statement } from '../connection/statement.js';
import type { Schema } from '../schema.js';
import { isPendingByKey, isToTell, lastTold, recordOf, sameThread } from './thread.js';

/** What came of a fan-out. */
export interface FanOutRow {
  readonly jobs: string;
  readonly deliveries: string;
}

/**
 * Turns jobs into deliveries in one statement, so that a process which dies leaves either the job or its deliveries.
 * Nobody is left out who may hold something else: a guardian with a delivery that is not settled gets another one, since what
 * the first will say is decided only when it is claimed.
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
    where j.id = $3::uuid and j.fanned_out_at is null returning j.*
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

/** Jobs that have settled and are due, each school's numbered by `turn`, so that schools take turns. */
export function readyJobs({ notificationJobs }: Schema, where: string, settledBefore: string, now: string): string {
  return `ready as (
    select j.*, row_number() over (partition by j.school_id order by j.created_at, j.id) as turn
    from ${notificationJobs} j
    where ${where} j.created_at <= ${settledBefore}::timestamptz and coalesce(j.run_at <= ${now}::timestamptz, true)
  )`;
}

/** Of several jobs about one child only the last keeps it: they would all tell the same. */
const about = `about as materialized (
    select distinct on (t.school_id, x.child_id, x.date, x.session)
      t.school_id, t.id as job_id, t.created_at, x.child_id, x.date, x.session
    from taken t cross join lateral unnest(t.child_ids, t.dates, t.sessions) as x(child_id, date, session)
    order by t.school_id, x.child_id, x.date, x.session, t.created_at desc, t.id desc
  )`;

function news(schema: Schema): string {
  const { roster, deliveries } = schema;
  return `asked as materialized (
    select a.*, g.guardian_id from about a cross join lateral (
      select id as guardian_id from ${roster.guardians} g where g.school_id = a.school_id and g.child_id = a.child_id offset 0
    ) g
  ),
  news as (
    select a.* from asked a
    left join lateral (${recordOf(schema, 'a', 'a.child_id')}) r on true
    left join lateral (${lastTold(schema, 'a', 'a.child_id', 'false')}) t on true
    where ${isToTell('$2::text[]')}
      or exists (select from ${deliveries} p where ${sameThread('p', 'a')} and ${isPendingByKey('p')})
  )`;
}

function made({ deliveries }: Schema): string {
  return `made as (
    insert into ${deliveries} (school_id, job_id, number, guardian_id, date, session, child_ids, created_at, run_at)
    select school_id, job_id, row_number() over (partition by school_id, job_id order by guardian_id, date, session),
      guardian_id, date, session, array_agg(child_id order by child_id), min(created_at), $1::timestamptz
    from news group by school_id, job_id, guardian_id, date, session
    order by school_id, job_id, guardian_id, date, session
    returning 1
  )`;
}

const answer = 'select (select count(*) from taken)::text as jobs, (select count(*) from made)::text as deliveries';
