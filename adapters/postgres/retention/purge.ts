import type { PurgeRequest, PurgeResult } from '../../../src/index.js';
import { lastDayToPurge } from '../../../src/rules/index.js';
import type { Schema } from '../schema/schema.js';
import { isoDate } from '../sql/columns.js';
import {
  join,
  nothing,
  type QuotedName,
  raw,
  type Sql,
  type Statement,
  sql,
  statementOf,
  type Values,
} from '../sql/sql.js';
import { type Key, type Position, parsePosition, positionText } from './purge-position.js';

/** The statement's only row: numbers as text, and the last key looked at unless the table's end was reached. */
export interface PurgeRow {
  readonly deliveries: string;
  readonly last_delivery: string | null;
  readonly revisions: string;
  readonly last_revision: string | null;
}

/** A table to look through: its key, and the condition of old rows. */
interface Stretch {
  readonly name: 'delivery' | 'revision';
  readonly table: QuotedName;
  readonly key: readonly { readonly name: string; readonly type: string; readonly asText?: Sql }[];
  readonly isOld: Sql;
  /** `null`: from the first row. */
  readonly after: Key | null;
}

/** Deletes what is old of the next rows of each table. */
export function purgeStatement(schema: Schema, request: PurgeRequest): Statement {
  const { deliveries, revisions } = positionOf(request);
  const stretches = [
    ...(deliveries === undefined ? [] : [deliveriesOf(schema, deliveries)]),
    ...(revisions === undefined ? [] : [revisionsOf(schema, revisions)]),
  ];
  const clauses = stretches.length === 0 ? nothing : sql`with ${join(stretches.map(purged))}`;
  const text = sql`${clauses}
    select p.* from (values (${countOf('delivery', stretches)}, ${countOf('revision', stretches)}))
      as p(deliveries, last_delivery, revisions, last_revision)`;
  return statementOf(text, toValues(request, stretches));
}

function countOf(name: Stretch['name'], stretches: readonly Stretch[]): Sql {
  if (!stretches.some((stretch) => stretch.name === name)) return sql`'0', null`;
  return sql`(select count(*) from purged_${raw(name)})::text, (select key from last_${raw(name)})`;
}

function toValues(request: PurgeRequest, stretches: readonly Stretch[]): Values {
  const { deliveriesBefore, revisionsBefore, now, correctDays, limit } = request;
  return {
    // Without an instant nothing is old.
    deliveriesBefore: deliveriesBefore?.toISOString() ?? null,
    revisionsBefore: revisionsBefore?.toISOString() ?? null,
    lastDay: lastDayToPurge(now, correctDays),
    limit,
    allButOne: limit - 1,
    ...Object.fromEntries(stretches.flatMap(keyValues)),
  };
}

function keyValues({ name, key, after }: Stretch): [string, unknown][] {
  return after ? key.map((column, index) => [keyParameter(name, column.name), after[index]]) : [];
}

function keyParameter(name: Stretch['name'], column: string): string {
  return `${name}_${column}`;
}

/** The counts of deleted rows, and the beginning of the next stretch. */
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

function deliveriesOf({ deliveries, idType }: Schema, after: Key | null): Stretch {
  return {
    name: 'delivery',
    table: deliveries,
    key: [
      { name: 'school_id', type: idType },
      { name: 'job_id', type: 'uuid' },
      { name: 'number', type: 'int' },
    ],
    isOld: sql`t.state <> 'pending' and t.settled_at < :deliveriesBefore::timestamptz
      and t.date <= :lastDay::date`,
    after,
  };
}

function revisionsOf({ revisions, idType }: Schema, after: Key | null): Stretch {
  return {
    name: 'revision',
    table: revisions,
    key: [
      { name: 'school_id', type: idType },
      { name: 'date', type: 'date', asText: isoDate(sql`date`) },
      { name: 'child_id', type: idType },
      { name: 'session', type: 'text' },
      { name: 'id', type: 'bigint' },
    ],
    isOld: sql`t.recorded_at < :revisionsBefore::timestamptz`,
    after,
  };
}

/**
 * Deletes the old rows of a stretch. Rows that somebody else has locked are left for the next purge: this purge waits
 * for nobody, so it deadlocks with nobody. Rows are found again by their place (`ctid`), since a planner that takes the
 * table for small would read the table for every stretch.
 */
function purged({ name, table, key, isOld, after }: Stretch): Sql {
  const columns = join(key.map((column) => raw(column.name)));
  const texts = join(key.map((column) => column.asText ?? sql`${raw(column.name)}::text`));
  const named = (prefix: string) => raw(`${prefix}_${name}`);
  return sql`${named('seen')} as materialized (
      select t.tableoid as part, t.ctid as place, ${columns} from ${table} t ${after ? sql`where (${columns}) > (${afterKey(name, key)})` : nothing}
      order by ${columns} limit :limit
    ),
    ${named('last')} as (
      select json_build_array(${texts})::text as key from ${named('seen')} order by ${columns} offset :allButOne limit 1
    ),
    ${named('locked')} as materialized (
      select t.tableoid as part, t.ctid as place from ${table} t where ${isAmong(named('seen'))} and ${isOld}
      order by ${columns} for update skip locked
    ),
    ${named('purged')} as (
      delete from ${table} t where ${isAmong(named('locked'))} returning 1
    )`;
}

/**
 * Partitions have rows of the same place, so a place alone is none. `is true` keeps the planner from making a join of
 * the second condition.
 */
function isAmong(rows: Sql): Sql {
  return sql`t.ctid = any(array(select place from ${rows}))
        and ((t.tableoid, t.ctid) in (select part, place from ${rows})) is true`;
}

function afterKey(name: Stretch['name'], key: Stretch['key']): Sql {
  return join(key.map((column) => raw(`:${keyParameter(name, column.name)}::${column.type}`)));
}
