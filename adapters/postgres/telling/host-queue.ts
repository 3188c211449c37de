import type { ReturnJobsRequest, TakeJobsRequest } from '../../../src/index.js';
import type { Schema } from '../schema/schema.js';
import { milliseconds } from '../sql/columns.js';
import { lockWaitIsWithin, lockWaitValue } from '../sql/lock-wait.js';
import { type Statement, sql, statementOf } from '../sql/sql.js';
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
  { now, settledBefore, againAt, maxJobs }: TakeJobsRequest,
): Statement {
  const text = sql`with ${readyJobs(schema)},
  locked as materialized (
    select j.school_id, j.id from ready r join ${schema.notificationJobs} j using (school_id, id)
    where coalesce(j.run_at <= :now::timestamptz, true)
    order by r.rank_in_school, r.created_at, r.id limit :maxJobs::int for update of j skip locked
  ),
  taken as (
    update ${schema.notificationJobs} j set run_at = :againAt::timestamptz from locked l
    where j.school_id = l.school_id and j.id = l.id returning j.id, j.school_id
  ),
  restored as (
    insert into ${schema.notificationJobs} (school_id, id, subject_type, today, child_ids, dates, subject_keys, created_at,
      run_at, fanned_out_at)
    select d.school_id, d.job_id, min(d.subject_type), min(d.date), '{}'::${schema.idType}[], '{}'::date[], '{}'::text[],
      min(d.created_at), :againAt::timestamptz, :now::timestamptz
    from ${schema.deliveries} d
    where d.state = 'pending' and ${dueAt('d')} <= :now::timestamptz and ${isKnownDelivery('d')} and not exists (
      select from ${schema.notificationJobs} j where j.school_id = d.school_id and j.id = d.job_id
    )
    group by d.school_id, d.job_id order by d.school_id, d.job_id limit :maxJobs::int
    on conflict do nothing returning id, school_id
  )
  select id::text, school_id::text from taken union all select id::text, school_id::text from restored`;
  return statementOf(text, {
    now: now.toISOString(),
    settledBefore: settledBefore.toISOString(),
    againAt: againAt.toISOString(),
    maxJobs,
  });
}

/** Makes jobs due at another time. */
export function returnJobsStatement(
  schema: Schema,
  { jobs, runAt }: ReturnJobsRequest,
  lockWaitMs: number | undefined,
): Statement {
  const text = sql`update ${schema.notificationJobs} j set run_at = :runAt::timestamptz
  where j.id in (select id from unnest(:jobIds::uuid[]) as given(id) order by id) and ${lockWaitIsWithin(lockWaitMs)}`;
  return statementOf(text, {
    runAt: runAt.toISOString(),
    jobIds: jobs.map(({ jobId }) => jobId),
    ...lockWaitValue(lockWaitMs),
  });
}

/** The count of a job's deliveries that are not settled. */
export interface CloseRow {
  readonly outstanding: string;
  readonly due_at: string | null;
}

/** Deletes a job, once its deliveries were made, if all of them are settled. */
export function closeJobStatement(schema: Schema, jobId: string, lockWaitMs: number | undefined): Statement {
  const text = sql`with outstanding as (
    select count(*) as count, min(${dueAt('d')}) as due_at from ${schema.deliveries} d
    where d.job_id = :jobId::uuid and d.state = 'pending' and ${isKnownDelivery('d')}
  ),
  closed as (
    delete from ${schema.notificationJobs} j
    where j.id = :jobId::uuid and j.fanned_out_at is not null and ${isKnownType('j')} and (select count = 0 from outstanding)
      and ${lockWaitIsWithin(lockWaitMs)}
  )
  select count::text as outstanding, ${milliseconds(sql`due_at`)} as due_at from outstanding`;
  return statementOf(text, { jobId, ...lockWaitValue(lockWaitMs) });
}
