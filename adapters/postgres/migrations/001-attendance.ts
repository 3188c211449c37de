import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Schema } from '../schema/schema.js';
import { functionTexts } from './001-functions.js';
import { createOutbox } from './001-outbox.js';

/**
 * The first tables: the roster, the records and what follows from them. Some columns are null or unused until a later
 * release needs them, so that neither views in the roster's place nor older processes break then.
 */
export function createAttendanceTables(schema: Schema): Migration {
  return {
    up: async (db) => {
      await createRoster(db, schema);
      await createRecords(db, schema);
      await createRevisions(db, schema);
      await createDailyCounts(db, schema);
      await createOutbox(db, schema);
      await createIanaZone(db, schema);
      await createFunctions(db, schema);
      await createVersion(db, schema);
    },
    down: async (db) => {
      await sql`drop view ${sql.raw(schema.versionPrefix)}1`.execute(db);
      for (const name of Object.values(schema.functions)) await sql`drop function ${sql.raw(name)}`.execute(db);
      await sql`drop function ${sql.raw(schema.ianaZone)}(text)`.execute(db);
      const { roster } = schema;
      const tables = [schema.deliveries, schema.notificationJobs, schema.dailyCounts, schema.revisions, schema.records];
      for (const table of [...tables, roster.guardians, roster.enrolments, roster.children, roster.schools]) {
        await sql`drop table ${sql.raw(table)}`.execute(db);
      }
    },
  };
}

/**
 * No foreign keys: the roster may become the host's own tables, and every mark would share-lock its school's row.
 * Weekdays are those of ISO 8601, 1 to 7. A child without an enrolment is always enrolled; of several that hold on a
 * day one counts.
 */
async function createRoster(db: Kysely<unknown>, { idType, roster }: Schema): Promise<void> {
  const id = sql.raw(idType);
  await sql`create table ${sql.raw(roster.schools)} (
    id ${id} primary key,
    name text not null,
    timezone text not null,
    weekdays smallint[]
  )`.execute(db);
  await sql`create table ${sql.raw(roster.children)} (
    school_id ${id} not null,
    id ${id} not null,
    name text not null,
    primary key (school_id, id)
  )`.execute(db);
  await sql`create index children_id on ${sql.raw(roster.children)} (id)`.execute(db);
  await sql`create table ${sql.raw(roster.enrolments)} (
    school_id ${id} not null,
    child_id ${id} not null,
    enrolled_from date,
    enrolled_until date,
    class_id text,
    weekdays smallint[],
    sessions text[]
  )`.execute(db);
  await sql`create index enrolments_child on ${sql.raw(roster.enrolments)} (school_id, child_id)`.execute(db);
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
 * inside `DO UPDATE`, which alone sees the locked row. `last_revision` is the greatest id that a revision of the record
 * has had, so that ids go on from there when revisions are purged. Columns stand in the order of their alignment, so
 * that none is padded. Columns that change together stand together, since the bytes between are written to the WAL too.
 */
async function createRecords(db: Kysely<unknown>, { idType, records }: Schema): Promise<void> {
  const id = sql.raw(idType);
  await sql`create table ${sql.raw(records)} (
    school_id ${id} not null,
    child_id ${id} not null,
    previous_occurred_at timestamptz,
    previous_confirmed_at timestamptz,
    imported_at timestamptz,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    last_revision bigint not null,
    confirmed_at timestamptz not null,
    date date not null,
    last_intent smallint not null,
    assumed boolean not null default false,
    last_outcome text not null,
    status text,
    session text not null,
    marked_by text not null,
    reason text,
    note text,
    previous_status text,
    primary key (school_id, date, child_id, session)
  )`.execute(db);
}

/**
 * By day before child: a morning's entries are then neighbours in the index. By child before day each entry went to a
 * page of its own. The first change of a page after a checkpoint writes all 8 kB to the WAL.
 *
 * By `transaction_id` a feed reads revisions without a gap: once `pg_snapshot_xmin(pg_current_snapshot())` is greater,
 * no revision with it, or a smaller one, can appear any more.
 */
async function createRevisions(db: Kysely<unknown>, { idType, revisions }: Schema): Promise<void> {
  const id = sql.raw(idType);
  await sql`create table ${sql.raw(revisions)} (
    school_id ${id} not null,
    child_id ${id} not null,
    id bigint not null,
    transaction_id xid8 not null default pg_current_xact_id(),
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    previous_occurred_at timestamptz,
    previous_confirmed_at timestamptz,
    imported_at timestamptz,
    date date not null,
    session text not null,
    outcome text not null,
    status text,
    previous_status text,
    marked_by text not null,
    reason text,
    note text,
    primary key (school_id, date, child_id, session, id)
  )`.execute(db);
  await sql`create unique index revisions_superseded_once on ${sql.raw(revisions)}
    (school_id, date, child_id, session, occurred_at, (coalesce(status, ''))) where outcome = 'superseded'`.execute(db);
  await sql`create index revisions_transaction on ${sql.raw(revisions)} (transaction_id)`.execute(db);
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

/** The form of an IANA name of a place, such as `Asia/Jakarta`, without the `posix/` and `right/` trees. */
const place = '^(?!posix/|right/)[A-Za-z_]+(/[A-Za-z_]+(-[A-Za-z_]+)*)+$';
/** The other IANA names (tzdata 2026a). */
const other =
  '^(UTC|GMT|UCT|Zulu|Universal|Greenwich|GMT[+-]?0|CET|EET|MET|WET|EST|MST|HST|EST5EDT|CST6CDT|MST7MDT|PST8PDT|' +
  'Cuba|Egypt|Eire|GB|GB-Eire|Hongkong|Iceland|Iran|Israel|Jamaica|Japan|Kwajalein|Libya|NZ|NZ-CHAT|Navajo|PRC|' +
  'Poland|Portugal|ROC|ROK|Singapore|Turkey|W-SU|Etc/GMT([+-]?0|[+]([1-9]|1[0-2])|-([1-9]|1[0-4]))?)$';

/**
 * A broken zone raises in `AT TIME ZONE` and would fail every mark of a statement; here it becomes null. The patterns
 * keep out what only Postgres takes for a zone, such as `UTC+7`, whose sign it inverts. A block with an exception
 * handler cannot run in parallel before Postgres 17.
 */
async function createIanaZone(db: Kysely<unknown>, { ianaZone }: Schema): Promise<void> {
  await sql`create function ${sql.raw(ianaZone)}(name text) returns text
    language plpgsql immutable strict parallel unsafe as $$
    begin
      if name !~* ${sql.lit(place)} and name !~* ${sql.lit(other)} then return null; end if;
      if timestamptz 'epoch' at time zone name is null then return null; end if;
      return name;
    exception when others then
      return null;
    end $$`.execute(db);
}

/**
 * The functions that record marks, with the rights of their caller. Only a role that was granted a function may call
 * the function. Postgres looks up the tables when a function runs, so views may take the tables' place.
 */
async function createFunctions(db: Kysely<unknown>, { name, idType, functions }: Schema): Promise<void> {
  for (const text of functionTexts) {
    await sql.raw(text.replaceAll('{schema}', `"${name}"`).replaceAll('{id}', idType)).execute(db);
  }
  for (const one of Object.values(functions)) {
    await sql`revoke execute on function ${sql.raw(one)} from public`.execute(db);
  }
}

/**
 * The sign that these tables serve the releases that know version 1, from the oldest on, which it names. Each statement
 * of such a release mentions it, at no cost, and fails where it is missing. A later migration adds a sign of its own,
 * and drops this one once it no longer serves those releases.
 */
async function createVersion(db: Kysely<unknown>, { versionPrefix }: Schema): Promise<void> {
  await sql`create view ${sql.raw(versionPrefix)}1 as select '0.1.0'::text as oldest_release`.execute(db);
}
