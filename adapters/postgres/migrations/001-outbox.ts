import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema/schema.js';

/** Jobs hold what guardians are to be told of, deliveries what each guardian is told. Both tables have ids only. */
export async function createOutbox(db: Kysely<unknown>, schema: Schema): Promise<void> {
  await createNotificationJobs(db, schema);
  await createDeliveries(db, schema);
}

/**
 * `child_ids`, `dates` and `subject_keys` belong together, item by item; a subject key of `attendance` is a session. A
 * subject of a day before `today`, the school's day when the job was written, may only correct what was told. `run_at`
 * holds back a job that was handed to a host's queue; `fanned_out_at` marks one whose deliveries are made.
 */
async function createNotificationJobs(db: Kysely<unknown>, { idType, notificationJobs }: Schema): Promise<void> {
  const id = sql.raw(idType);
  const table = sql.raw(notificationJobs);
  await sql`create table ${table} (
    school_id ${id} not null,
    id uuid not null,
    created_at timestamptz not null,
    run_at timestamptz,
    fanned_out_at timestamptz,
    today date not null,
    subject_type text not null default 'attendance',
    child_ids ${id}[] not null,
    dates date[] not null,
    subject_keys text[] not null,
    primary key (school_id, id)
  )`.execute(db);
  await sql`create index notification_jobs_id on ${table} (id)`.execute(db);
}

/**
 * `child_ids` and `subject_keys` belong together, item by item: whom of what subject the delivery is about. Deliveries
 * of one guardian, subject type and day that share a subject key are told one after the other. A delivery that
 * `only_corrects` is dropped where nothing was told before. `changes` is the content, frozen at the first claim.
 * `revision` numbers it, and `content_version` says its form; in each form it is a list of objects with a `child_id`.
 * `told_order` is null until then, and numbers the decisions on one guardian's deliveries of one subject type and day.
 * The highest one with content is what the guardian was told, or possibly told, last. As no two have the same number,
 * no two claims can decide on them without one seeing what the other did. `state` is `pending` until the delivery is
 * `delivered`, `dropped` or `dead`.
 */
async function createDeliveries(db: Kysely<unknown>, { idType, deliveries }: Schema): Promise<void> {
  const id = sql.raw(idType);
  const table = sql.raw(deliveries);
  await sql`create table ${table} (
    school_id ${id} not null,
    job_id uuid not null,
    number integer not null,
    guardian_id ${id} not null,
    subject_type text not null default 'attendance',
    date date not null,
    only_corrects boolean not null default false,
    content_version smallint,
    child_ids ${id}[] not null,
    subject_keys text[] not null,
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
  // The index has `coalesce`, as queries by key and thread have: a planner without statistics takes no other index.
  const isPendingByKey = sql`coalesce(state) = 'pending'`;
  await sql`create unique index deliveries_told on ${table}
    (school_id, guardian_id, subject_type, date, told_order)`.execute(db);
  await sql`create index deliveries_heads on ${table}
    (school_id, guardian_id, subject_type, date, told_order, created_at) where ${isPendingByKey}`.execute(db);
  await sql`create index deliveries_due on ${table} (school_id, greatest(run_at, lease_until))
    where state = 'pending'`.execute(db);
  await sql`create index deliveries_of_job on ${table} (job_id, number) where state = 'pending'`.execute(db);
  await sql`create index deliveries_dead on ${table} (settled_at) where state = 'dead'`.execute(db);
  await sql`create index deliveries_leased on ${table} (school_id, guardian_id, subject_type, date)
    where lease_token is not null`.execute(db);
}
