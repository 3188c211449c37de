import type { Pool } from 'pg';

/** The tables of the hand-written single statement, with rollbook's roster. */
export async function createLeanTables(pool: Pool): Promise<void> {
  await pool.query('create schema lean');
  await pool.query('create table lean.schools as select id, name, timezone from attendance.schools');
  await pool.query('alter table lean.schools add primary key (id)');
  await pool.query('create table lean.children as select id, school_id, name from attendance.children');
  await pool.query('alter table lean.children add primary key (id)');
  await pool.query('create table lean.parents as select id, child_id, name, contact from attendance.guardians');
  await pool.query('create index on lean.parents (child_id)');
  await pool.query(`create table lean.attendances (
    school_id uuid not null, date date not null, child_id uuid not null, status text not null, previous_status text,
    marked_by text not null, marked_at timestamptz not null default now(), primary key (school_id, date, child_id))`);
  await pool.query(`create table lean.counts (
    school_id uuid not null, date date not null, status text not null, count integer not null,
    primary key (school_id, date, status))`);
  await pool.query(`create table lean.jobs (
    id bigint generated always as identity primary key, payload jsonb not null, created_at timestamptz not null default now())`);
}
