import type { NotificationOutbox } from '../../../src/index.js';
import { lockWaitIsWithin } from '../connection/lock-wait.js';
import type { Statement } from '../connection/statement.js';
import type { Schema } from '../schema/schema.js';
import { milliseconds } from '../sql/columns.js';
import { readyJobs } from './fan-out.js';
import { dueAt, isKnownDelivery, isKnownType } from './thread.js';

/** One job to hand over. */
export interface JobRow {
  readonly id: string;
  readonly school_id: string;
}

/**
 * Takes jobs for a host's queue, and leaves them alone until the time when they count as lost. Deliveries that are
 * due and have no job any more, such as a dead letter that is tried again, get theirs back.
 */
export function takeJobsStatement(
  schema: Schema,
  { now, settledBefore, againAt, maxJobs }: Parameters<NotificationOutbox['takeJobs']>[0],
): Statement {
  const text = `with ${readyJobs(schema, '', '$2', '$1')},
  locked as materialized (
    select j.school_id, j.id from ready r join ${schema.notificationJobs} j using (school_id, id)
    where coalesce(j.run_at <= $1::timestamptz, true)
    order by r.turn, r.created_at, r.id limit $4::int for update of j skip locked
  ),
  taken as (
    update ${schema.notificationJobs} j set run_at = $3::timestamptz from locked l
    where j.school_id = l.school_id and j.id = l.id returning j.id, j.school_id
  ),
  restored as (
    insert into ${schema.notificationJobs} (school_id, id, subject_type, today, child_ids, dates, subject_keys, created_at,
      run_at, fanned_out_at)
    select d.school_id, d.job_id, min(d.subject_type), min(d.date), '{}'::${schema.idType}[], '{}'::date[], '{}'::text[],
      min(d.created_at), $3::timestamptz, $1::timestamptz
    from ${schema.deliveries} d
    where d.state = 'pending' and ${dueAt('d')} <= $1::timestamptz and ${isKnownDelivery('d')} and not exists (
      select from ${schema.notificationJobs} j where j.school_id = d.school_id and j.id = d.job_id
    )
    group by d.school_id, d.job_id order by d.school_id, d.job_id limit $4::int
    on conflict do nothing returning id, school_id
  )
  select id::text, school_id::text from taken union all select id::text, school_id::text from restored`;
  return { text, values: [now.toISOString(), settledBefore.toISOString(), againAt.toISOString(), maxJobs] };
}

/** Makes jobs due at another time. */
export function returnJobsStatement(
  schema: Schema,
  { jobs, runAt }: Parameters<NotificationOutbox['returnJobs']>[0],
  lockWaitMs: number | undefined,
): Statement {
  const text = `update ${schema.notificationJobs} j set run_at = $1::timestamptz
  where j.id in (select id from unnest($2::uuid[]) as given(id) order by id) and ${lockWaitIsWithin(lockWaitMs)}`;
  return { text, values: [runAt.toISOString(), jobs.map(({ jobId }) => jobId)] };
}

/** How many deliveries of a job are not settled. */
export interface CloseRow {
  readonly outstanding: string;
  readonly due_at: string | null;
}

/** Deletes a job, once its deliveries were made, if all of them are settled. */
export function closeJobStatement(schema: Schema, jobId: string, lockWaitMs: number | undefined): Statement {
  const text = `with outstanding as (
    select count(*) as count, min(${dueAt('d')}) as due_at from ${schema.deliveries} d
    where d.job_id = $1::uuid and d.state = 'pending' and ${isKnownDelivery('d')}
  ),
  closed as (
    delete from ${schema.notificationJobs} j
    where j.id = $1::uuid and j.fanned_out_at is not null and ${isKnownType('j')} and (select count = 0 from outstanding)
      and ${lockWaitIsWithin(lockWaitMs)}
  )
  select count::text as outstanding, ${milliseconds('due_at')} as due_at from outstanding`;
  return { text, values: [jobId] };
}
