import { contentVersion } from '../../../src/rules/index.js';
import type { Schema } from '../schema/schema.js';
import { type Alias, join, nothing, raw, type Sql, sql } from '../sql/sql.js';
import {
  dueAt,
  isKnownDelivery,
  isPendingByKey,
  isStillPending,
  isUnreadable,
  recordOf,
  type SubjectColumns,
  sameDay,
  sameThread,
} from './thread.js';

/** The shape of the statement of a claim. Each shape has one text. */
export interface ClaimShape {
  readonly scope: 'job' | 'schools' | 'schools after';
  readonly suspects: boolean;
}

/** Schools looked at in one claim, those included that have nothing due: a bound on what one claim costs. */
const maxSchools = 1_000;
/** Candidates for each place: some of them are another claim's by the time they are locked. */
const candidatesPerPlace = 4;

/**
 * Schools in the order of their ids, each found by one look at the index: a backlog of one costs the others nothing.
 */
export function inRotation(schema: Schema, shape: ClaimShape): Sql[] {
  const first = shape.scope === 'schools after' ? sql`and d.school_id > :after::${schema.idType}` : nothing;
  // A scalar subquery, which is looked up for each school: `exists` would first gather what is due of all of them.
  const school = (after: Sql) => sql`select d.school_id, coalesce((
      select true from ${schema.deliveries} r
      where r.school_id = d.school_id and r.state = 'pending' and ${dueAt('r')} <= :now::timestamptz
        and ${leaseIs(shape, 'r')} and ${isKnownDelivery('r')}
      order by ${dueAt('r')} limit 1
    ), false) as is_ready
    from ${schema.deliveries} d where d.state = 'pending' ${after} order by d.school_id limit 1`;
  return [
    sql`visited as (
  select f.*, f.is_ready::int as found, 1 as step from (${school(first)}) f
  union all
  select n.*, t.found + n.is_ready::int, t.step + 1
  from visited t cross join lateral (${school(sql`and d.school_id > t.school_id`)}) n
  where t.found < :maxDeliveries::int and t.step < ${maxSchools}
)`,
    sql`rotation as materialized (
  select ceil(:maxDeliveries::numeric / greatest(1, count(*) filter (where is_ready)))::int as places,
    case when max(found) >= :maxDeliveries::int or max(step) >= ${maxSchools} then (array_agg(school_id order by step desc))[1] end as after
  from visited
)`,
    sql`candidate as (
  select h.* from visited cross join lateral (
    ${heads(schema, shape, sql`c.school_id = visited.school_id`)}
    order by ${dueAt('c')} limit ${candidatesPerPlace} * (select places from rotation)
  ) h where visited.is_ready
)`,
  ];
}

/** The candidates of one job. */
export function inJob(schema: Schema, shape: ClaimShape): Sql[] {
  return [
    sql`rotation as materialized (select null::${schema.idType} as after)`,
    sql`candidate as (${heads(schema, shape, sql`c.job_id = :jobId::uuid`)} order by ${dueAt('c')} limit ${candidatesPerPlace} * :maxDeliveries::int)`,
  ];
}

/**
 * Finds the first delivery of each thread that has one due: the one that was attempted, else the oldest. Finds none
 * where one is leased, or where the first delivery has to wait for a third one. A delivery that waits for its next
 * attempt is taken only if its content is no longer true. So a correction need not wait for the content that it
 * corrects. See `findHead` and `mayBeTaken` in the domain.
 */
function heads(schema: Schema, shape: ClaimShape, where: Sql): Sql {
  if (shape.suspects) return suspects(schema, where);
  const isSame = sql`(h.job_id, h.number) = (c.job_id, c.number)`;
  // A claim of one job also takes the deliveries that must be sent before. Other claims find these as candidates.
  const isDue = shape.scope === 'job' ? sql`${dueAt('h')} <= :now::timestamptz` : isSame;
  return sql`select ${candidateColumns('h')}, ${dueAt('c')} as due_at
    from ${schema.deliveries} c cross join lateral (${firstOfThread(schema, 'c')}) h
    where ${where} and c.state = 'pending' and ${dueAt('c')} <= :now::timestamptz and ${isKnownDelivery('c')}
      and (
        select true from ${schema.deliveries} l
        where ${sameDay('l', 'c')} and l.lease_token is not null and l.subject_keys && (c.subject_keys || h.subject_keys) limit 1
      ) is null
      and (${isDue} or ${dueAt('h')} > :now::timestamptz and ${isStale(schema)})
      and (${isSame} or exists (
        select from (${firstOfThread(schema, 'h')}) f where (f.job_id, f.number) = (h.job_id, h.number)
      ))
      and ${isThreadReadable(schema, 'h')}`;
}

/** The first pending delivery of the thread of `of`, but for what is leased. */
function firstOfThread({ deliveries }: Schema, of: Alias): Sql {
  return sql`select p.* from ${deliveries} p where ${sameThread('p', of)} and ${isPendingByKey('p')}
      order by p.told_order, p.created_at, p.job_id, p.number limit 1`;
}

/**
 * Deliveries whose last worker let the lease run out, in threads that have one due: looked up for each, among what is
 * leased.
 */
function suspects(schema: Schema, where: Sql): Sql {
  return sql`select ${candidateColumns('s')}, ${dueAt('c')} as due_at
    from ${schema.deliveries} c cross join lateral (
      select s.* from ${schema.deliveries} s
      where ${sameThread('s', 'c')} and s.lease_token is not null and ${isStillPending('s')} offset 0
    ) s
    where ${where} and c.state = 'pending' and ${dueAt('c')} <= :now::timestamptz and ${isKnownDelivery('c')}
      and ${dueAt('s')} <= :now::timestamptz and ${isThreadReadable(schema, 's')}`;
}

/**
 * Says if this release can read all content in the thread of a delivery. A release that cannot does not know what was
 * told.
 */
function isThreadReadable({ deliveries }: Schema, of: Alias): Sql {
  return sql`not exists (select from ${deliveries} u where ${sameThread('u', of)} and ${isUnreadable('u')})`;
}

function candidateColumns(alias: Alias): Sql {
  return join(
    ['school_id', 'job_id', 'number', 'attempt', 'revision', 'lease_token']
      .map(raw)
      .map((column) => sql`${alias}.${column}`),
  );
}

function leaseIs({ suspects }: ClaimShape, alias: Alias): Sql {
  return suspects
    ? sql`${alias}.lease_token is not null and ${alias}.lease_until <= :now::timestamptz`
    : sql`${alias}.lease_token is null`;
}

function isStale(schema: Schema): Sql {
  const subject: SubjectColumns = {
    of: 'h',
    childId: sql`said.child_id::${schema.idType}`,
    subjectKey: sql`said.session`,
  };
  return sql`exists (
        select from jsonb_to_recordset(case when h.content_version = ${contentVersion} then h.changes end)
          as said(child_id text, session text, status text)
        left join lateral (${recordOf(schema, subject)}) r on true
        where r.status is distinct from said.status
      )`;
}
