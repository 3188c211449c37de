import { type RawBuilder, sql } from 'kysely';
import type { PurgeRequest, PurgeResult } from '../../../src/index.js';
import { lastDayToPurge } from '../../../src/rules/index.js';
import type { Schema } from '../schema/schema.js';
import { isoDate } from '../sql/columns.js';
import { type Key, type Position, parsePosition, positionText } from './purge-position.js';

/** The statement's only row: numbers as text, and the last key looked at unless the table's end was reached. */
export interface PurgeRow {
  readonly deliveries: string;
  readonly last_delivery: string | null;
  readonly revisions: string;
  readonly last_revision: string | null;
}

/** A table to look through: its key, and what is old in it. */
interface Stretch {
  readonly name: 'delivery' | 'revision';
  readonly table: string;
  readonly key: readonly { readonly name: string; readonly type: string; readonly asText?: string }[];
  readonly isOld: RawBuilder<unknown>;
  /** `null`: from the first row. */
  readonly after: Key | null;
}

/** Deletes what is old of the next rows of each table. */
export function purgeQuery(schema: Schema, request: PurgeRequest): RawBuilder<PurgeRow> {
  const { deliveries, revisions } = positionOf(request);
  const parts = [
    ...(deliveries === undefined ? [] : [purged(deliveriesOf(schema, request, deliveries), request.limit)]),
    ...(revisions === undefined ? [] : [purged(revisionsOf(schema, request, revisions), request.limit)]),
  ];
  const of = (name: string, isAsked: boolean) =>
    isAsked ? sql.raw(`(select count(*) from purged_${name})::text, (select key from last_${name})`) : sql`'0', null`;
  const clauses = parts.length === 0 ? sql`` : sql`with ${sql.join(parts)}`;
  return sql<PurgeRow>`${clauses}
    select p.* from (values (${of('delivery', deliveries !== undefined)}, ${of('revision', revisions !== undefined)}))
      as p(deliveries, last_delivery, revisions, last_revision)`;
}

/** What was deleted, and where the next stretch begins. */
export function toPurgeResult(row: PurgeRow | undefined): PurgeResult {
  return {
    deliveries: Number(row?.deliveries ?? 0),
    revisions: Number(row?.revisions ?? 0),
    next: positionText({ deliveries: row?.last_delivery ?? null, revisions: row?.last_revision ?? null }),
  };
}

function positionOf({ after, deliveriesBefore, revisionsBefore }: PurgeRequest): Position {
  if (after !== undefined) return parsePosition(after);
  return { ...(deliveriesBefore && { deliveries: null }), ...(revisionsBefore && { revisions: null }) };
}

function deliveriesOf({ deliveries, idType }: Schema, request: PurgeRequest, after: Key | null): Stretch {
  return {
    name: 'delivery',
    table: deliveries,
    key: [
      { name: 'school_id', type: idType },
      { name: 'job_id', type: 'uuid' },
      { name: 'number', type: 'int' },
    ],
    isOld: sql`t.state <> 'pending' and t.settled_at < ${instantOf(request.deliveriesBefore)}
      and t.date <= ${lastDayToPurge(request.now, request.correctDays)}::date`,
    after,
  };
}

function revisionsOf({ revisions, idType }: Schema, request: PurgeRequest, after: Key | null): Stretch {
  return {
    name: 'revision',
    table: revisions,
    key: [
      { name: 'school_id', type: idType },
      { name: 'date', type: 'date', asText: isoDate('date') },
      { name: 'child_id', type: idType },
      { name: 'session', type: 'text' },
      { name: 'id', type: 'bigint' },
    ],
    isOld: sql`t.recorded_at < ${instantOf(request.revisionsBefore)}`,
    after,
  };
}

/** Without an instant nothing is old. */
function instantOf(instant: Date | undefined): RawBuilder<unknown> {
  return sql`${instant?.toISOString() ?? null}::timestamptz`;
}

/**
 * What somebody else has locked is left for the next purge: this one waits for nobody, so it deadlocks with nobody. Rows
 * are found again by their place (`ctid`), since a planner that takes the table for small would read it for every stretch.
 */
function purged({ name, table, key, isOld, after }: Stretch, limit: number): RawBuilder<unknown> {
  const rows = sql.raw(table);
  const columns = sql.raw(key.map((column) => column.name).join(', '));
  const texts = sql.raw(key.map((column) => column.asText ?? `${column.name}::text`).join(', '));
  const named = (prefix: string) => sql.raw(`${prefix}_${name}`);
  return sql`${named('seen')} as materialized (
      select t.tableoid as part, t.ctid as place, ${columns} from ${rows} t ${after ? sql`where (${columns}) > (${valuesOf(key, after)})` : sql``}
      order by ${columns} limit ${limit}
    ),
    ${named('last')} as (
      select json_build_array(${texts})::text as key from ${named('seen')} order by ${columns} offset ${limit - 1} limit 1
    ),
    ${named('held')} as materialized (
      select t.tableoid as part, t.ctid as place from ${rows} t where ${isAmong(named('seen'))} and ${isOld}
      order by ${columns} for update skip locked
    ),
    ${named('purged')} as (
      delete from ${rows} t where ${isAmong(named('held'))} returning 1
    )`;
}

/**
 * Partitions have rows of the same place, so a place alone is none. `is true` keeps the planner from making a join of the
 * second condition.
 */
function isAmong(rows: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`t.ctid = any(array(select place from ${rows}))
        and ((t.tableoid, t.ctid) in (select part, place from ${rows})) is true`;
}

function valuesOf(key: Stretch['key'], after: Key): RawBuilder<unknown> {
  return sql.join(key.map(({ type }, index) => sql`${after[index]}::${sql.raw(type)}`));
}
