import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { ianaNamePatterns } from '../../../src/index.js';
import type { Schema } from '../schema.js';
import { createOutbox } from './001-outbox.js';

/** The first tables: the roster, the records and what follows from them. */
export function createAttendanceTables(schema: Schema): Migration {
  return {
    up: async (db) => {
      await createRoster(db, schema);
      await createRecords(db, schema);
      await createRevisions(db, schema);
      await createDailyCounts(db, schema);
      await createOutbox(db, schema);
      await createIanaZone(db, schema);
    },
    down: async (db) => {
      await sql`drop function ${sql.raw(schema.ianaZone)}(text)`.execute(db);
      const { roster } = schema;
      const tables = [schema.deliveries, schema.notificationJobs, schema.dailyCounts, schema.revisions, schema.records];
      for (const table of [...tables, roster.guardians, roster.children, roster.schools]) {
        await sql`drop table ${sql.raw(table)}`.execute(db);
      }
    },
  };
}

/** No foreign keys: the roster may become the host's own tables, and every mark would share-lock its school's row. */
async function createRoster(db: Kysely<unknown>, { idType, roster }: Schema): Promise<void> {
  const id = sql.raw(idType);
  await sql`create table ${sql.raw(roster.schools)} (
    id ${id} primary key,
    name text not null,
    timezone text not null
  )`.execute(db);
  await sql`create table ${sql.raw(roster.children)} (
    school_id ${id} not null,
    id ${id} not null,
    name text not null,
    class_id text,
    enrolled_from date,
    enrolled_until date,
    primary key (school_id, id)
  )`.execute(db);
  await sql`create unique index children_id on ${sql.raw(roster.children)} (id)`.execute(db);
  await sql`create table ${sql.raw(roster.guardians)} (
    school_id ${id} not null,
    child_id ${id} not null,
    id ${id} not null,
    name text not null,
    locale text,
    contact jsonb,
    primary key (school_id, child_id, id)
  )`.execute(db);
}

/**
 * `previous_*`, `last_outcome` and `last_intent` are what the statement that writes a row tells itself: they are set
 * inside `DO UPDATE`, which alone sees the locked row.
 */
async function createRecords(db: Kysely<unknown>, { idType, records }: Schema): Promise<void> {
  const id = sql.raw(idType);
  await sql`create table ${sql.raw(records)} (
    school_id ${id} not null,
    child_id ${id} not null,
    date date not null,
    last_intent smallint not null,
    session text not null,
    status text,
    reason text,
    note text,
    marked_by text not null,
    occurred_at timestamptz not null,
    confirmed_at timestamptz not null,
    recorded_at timestamptz not null,
    previous_occurred_at timestamptz,
    previous_confirmed_at timestamptz,
    previous_status text,
    last_outcome text not null,
    primary key (school_id, date, child_id, session)
  )`.execute(db);
}

/**
 * By day before child: a morning's entries are then neighbours in the index. By child before day each went to a page of its
 * own, of which the first change after a checkpoint writes all 8 kB to the WAL.
 */
async function createRevisions(db: Kysely<unknown>, { idType, revisions }: Schema): Promise<void> {
  const id = sql.raw(idType);
  await sql`create table ${sql.raw(revisions)} (
    school_id ${id} not null,
    child_id ${id} not null,
    date date not null,
    session text not null,
    id bigint generated always as identity,
    outcome text not null,
    status text,
    previous_status text,
    previous_occurred_at timestamptz,
    previous_confirmed_at timestamptz,
    reason text,
    note text,
    marked_by text not null,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    primary key (school_id, date, child_id, session, id)
  )`.execute(db);
  await sql`create unique index revisions_superseded_once on ${sql.raw(revisions)}
    (school_id, date, child_id, session, occurred_at, (coalesce(status, ''))) where outcome = 'superseded'`.execute(db);
}

/** `repairs` tells two reconciliations that run at once apart: only one of them may apply its difference. */
async function createDailyCounts(db: Kysely<unknown>, { idType, dailyCounts }: Schema): Promise<void> {
  await sql`create table ${sql.raw(dailyCounts)} (
    school_id ${sql.raw(idType)} not null,
    date date not null,
    session text not null,
    status text not null,
    count integer not null,
    repairs integer not null default 0,
    primary key (school_id, date, session, status)
  )`.execute(db);
}

/**
 * A broken zone raises in `AT TIME ZONE` and would fail every mark of a statement; here it becomes null. The pattern
 * keeps out what only Postgres takes for a zone, such as `UTC+7`, whose sign it inverts. A block with an exception
 * handler cannot run in parallel before Postgres 17.
 */
async function createIanaZone(db: Kysely<unknown>, { ianaZone }: Schema): Promise<void> {
  await sql`create function ${sql.raw(ianaZone)}(name text) returns text
    language plpgsql immutable strict parallel unsafe as $$
    begin
      if name !~* ${sql.lit(ianaNamePatterns.place)} and name !~* ${sql.lit(ianaNamePatterns.other)} then return null; end if;
      perform timestamptz 'epoch' at time zone name;
      return name;
    exception when others then
      return null;
    end $$`.execute(db);
}
