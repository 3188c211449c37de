import { enrolmentOfDay, isEnrolled } from '../roster/school-day.js';
import type { Schema } from '../schema/schema.js';
import { nothing, type Sql, sql } from '../sql/sql.js';
import { rejectionCode } from './admission.js';
import { isNews } from './counts-and-jobs.js';
import { lastRevisionBefore, recordMarkQuery } from './statement.js';
import { shapeInFunctions } from './statement-shape.js';

/**
 * The body of the function that records a lone mark. A first mark of an enrolled child takes the short way: four small
 * statements, each planned once a database session. All other marks take the statement that sets of marks take, so
 * there is one decision. Each statement of the function has a snapshot of its own. So the long way sees, and locks,
 * the record that the short way ran into. Locks are taken in the order of that statement: the record, then the counter.
 */
export function loneFunctionBody(schema: Schema, schools: 'named' | 'any'): Sql {
  const { records, revisions, dailyCounts, notificationJobs, idType } = schema;
  return sql`
#variable_conflict use_column
declare
  v_school ${idType};
  v_day date;
  v_today date;
  v_code text;
  v_revision bigint;
begin
  if :maxLockWait::text is not null then
    v_code := set_config('lock_timeout', :maxLockWait::text, true);
  end if;
  if :status::text is not null then
    ${admittedAlone(schema, schools)}
    if found and v_code is null then
      insert into ${records} (school_id, child_id, date, session, status, reason, note, marked_by, occurred_at, confirmed_at,
          recorded_at, last_outcome, last_intent, last_revision)
        values (v_school, :childId, v_day, :session::text, :status, :reason::text, :note::text, :markedBy::text, :occurredAt,
          :occurredAt, :now, 'recorded', :intent::smallint,
          ${lastRevisionBefore(schema, sql`v_school`, sql`v_day`, sql`:childId`)} + 1)
        on conflict (school_id, date, child_id, session) do nothing returning last_revision into v_revision;
      if found then
        insert into ${revisions} (school_id, child_id, date, session, id, outcome, status, reason, note, marked_by, occurred_at,
            recorded_at)
          values (v_school, :childId, v_day, :session, v_revision, 'recorded', :status, :reason, :note, :markedBy, :occurredAt,
            :now);
        if ${isNews(sql`v_day`, sql`v_today`)} then
          insert into ${notificationJobs} (school_id, id, today, child_ids, dates, subject_keys, created_at)
            values (v_school, :jobIds[1], v_today, array[:childId], array[v_day], array[:session], :now);
        end if;
        if :movesCounts::boolean then
          insert into ${dailyCounts} as c (school_id, date, session, status, count) values (v_school, v_day, :session, :status, 1)
            on conflict (school_id, date, session, status) do update set count = c.count + 1;
        end if;
        outcome := 'recorded';
        school_id := v_school::text;
        date := to_char(v_day, 'YYYY-MM-DD');
        return next;
        return;
      end if;
    end if;
  end if;
  return query ${recordMarkQuery(schema, { ...shapeInFunctions, schools, single: true })};
end`;
}

/** Admits a mark of a child that is enrolled on the day, and at one school only. Other marks are the long way's. */
function admittedAlone(schema: Schema, schools: 'named' | 'any'): Sql {
  const { roster, ianaZone, idType } = schema;
  const isOfSchool =
    schools === 'named'
      ? sql`c.school_id = :schoolId::${idType}`
      : sql`not exists (select from ${roster.children} o where o.id = c.id and o.school_id <> c.school_id)`;
  const isNamed = schools === 'named' ? nothing : sql` and :schoolId::${idType} is null`;
  return sql`select school_id, day, today, ${rejectionCode({ schools: 'named' })}
      into v_school, v_day, v_today, v_code
      from (
        select m.school_id, m.school_id as known_school_id, m.child_id as known_child_id, true as names_school,
          false as has_record, d.day, d.today, ${isEnrolled(schema, sql`m.school_id`)} as is_enrolled
        from (
          select c.school_id, c.id as child_id, ${ianaZone}(s.timezone) as zone
          from ${roster.children} c join ${roster.schools} s on s.id = c.school_id
          where c.id = :childId::${idType} and ${isOfSchool}${isNamed} offset 0
        ) m cross join lateral (
          select coalesce(:date::date, (:occurredAt::timestamptz at time zone m.zone)::date) as day,
            (:now::timestamptz at time zone m.zone)::date as today
        ) d ${enrolmentOfDay(schema, sql`m.school_id`)}
      ) p;`;
}
