import type { Pool } from 'pg';

/** Schemas with the tables of {@link createConventionalTables}. */
export const conventionalSchemas = ['v1', 'v2', 'v3'] as const;

/**
 * Creates the tables that attendance features usually have, in a schema for each contestant. The tables have ids,
 * foreign keys and the indexes that the contestants' queries need. The roster is rollbook's, id by id.
 * @param schema  A name that needs no quotes.
 */
export async function createConventionalTables(pool: Pool, schema: string): Promise<void> {
  await pool.query(`create schema ${schema}`);
  await pool.query(`create table ${schema}.schools (
    id uuid primary key, name text not null, timezone text not null, today_attendance_count integer not null default 0)`);
  await pool.query(`create table ${schema}.children (
    id uuid primary key, school_id uuid not null references ${schema}.schools, name text not null)`);
  await pool.query(`create table ${schema}.parents (
    id uuid primary key, child_id uuid not null references ${schema}.children, name text not null, contact jsonb)`);
  await pool.query(`create table ${schema}.attendances (
    id bigint generated always as identity primary key, child_id uuid not null references ${schema}.children,
    school_id uuid not null references ${schema}.schools, date date not null, status text not null,
    marked_by text not null, created_at timestamptz not null default now())`);
  await pool.query(`create table ${schema}.jobs (
    id bigint generated always as identity primary key, payload jsonb not null, created_at timestamptz not null default now())`);
  await fillRoster(pool, schema);
  await pool.query(`create index on ${schema}.children (school_id)`);
  await pool.query(`create index on ${schema}.parents (child_id)`);
  await pool.query(`create index on ${schema}.attendances (school_id, date)`);
  await pool.query(`create index on ${schema}.attendances (child_id, date)`);
}

/** Copies rollbook's roster. */
async function fillRoster(pool: Pool, schema: string): Promise<void> {
  await pool.query(`insert into ${schema}.schools select id, name, timezone from attendance.schools`);
  await pool.query(`insert into ${schema}.children select id, school_id, name from attendance.children`);
  await pool.query(`insert into ${schema}.parents select id, child_id, name, contact from attendance.guardians`);
}
