import { isEnrolled } from '../roster/school-day.js';
import type { Schema } from '../schema/schema.js';
import { type Sql, sql } from '../sql/sql.js';
import type { StatementShape } from './statement-shape.js';

/** The marks at their school and day, all of one school. */
export function placedAtOneSchool(schema: Schema, { prepared }: StatementShape): Sql {
  const { idType, roster, ianaZone } = schema;
  const child = sql`select c.id from ${roster.children} c where c.school_id = :schoolId::${idType} and c.id = m.child_id`;
  // The limit makes Postgres look each child up by its key. A plan for many marks would else read all children.
  const known = prepared
    ? sql`lateral (${child} limit 1) c on true`
    : sql`${roster.children} c on c.school_id = :schoolId::${idType} and c.id = m.child_id`;
  return sql`school as materialized (
  select s.id, s.zone, (:now::timestamptz at time zone s.zone)::date as today
  from (select id, ${ianaZone}(timezone) as zone from ${roster.schools} where id = :schoolId::${idType} offset 0) s
),
placed as (
  select m.*, :schoolId::${idType} as school_id, true as names_school, s.id as known_school_id, s.today, d.day,
    c.id as known_child_id, ${isEnrolled(schema, sql`:schoolId::${idType}`)} as is_enrolled
  from mark m left join school s on true
  cross join lateral (select coalesce(m.date, (m.occurred_at at time zone s.zone)::date) as day offset 0) d
  left join ${known}
)`;
}

/** The marks at their schools and days. A mark that names no school has a row for each school with such a child. */
export function placedAtSchools(schema: Schema, { schools, single }: StatementShape): Sql {
  const { roster, ianaZone } = schema;
  const named = sql`(select c.school_id, c.id from ${roster.children} c where c.school_id = m.named_school_id and c.id = m.child_id limit 1)`;
  const unnamed = sql`select c.school_id, c.id from ${roster.children} c where m.named_school_id is null and c.id = m.child_id`;
  const some = single ? unnamed : sql`${named}\n    union all\n    ${unnamed}`;
  return sql`found as materialized (
  select m.*, coalesce(m.named_school_id, c.school_id) as school_id, m.named_school_id is not null as names_school,
    c.id as known_child_id
  from mark m left join lateral (
    ${schools === 'any' ? some : named}
  ) c on true
),
concerned as materialized (
  select id, timezone from ${roster.schools} where id in (select school_id from found)
),
zone as (
  select named.timezone, named.zone, (:now::timestamptz at time zone named.zone)::date as today
  from (select timezone, ${ianaZone}(timezone) as zone from (select distinct timezone from concerned) each offset 0) named
),
school as materialized (
  select c.id, z.zone, z.today from concerned c join zone z using (timezone)
),
placed as (
  select m.*, s.id as known_school_id, s.today, d.day, ${isEnrolled(schema, sql`m.school_id`)} as is_enrolled
  from found m left join school s on s.id = m.school_id
  cross join lateral (select coalesce(m.date, (m.occurred_at at time zone s.zone)::date) as day offset 0) d
)`;
}
