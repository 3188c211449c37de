import { type RawBuilder, sql } from 'kysely';
import type { Schema } from '../schema.js';

/** True, once the records are locked. */
export const recordsAreLocked = sql`(select count(*) from record) >= 0`;

/** Takes a child out of the jobs of `school`; a job about nobody else goes. `job` has those that were about it. */
export function erasedJobs({ notificationJobs }: Schema, child: RawBuilder<unknown>): RawBuilder<unknown> {
  const table = sql.raw(notificationJobs);
  const kept = (column: string) => sql`array(
        select x.${sql.raw(column)} from unnest(j.child_ids, j.dates, j.sessions) with ordinality
          as x(child_id, date, session, position)
        where x.child_id <> ${child} order by x.position
      )`;
  return sql`held_job as materialized (
      select j.* from ${table} j
      where j.school_id = (select id from school) and ${child} = any(j.child_ids) and ${recordsAreLocked}
      order by j.id for update
    ),
    job as materialized (
      select j.school_id, j.id, ${kept('child_id')} as child_ids, ${kept('date')} as dates, ${kept('session')} as sessions
      from held_job j
    ),
    erased_job as (
      delete from ${table} j using job e
      where j.school_id = e.school_id and j.id = e.id and cardinality(e.child_ids) = 0
    ),
    changed_job as (
      update ${table} j set child_ids = e.child_ids, dates = e.dates, sessions = e.sessions from job e
      where j.school_id = e.school_id and j.id = e.id and cardinality(e.child_ids) > 0
    )`;
}

/**
 * Takes a child out of the deliveries of `school`; one about nobody else, or whose content is about nobody else, goes.
 * `delivery` has those that were about it. A frozen content that is another one without the child gets another id, and attempts
 * of its own, unless a worker is sending it: its settlement names it by the old one.
 */
export function erasedDeliveries({ deliveries, idType }: Schema, child: RawBuilder<unknown>): RawBuilder<unknown> {
  const table = sql.raw(deliveries);
  const isAnother = sql`d.lease_token is null and e.changes is distinct from d.changes`;
  return sql`held_delivery as materialized (
      select d.* from ${table} d
      where d.school_id = (select id from school) and ${child} = any(d.child_ids) and ${recordsAreLocked}
      order by d.job_id, d.number for update
    ),
    delivery as materialized (
      select d.school_id, d.job_id, d.number, array_remove(d.child_ids, ${child}) as child_ids, (
          select jsonb_agg(said.change order by said.position)
          from jsonb_array_elements(d.changes) with ordinality as said(change, position)
          where (said.change ->> 'child_id')::${sql.raw(idType)} <> ${child}
        ) as changes, d.changes is not null as is_frozen
      from held_delivery d
    ),
    erased_delivery as (
      delete from ${table} d using delivery e
      where d.school_id = e.school_id and d.job_id = e.job_id and d.number = e.number
        and (cardinality(e.child_ids) = 0 or e.is_frozen and e.changes is null)
    ),
    changed_delivery as (
      update ${table} d set child_ids = e.child_ids, changes = e.changes,
        revision = d.revision + (${isAnother})::int,
        attempt = case when ${isAnother} and d.state = 'pending' then 0 else d.attempt end
      from delivery e
      where d.school_id = e.school_id and d.job_id = e.job_id and d.number = e.number
        and cardinality(e.child_ids) > 0 and (not e.is_frozen or e.changes is not null)
    )`;
}
