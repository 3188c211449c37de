import { enrolmentOfDay, isEnrolled } from '../roster/school-day.js';
import type { Schema } from '../schema/schema.js';
import { type Sql, sql } from '../sql/sql.js';
import type { StatementShape } from './statement-shape.js';

/** The marks at their school and day. A mark that names no school has a row for each school with such a child. */
export function placedMarks(schema: Schema, shape: StatementShape): Sql {
  switch (shape.schools) {
    case 'one':
      return placedAtOneSchool(schema, shape);
    case 'named':
      return placedAtNamedSchools(schema, shape);
    case 'any':
      return placedAtAnySchools(schema, shape);
    default:
      return shape.schools satisfies never;
  }
}

function placedAtOneSchool(schema: Schema, shape: StatementShape): Sql {
  const { idType, roster, ianaZone } = schema;
  const schoolId = sql`:schoolId::${idType}`;
  return sql`school as materialized (
  select s.id, s.zone, (:now::timestamptz at time zone s.zone)::date as today
  from (select id, ${ianaZone}(timezone) as zone from ${roster.schools} where id = ${schoolId} offset 0) s
),
placed as (
  select m.*, ${schoolId} as school_id, true as names_school, s.id as known_school_id, s.today, d.day,
    c.id as known_child_id, ${isEnrolled(schema, schoolId)} as is_enrolled
  from mark m left join school s on true
  cross join lateral (select coalesce(m.date, (m.occurred_at at time zone s.zone)::date) as day) d
  left join ${childOf(schema, schoolId, shape)}
  ${enrolmentOfDay(schema, schoolId)}
)`;
}

function placedAtNamedSchools(schema: Schema, shape: StatementShape): Sql {
  const { roster } = schema;
  const schoolId = sql`m.named_school_id`;
  return sql`${zonesOf(schema, sql`select s.timezone from mark m join ${roster.schools} s on s.id = m.named_school_id`)},
placed as (
  select m.*, ${schoolId} as school_id, true as names_school, s.id as known_school_id, z.today, d.day,
    c.id as known_child_id, ${isEnrolled(schema, schoolId)} as is_enrolled
  from mark m left join ${roster.schools} s on s.id = ${schoolId} left join zone z on z.timezone = s.timezone
  cross join lateral (select coalesce(m.date, (m.occurred_at at time zone z.zone)::date) as day) d
  left join ${childOf(schema, schoolId, shape)}
  ${enrolmentOfDay(schema, schoolId)}
)`;
}

function placedAtAnySchools(schema: Schema, { single }: StatementShape): Sql {
  const { roster } = schema;
  const named = sql`(select c.school_id, c.id from ${roster.children} c where c.school_id = m.named_school_id and c.id = m.child_id limit 1)`;
  const unnamed = sql`select c.school_id, c.id from ${roster.children} c where m.named_school_id is null and c.id = m.child_id`;
  return sql`found as materialized (
  select m.*, coalesce(m.named_school_id, c.school_id) as school_id, m.named_school_id is not null as names_school,
    c.id as known_child_id
  from mark m left join lateral (
    ${single ? unnamed : sql`${named}\n    union all\n    ${unnamed}`}
  ) c on true
),
concerned as materialized (
  select id, timezone from ${roster.schools} where id in (select school_id from found)
),
${zonesOf(schema, sql`select timezone from concerned`)},
placed as (
  select m.*, s.id as known_school_id, z.today, d.day, ${isEnrolled(schema, sql`m.school_id`)} as is_enrolled
  from found m left join concerned s on s.id = m.school_id left join zone z on z.timezone = s.timezone
  cross join lateral (select coalesce(m.date, (m.occurred_at at time zone z.zone)::date) as day) d
  ${enrolmentOfDay(schema, sql`m.school_id`)}
)`;
}

/** Checks each time zone once. Without `materialized` Postgres may check the zone of each mark. */
function zonesOf({ ianaZone }: Schema, timezones: Sql): Sql {
  return sql`zone as materialized (
  select timezone, zone, (:now::timestamptz at time zone zone)::date as today
  from (select timezone, ${ianaZone}(timezone) as zone from (select distinct t.timezone from (${timezones}) t) each offset 0) named
)`;
}

/** The limit makes Postgres look each child up by its key. A plan for many marks would else read all children. */
function childOf({ roster }: Schema, schoolId: Sql, { prepared }: StatementShape): Sql {
  if (!prepared) return sql`${roster.children} c on c.school_id = ${schoolId} and c.id = m.child_id`;
  return sql`lateral (select c.id from ${roster.children} c where c.school_id = ${schoolId} and c.id = m.child_id limit 1) c on true`;
}
