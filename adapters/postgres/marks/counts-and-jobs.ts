import type { Schema } from '../schema/schema.js';
import { nothing, type Sql, sql } from '../sql/sql.js';
import type { StatementShape } from './statement-shape.js';

/** Moves the counters by what changed. */
export function counted({ dailyCounts }: Schema, { single, counts }: StatementShape): Sql {
  const isAsked = counts === 'asked' ? sql` and :movesCounts::boolean` : nothing;
  const [by, grouped] = single
    ? [sql`by`, nothing]
    : [sql`sum(by)`, sql`\n  group by school_id, date, session, moved.status having sum(by) <> 0`];
  return sql`counted as (
  insert into ${dailyCounts} as c (school_id, date, session, status, count)
  select school_id, date, session, moved.status, ${by}
  from decided cross join lateral (values (status, 1), (previous_status, -1)) as moved(status, by)
  where is_new_status and moved.status is not null${isAsked}${grouped}
  order by school_id, date, session, moved.status
  on conflict (school_id, date, session, status) do update set count = c.count + excluded.count
)`;
}

/** Says if a changed status of a day is worth a job, at a school whose day is `today`. */
export function isNews(day: Sql, today: Sql): Sql {
  return sql`${day} between ${today} - :correctDays::int and ${today} and cardinality(:jobIds::uuid[]) > 0`;
}

/**
 * Writes one job a school. Changes of the school's today are news; changes of the days before correct guardians who
 * were told something else (see `planJobs` in the domain). Changes of a second try alone need a job of their own: the
 * job of the first try is there.
 */
export function queued({ notificationJobs }: Schema, { mayBeRecorded, single }: StatementShape): Sql {
  const id = single ? sql`(:jobIds::uuid[])[1]` : sql`(:jobIds::uuid[])[row_number() over (order by school_id)]`;
  const all = (column: Sql) => (single ? sql`array[${column}]` : sql`array_agg(${column} order by position)`);
  return sql`queued as (
  insert into ${notificationJobs} (school_id, id, today, child_ids, dates, subject_keys, created_at)
  select school_id, ${mayBeRecorded ? sql`gen_random_uuid()` : id}, today, ${all(sql`child_id`)}, ${all(sql`date`)}, ${all(sql`session`)},
    :now::timestamptz
  from decided
  where is_new_status and ${isNews(sql`date`, sql`today`)}${single ? nothing : sql`\n  group by school_id, today`}
)`;
}
