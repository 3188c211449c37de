import { contentVersion, subjectTypes } from '../../../src/rules/index.js';
import type { Schema } from '../schema/schema.js';
import { type Alias, join, raw, type Sql, sql } from '../sql/sql.js';

/** When a delivery is due: at its time, but not before the lease of its last worker has run out. */
export function dueAt(alias: Alias): Sql {
  return sql`greatest(${alias}.run_at, ${alias}.lease_until)`;
}

/** Says if two deliveries are of one guardian, subject type and day. */
export function sameDay(a: Alias, b: Alias): Sql {
  const columns = ['school_id', 'guardian_id', 'subject_type', 'date'].map(raw);
  return join(
    columns.map((column) => sql`${a}.${column} = ${b}.${column}`),
    ' and ',
  );
}

/**
 * Says if two deliveries are in one thread, where they are told one after the other. See `shareThread` in the domain.
 */
export function sameThread(a: Alias, b: Alias): Sql {
  return sql`${sameDay(a, b)} and ${a}.subject_keys && ${b}.subject_keys`;
}

/** Says if this release knows the subject type of a job or delivery. */
export function isKnownType(alias: Alias): Sql {
  return sql`${alias}.subject_type in (${join(subjectTypes.map((type) => raw(`'${type}'`)))})`;
}

/** Says if this release knows the subject type of a delivery, and the form of its content. */
export function isKnownDelivery(alias: Alias): Sql {
  return sql`${isKnownType(alias)} and coalesce(${alias}.content_version = ${contentVersion}, true)`;
}

/** Says if this release cannot read the content of a delivery of a known type. */
export function isUnreadable(alias: Alias): Sql {
  return sql`${alias}.content_version <> ${contentVersion}`;
}

/**
 * Says if a delivery that is looked up by its key or day is pending. The condition fits the index `deliveries_heads`,
 * which is written alike, and not `deliveries_due`. A planner without statistics, as of a table that has just filled,
 * would read all pending deliveries of the school instead.
 */
export function isPendingByKey(alias: Alias): Sql {
  return sql`coalesce(${alias}.state) = 'pending'`;
}

/** Says if a delivery that was found before is pending. Written so that no index but the primary key fits. */
export function isStillPending(alias: Alias): Sql {
  return sql`coalesce(${alias}.state, '') = 'pending'`;
}

/** A child and subject key of a delivery or row, as SQL. */
export interface SubjectColumns {
  /** Has `school_id`, `guardian_id`, `subject_type` and `date`. */
  readonly of: Alias;
  readonly childId: Sql;
  readonly subjectKey: Sql;
}

/**
 * Finds the last thing that a guardian was told, or possibly told, of a child and session. There is no row when there
 * was none, or when it was withdrawn and that has arrived.
 * @param isOwn  Whether a delivery, `t`, is the one decided on, as SQL.
 */
export function lastTold({ deliveries }: Schema, { of, childId, subjectKey }: SubjectColumns, isOwn: Sql): Sql {
  return sql`select * from (
    select true as is_told, said.status as told_status, said.previous_status as told_previous_status, ${isOwn} as is_own,
      t.state
    from ${deliveries} t
    cross join lateral jsonb_to_recordset(case when t.content_version = ${contentVersion} then t.changes end)
      as said(child_id text, session text, status text, previous_status text)
    where ${sameDay('t', of)} and t.told_order is not null and said.child_id = ${childId}::text
      and said.session = ${subjectKey}
    order by t.told_order desc limit 1
  ) last where told_status is not null or state <> 'delivered'`;
}

/** The record of a child on the day and in the session, by its key; no row when there is none. */
export function recordOf({ records }: Schema, { of, childId, subjectKey }: SubjectColumns): Sql {
  return sql`select r.status, r.occurred_at, r.marked_by from ${records} r
    where r.school_id = ${of}.school_id and r.date = ${of}.date and r.child_id = ${childId} and r.session = ${subjectKey} limit 1`;
}

/**
 * Says if a status is to be told, as `decideTelling` in the domain says. Needs the columns of `lastTold` and
 * `recordOf`, and the parameter `:silentStatuses`.
 */
export function isToTell(onlyCorrects: Sql): Sql {
  return sql`case
      when is_told is null then not ${onlyCorrects} and status is not null and status <> all(:silentStatuses::text[])
      else is_own or status is distinct from told_status
    end`;
}

/** An order that does not depend on the database's language, as the domain has it. */
export function textOrder(column: Sql): Sql {
  return sql`${column} collate "C"`;
}

/** The order of ids, as the domain has it. */
export function idOrder({ idType }: Schema, column: Sql): Sql {
  return idType === 'text' ? textOrder(column) : column;
}
