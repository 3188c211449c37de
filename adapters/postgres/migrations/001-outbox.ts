import { type Kysely, sql } from 'kysely';
import { isPendingByKey } from '../outbox/thread.js';
import type { Schema } from '../schema.js';

/** What guardians are to be told of (jobs), and what each of them is told (deliveries). Ids only. */
export async function createOutbox(db: Kysely<unknown>, schema: Schema): Promise<void> {
  await createNotificationJobs(db, schema);
  await createDeliveries(db, schema);
}

/** `run_at` holds back a job that was handed to a host's queue; `fanned_out_at` marks one whose deliveries are made. */
async function createNotificationJobs(db: Kysely<unknown>, { idType, notificationJobs }: Schema): Promise<void> {
  const id = sql.raw(idType);
  const table = sql.raw(notificationJobs);
  await sql`create table ${table} (
    school_id ${id} not null,
    id uuid not null,
    child_ids ${id}[] not null,
    dates date[] not null,
    sessions text[] not null,
    created_at timestamptz not null,
    run_at timestamptz,
    fanned_out_at timestamptz,
    primary key (school_id, id)
  )`.execute(db);
  await sql`create index notification_jobs_id on ${table} (id)`.execute(db);
}

/**
 * `child_ids` is whom the job is about; `changes` is the content, frozen at the first claim, which `revision` numbers.
 * `told_order` is null until then, and numbers what was decided on one guardian's deliveries of one day and session: the highest
 * one with content is what the guardian was told, or possibly told, last.
 * `state` is `pending` until the delivery is `delivered`, `dropped` or `dead`.
 */
async function createDeliveries(db: Kysely<unknown>, { idType, deliveries }: Schema): Promise<void> {
  const id = sql.raw(idType);
  const table = sql.raw(deliveries);
  await sql`create table ${table} (
    school_id ${id} not null,
    job_id uuid not null,
    number integer not null,
    guardian_id ${id} not null,
    date date not null,
    session text not null,
    child_ids ${id}[] not null,
    revision integer not null default 0,
    changes jsonb,
    told_order integer,
    state text not null default 'pending',
    reason text,
    attempt integer not null default 0,
    created_at timestamptz not null,
    run_at timestamptz not null,
    lease_token uuid,
    lease_until timestamptz,
    settled_at timestamptz,
    primary key (school_id, job_id, number)
  )`.execute(db);
  await sql`create unique index deliveries_told on ${table} (school_id, guardian_id, date, session, told_order)`.execute(
    db,
  );
  await sql`create index deliveries_heads on ${table}
    (school_id, guardian_id, date, session, told_order, created_at) where ${sql.raw(isPendingByKey('deliveries'))}`.execute(
    db,
  );
  await sql`create index deliveries_due on ${table} (school_id, greatest(run_at, lease_until))
    where state = 'pending'`.execute(db);
  await sql`create index deliveries_of_job on ${table} (job_id, number) where state = 'pending'`.execute(db);
  await sql`create index deliveries_dead on ${table} (settled_at) where state = 'dead'`.execute(db);
  await sql`create unique index deliveries_one_at_a_time on ${table} (school_id, guardian_id, date, session)
    where lease_token is not null`.execute(db);
}
