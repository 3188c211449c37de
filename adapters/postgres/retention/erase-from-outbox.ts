import type { Schema } from '../schema/schema.js';
import { type Sql, sql } from '../sql/sql.js';

/** True, once the records are locked. */
export const recordsAreLocked = sql`(select count(*) from record) >= 0`;

/** Takes a child out of the jobs of `school`; a job about nobody else goes. `job` has those that were about it. */
export function erasedJobs({ notificationJobs }: Schema, child: Sql): Sql {
  const kept = (column: Sql) => sql`array(
        select x.${column} from unnest(j.child_ids, j.dates, j.subject_keys) with ordinality
          as x(child_id, date, subject_key, position)
        where x.child_id <> ${child} order by x.position
      )`;
  return sql`locked_job as materialized (
      select j.* from ${notificationJobs} j
      where j.school_id = (select id from school) and ${child} = any(j.child_ids) and ${recordsAreLocked}
      order by j.id for update
    ),
    job as materialized (
      select j.school_id, j.id, ${kept(sql`child_id`)} as child_ids, ${kept(sql`date`)} as dates,
        ${kept(sql`subject_key`)} as subject_keys
      from locked_job j
    ),
    erased_job as (
      delete from ${notificationJobs} j using job e
      where j.school_id = e.school_id and j.id = e.id and cardinality(e.child_ids) = 0
    ),
    changed_job as (
      update ${notificationJobs} j set child_ids = e.child_ids, dates = e.dates, subject_keys = e.subject_keys from job e
      where j.school_id = e.school_id and j.id = e.id and cardinality(e.child_ids) > 0
    )`;
}

/**
 * Takes a child out of the deliveries of `school`, of any subject type, as `deliveryWithout` in the domain does. A
 * delivery about nobody else, or with content about nobody else, goes. Every content is a list of objects with a
 * `child_id`. `delivery` has those that were about it. A frozen content that changes without the child gets another id,
 * and attempts of its own. A content that a worker is sending keeps its id, because the settlement names it.
 */
export function erasedDeliveries({ deliveries }: Schema, child: Sql): Sql {
  const kept = (column: Sql) => sql`array(
        select x.${column} from unnest(d.child_ids, d.subject_keys) with ordinality as x(child_id, subject_key, position)
        where x.child_id <> ${child} order by x.position
      )`;
  const isAnother = sql`d.lease_token is null and e.changes is distinct from d.changes`;
  return sql`locked_delivery as materialized (
      select d.* from ${deliveries} d
      where d.school_id = (select id from school) and ${child} = any(d.child_ids) and ${recordsAreLocked}
      order by d.job_id, d.number for update
    ),
    delivery as materialized (
      select d.school_id, d.job_id, d.number, ${kept(sql`child_id`)} as child_ids, ${kept(sql`subject_key`)} as subject_keys, (
          select jsonb_agg(said.change order by said.position)
          from jsonb_array_elements(d.changes) with ordinality as said(change, position)
          where said.change ->> 'child_id' is distinct from ${child}::text
        ) as changes, d.changes is not null as is_frozen
      from locked_delivery d
    ),
    erased_delivery as (
      delete from ${deliveries} d using delivery e
      where d.school_id = e.school_id and d.job_id = e.job_id and d.number = e.number
        and (cardinality(e.child_ids) = 0 or e.is_frozen and e.changes is null)
    ),
    changed_delivery as (
      update ${deliveries} d set child_ids = e.child_ids, subject_keys = e.subject_keys, changes = e.changes,
        revision = d.revision + (${isAnother})::int,
        attempt = case when ${isAnother} and d.state = 'pending' then 0 else d.attempt end
      from delivery e
      where d.school_id = e.school_id and d.job_id = e.job_id and d.number = e.number
        and cardinality(e.child_ids) > 0 and (not e.is_frozen or e.changes is not null)
    )`;
}
