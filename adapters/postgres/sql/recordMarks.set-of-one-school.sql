-- $1 childIds
-- $2 statuses
-- $3 occurredAt
-- $4 intents
-- $5 dates
-- $6 sessions
-- $7 reasons
-- $8 notes
-- $9 markedBy
-- $10 now
-- $11 schoolId
-- $12 editableDays
-- $13 allOrNothing
-- $14 maxLockWait
-- $15 onlyUnmarked
-- $16 jobIds
-- $17 correctDays
with served as (select from "attendance".schema_version_1),
mark as (
  select m.* from (select $1::uuid[] as array_1, $2::text[] as array_2, $3::timestamptz[] as array_3, $4::smallint[] as array_4, $5::date[] as array_5, $6::text[] as array_6, $7::text[] as array_7, $8::text[] as array_8, $9::text[] as array_9 offset 0) given cross join lateral unnest(array_1, array_2, array_3, array_4, array_5, array_6, array_7, array_8, array_9) with ordinality
    as m(child_id, status, occurred_at, intent, date, session, reason, note, marked_by, position)
),
school as materialized (
  select s.id, s.zone, ($10::timestamptz at time zone s.zone)::date as today
  from (select id, "attendance".iana_zone(timezone) as zone from "attendance".schools where id = $11::uuid offset 0) s
),
placed as (
  select m.*, $11::uuid as school_id, true as names_school, s.id as known_school_id, s.today, d.day,
    c.id as known_child_id, (e.holds is not null
      or not exists (select from "attendance".enrolments o where o.school_id = $11::uuid and o.child_id = m.child_id)) as is_enrolled
  from mark m left join school s on true
  cross join lateral (select coalesce(m.date, (m.occurred_at at time zone s.zone)::date) as day) d
  left join lateral (select c.id from "attendance".children c where c.school_id = $11::uuid and c.id = m.child_id limit 1) c on true
  left join lateral (
    select true as holds from "attendance".enrolments e where e.school_id = $11::uuid and e.child_id = m.child_id
      and (e.enrolled_from is null or e.enrolled_from <= d.day) and (e.enrolled_until is null or d.day <= e.enrolled_until)
    limit 1
  ) e on true
),
looked_up as (
  select p.*, case
      when known_child_id is not null and is_enrolled or known_school_id is null or day is null then false
      else exists (
        select from "attendance".records r
        where r.school_id = p.school_id and r.date = p.day and r.child_id = p.child_id and r.session = p.session
      )
    end as has_record
  from placed p offset 0
),
admitted as materialized (
  select p.*, case
      when names_school and known_school_id is null then 'school_not_found'
      when school_id is null then 'child_not_found'
      when known_school_id is null then 'school_not_found'
      when known_child_id is null and not has_record then 'child_not_found'
      when day is not null and not is_enrolled and not has_record then 'not_enrolled'
      when day > today then 'date_in_future'
      when day < today - $12::int then 'date_locked'
      when today is null then 'school_timezone_invalid'
    end as code
  from looked_up p
),
written as (
  insert into "attendance".records as r (school_id, child_id, date, session, status, reason, note, marked_by,
    occurred_at, confirmed_at, recorded_at, last_outcome, last_intent, last_revision)
  select school_id, child_id, day, session, status, reason, note, marked_by, occurred_at, occurred_at, $10::timestamptz,
    case when status is null then 'unchanged' else 'recorded' end, case when has_record then intent | 8 else intent end,
    greatest((extract(epoch from $10::timestamptz) * 1000000)::bigint, (
      select max(l.last_revision) from "attendance".records l
      where l.school_id = a.school_id and l.date = a.day and l.child_id = a.child_id
    )) + position
  from admitted a where code is null and not ($13::boolean and exists (select from admitted where code is not null))
    and (select set_config('lock_timeout', $14, true)) is not null
  order by school_id, day, child_id, session
  on conflict (school_id, date, child_id, session) do update set
    (status, reason, note, marked_by, occurred_at, confirmed_at, recorded_at, previous_status, previous_occurred_at,
      previous_confirmed_at, last_outcome, last_intent, last_revision, assumed) = (
      select
        case when is_change then excluded.status else r.status end,
        case when not is_change then r.reason when keeps_reason then r.reason else excluded.reason end,
        case when not is_change then r.note when keeps_note then r.note else excluded.note end,
        case when is_change then excluded.marked_by else r.marked_by end,
        case when is_new_status then happened_at else r.occurred_at end,
        case when outcome in ('kept', 'superseded') then r.confirmed_at else happened_at end,
        case when is_change then excluded.recorded_at else r.recorded_at end,
        case when is_new_status then r.status else r.previous_status end,
        case when is_new_status then r.occurred_at else r.previous_occurred_at end,
        case when is_new_status then r.confirmed_at else r.previous_confirmed_at end,
        outcome, excluded.last_intent & ~8,
        case when outcome in ('kept', 'unchanged') then r.last_revision
          else greatest(r.last_revision + 1, excluded.last_revision) end,
        r.assumed and outcome in ('kept', 'superseded')
      from (
        select outcome, outcome in ('recorded', 'corrected', 'cleared') as is_new_status,
          outcome in ('recorded', 'corrected', 'amended', 'cleared') as is_change,
          case when occurred_last and outcome <> 'unchanged'
            then greatest(happened_at, r.confirmed_at + interval '1 millisecond') else happened_at end as happened_at,
          outcome in ('corrected', 'amended') and excluded.last_intent & 2 > 0 as keeps_reason,
          outcome in ('corrected', 'amended') and excluded.last_intent & 4 > 0 as keeps_note
        from (
          select happened_at, occurred_last, case
              when $15::boolean and r.status is not null then 'kept'
              when happened_at < r.confirmed_at then 'superseded'
              when is_recorded_since and happened_at = r.confirmed_at then 'superseded'
              when excluded.status is null then case when r.status is null then 'unchanged' else 'cleared' end
              when r.status is null then 'recorded'
              when excluded.status <> r.status then 'corrected'
              when excluded.last_intent & 2 = 0 and excluded.reason is distinct from r.reason then 'amended'
              when excluded.last_intent & 4 = 0 and excluded.note is distinct from r.note then 'amended'
              else 'unchanged'
            end as outcome
          from (
            select occurred_last, is_recorded_since,
              case when occurred_last then greatest(excluded.occurred_at, r.confirmed_at) else excluded.occurred_at end
                as happened_at
            from (
              select excluded.last_intent & 1 > 0 and not is_recorded_since as occurred_last, is_recorded_since
              from (select false as is_recorded_since) try
            ) intent
          ) happening offset 0
        ) decision
      ) effect)
  returning *
),
decided as materialized (
  select a.position, a.code, a.today, a.day as asked_date, a.school_id as asked_school_id, a.intent, a.status as mark_status,
    a.reason as mark_reason, a.note as mark_note, a.marked_by as mark_marked_by, a.occurred_at as mark_occurred_at, w.*,
    w.last_outcome in ('recorded', 'corrected', 'cleared') as is_new_status,
    case when w.last_outcome in ('recorded', 'corrected', 'cleared') then w.previous_status else w.status end as status_before,
    w.last_outcome = 'recorded' and w.previous_occurred_at is null as is_first
  from admitted a full join written w
    on w.school_id = a.school_id and w.date = a.day and w.child_id = a.child_id and w.session = a.session
),
logged as (
  insert into "attendance".revisions (school_id, child_id, date, session, id, outcome, status, previous_status, previous_occurred_at,
    previous_confirmed_at, reason, note, marked_by, occurred_at, recorded_at)
  select school_id, child_id, date, session, last_revision, last_outcome, mark_status, status_before,
    case when is_new_status then previous_occurred_at end, case when is_new_status then previous_confirmed_at end,
    reason, note, mark_marked_by, confirmed_at, $10::timestamptz
  from decided d where last_outcome in ('recorded', 'corrected', 'amended', 'cleared')
),
logged_late as (
  insert into "attendance".revisions (school_id, child_id, date, session, id, outcome, status, previous_status, reason, note,
    marked_by, occurred_at, recorded_at)
  select school_id, child_id, date, session, last_revision, last_outcome, mark_status, status_before, mark_reason, mark_note,
    mark_marked_by, mark_occurred_at, $10::timestamptz
  from decided d
  where last_outcome = 'superseded' and not (
      (d.status is not distinct from mark_status and mark_occurred_at between d.occurred_at and d.confirmed_at
        or d.previous_status is not distinct from mark_status
          and coalesce(mark_occurred_at between d.previous_occurred_at and d.previous_confirmed_at, false)
        or exists (select from "attendance".revisions h where h.school_id = d.school_id and h.child_id = d.child_id and h.date = d.date and h.session = d.session
          and h.previous_status is not distinct from mark_status
          and mark_occurred_at between h.previous_occurred_at and h.previous_confirmed_at))
      and (mark_status is null or intent & 2 > 0 and intent & 4 > 0
        or exists (select from "attendance".revisions h where h.school_id = d.school_id and h.child_id = d.child_id and h.date = d.date and h.session = d.session and h.status = mark_status
          and (intent & 2 > 0 or h.reason is not distinct from mark_reason)
          and (intent & 4 > 0 or h.note is not distinct from mark_note))))
  on conflict (school_id, child_id, date, session, occurred_at, (coalesce(status, ''))) where outcome = 'superseded'
    do nothing
),
counted as (
  insert into "attendance".daily_counts as c (school_id, date, session, status, count)
  select school_id, date, session, moved.status, sum(by)
  from decided cross join lateral (values (status, 1), (previous_status, -1)) as moved(status, by)
  where is_new_status and moved.status is not null
  group by school_id, date, session, moved.status having sum(by) <> 0
  order by school_id, date, session, moved.status
  on conflict (school_id, date, session, status) do update set count = c.count + excluded.count
),
queued as (
  insert into "attendance".notification_jobs (school_id, id, today, child_ids, dates, subject_keys, created_at)
  select school_id, ($16::uuid[])[row_number() over (order by school_id)], today, array_agg(child_id order by position), array_agg(date order by position), array_agg(session order by position),
    $10::timestamptz
  from decided
  where is_new_status and date between today - $17::int and today and cardinality($16::uuid[]) > 0
  group by school_id, today
)
select coalesce(code, case
      when last_outcome is null then 'bulk_rejected'
      when last_intent >= 8 then (1 / (last_intent - last_intent))::text
    end) as code, last_outcome as outcome, status_before as previous_status, asked_school_id::text as school_id,
  to_char(asked_date, 'YYYY-MM-DD') as date, case when not is_first then json_build_array(decided.status, decided.reason, decided.note, decided.marked_by, (extract(epoch from decided.occurred_at) * 1000)::bigint::text, (extract(epoch from decided.confirmed_at) * 1000)::bigint::text, (extract(epoch from decided.recorded_at) * 1000)::bigint::text)::text end as record
from decided
  order by position;
