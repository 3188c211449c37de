import type { Schema } from '../schema.js';

/** When a delivery is due: at its time, but not before the lease of its last worker has run out. */
export function dueAt(alias: string): string {
  return `greatest(${alias}.run_at, ${alias}.lease_until)`;
}

/** Whether two deliveries tell the same guardian of the same day and session, which they do one after the other. */
export function sameThread(a: string, b: string): string {
  return ['school_id', 'guardian_id', 'date', 'session']
    .map((column) => `${a}.${column} = ${b}.${column}`)
    .join(' and ');
}

/**
 * Whether a delivery that is looked up by its key or thread is pending. Written so that the index `deliveries_due` does not
 * fit, and `deliveries_heads`, which is written so too, does: a planner that has no statistics yet, as of a table that has
 * just filled, would read all that are pending at the school instead.
 */
export function isPendingByKey(alias: string): string {
  return `coalesce(${alias}.state) = 'pending'`;
}

/**
 * What the guardian of delivery or row `of` was last told of `child`, or possibly told: no row when nothing, or when it was
 * withdrawn and that has arrived.
 * @param of     Has `school_id`, `guardian_id`, `date` and `session`.
 * @param child  An id, as SQL.
 * @param isOwn  Whether that delivery, `t`, is the one decided on, as SQL.
 */
export function lastTold({ deliveries }: Schema, of: string, child: string, isOwn: string): string {
  return `select * from (
    select true as is_told, said.status as told_status, said.previous_status as told_previous_status, ${isOwn} as is_own,
      t.state
    from ${deliveries} t
    cross join lateral jsonb_to_recordset(t.changes) as said(child_id text, status text, previous_status text)
    where ${sameThread('t', of)} and t.told_order is not null and said.child_id = ${child}::text
    order by t.told_order desc limit 1
  ) last where told_status is not null or state <> 'delivered'`;
}

/** The record of `child` on the day and in the session of `of`, by its key; no row when there is none. */
export function recordOf({ records }: Schema, of: string, child: string): string {
  return `select r.status, r.occurred_at, r.marked_by from ${records} r
    where r.school_id = ${of}.school_id and r.date = ${of}.date and r.child_id = ${child} and r.session = ${of}.session limit 1`;
}

/** Whether a status is to be told, as `decideTelling` in the domain says. Needs the columns of `lastTold` and `recordOf`. */
export function isToTell(silentStatuses: string): string {
  return `case
      when is_told is null then status is not null and status <> all(${silentStatuses})
      else is_own or status is distinct from told_status
    end`;
}
