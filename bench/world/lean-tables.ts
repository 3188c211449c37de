import type { Pool } from 'pg';

/**
 * The tables of the hand-written statement, with rollbook's roster: records, an event each change, counters and jobs.
 * The tables store the facts that a mark carries. The only index besides the keys finds the events of a child.
 */
export async function createLeanTables(pool: Pool): Promise<void> {
  await pool.query('create schema lean');
  await pool.query('create table lean.children as select id, school_id from attendance.children');
  await pool.query('alter table lean.children add primary key (id)');
  const mark = `school_id uuid not null, date date not null, child_id uuid not null, session text not null,
    status text not null, previous_status text, reason text, note text, marked_by text not null,
    occurred_at timestamptz not null, recorded_at timestamptz not null default now()`;
  await pool.query(`create table lean.attendances (${mark}, primary key (school_id, date, child_id, session))`);
  await pool.query(`create table lean.events (id bigint generated always as identity primary key, ${mark})`);
  await pool.query('create index on lean.events (school_id, child_id, date)');
  await pool.query(`create table lean.counts (
    school_id uuid not null, date date not null, session text not null, status text not null, count integer not null,
    primary key (school_id, date, session, status))`);
  await pool.query(`create table lean.jobs (
    id bigint generated always as identity primary key, school_id uuid not null, date date not null,
    child_ids uuid[] not null, created_at timestamptz not null default now())`);
}
