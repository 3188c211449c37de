/**
 * The functions of version 1 of the tables, frozen. `{schema}` and `{id}` stand for the schema and the type of ids. A
 * test writes this file of the statements of marks, as long as no release has it.
 */
export const functionTexts: readonly string[] = [
  `create function {schema}.record_named_mark_1(text, text, integer, {id}, {id}, date, timestamptz, timestamptz, text, text, text, text, smallint, integer, uuid[], boolean, boolean) returns table (code text, outcome text, previous_status text, school_id text, date text, record text)
  language plpgsql volatile as $function$
#variable_conflict use_column
declare
  v_school {id};
  v_day date;
  v_today date;
  v_code text;
  v_revision bigint;
begin
  if $1::text is not null then
    v_code := set_config('lock_timeout', $1::text, true);
  end if;
  if $2::text is not null then
    select school_id, day, today, case
      when names_school and known_school_id is null then 'school_not_found'
      when school_id is null then 'child_not_found'
      when known_school_id is null then 'school_not_found'
      when known_child_id is null and not has_record then 'child_not_found'
      when day is not null and not is_enrolled and not has_record then 'not_enrolled'
      when day > today then 'date_in_future'
      when day < today - $3::int then 'date_locked'
      when today is null then 'school_timezone_invalid'
    end
      into v_school, v_day, v_today, v_code
      from (
        select m.school_id, m.school_id as known_school_id, m.child_id as known_child_id, true as names_school,
          false as has_record, d.day, d.today, (e.holds is not null
      or not exists (select from {schema}.enrolments o where o.school_id = m.school_id and o.child_id = m.child_id)) as is_enrolled
        from (
          select c.school_id, c.id as child_id, {schema}.iana_zone(s.timezone) as zone
          from {schema}.children c join {schema}.schools s on s.id = c.school_id
          where c.id = $4::{id} and c.school_id = $5::{id} offset 0
        ) m cross join lateral (
          select coalesce($6::date, ($7::timestamptz at time zone m.zone)::date) as day,
            ($8::timestamptz at time zone m.zone)::date as today
        ) d left join lateral (
    select true as holds from {schema}.enrolments e where e.school_id = m.school_id and e.child_id = m.child_id
      and (e.enrolled_from is null or e.enrolled_from <= d.day) and (e.enrolled_until is null or d.day <= e.enrolled_until)
    limit 1
  ) e on true
      ) p;
    if found and v_code is null then
      insert into {schema}.records (school_id, child_id, date, session, status, reason, note, marked_by, occurred_at, confirmed_at,
          recorded_at, last_outcome, last_intent, last_revision)
        values (v_school, $4, v_day, $9::text, $2, $10::text, $11::text, $12::text, $7,
          $7, $8, 'recorded', $13::smallint,
          greatest((extract(epoch from $8::timestamptz) * 1000000)::bigint, (
      select max(l.last_revision) from {schema}.records l
      where l.school_id = v_school and l.date = v_day and l.child_id = $4
    )) + 1)
        on conflict (school_id, date, child_id, session) do nothing returning last_revision into v_revision;
      if found then
        insert into {schema}.revisions (school_id, child_id, date, session, id, outcome, status, reason, note, marked_by, occurred_at,
            recorded_at)
          values (v_school, $4, v_day, $9, v_revision, 'recorded', $2, $10, $11, $12, $7,
            $8);
        if v_day between v_today - $14::int and v_today and cardinality($15::uuid[]) > 0 then
          insert into {schema}.notification_jobs (school_id, id, today, child_ids, dates, subject_keys, created_at)
            values (v_school, $15[1], v_today, array[$4], array[v_day], array[$9], $8);
        end if;
        if $16::boolean then
          insert into {schema}.daily_counts as c (school_id, date, session, status, count) values (v_school, v_day, $9, $2, 1)
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
  return query with mark as (
  select $4::{id} as child_id, $2::text as status, $7::timestamptz as occurred_at,
    $13::smallint as intent, $6::date as date, $9::text as session, $10::text as reason,
    $11::text as note, $12::text as marked_by, $5::{id} as named_school_id, 1::bigint as position
),
zone as materialized (
  select timezone, zone, ($8::timestamptz at time zone zone)::date as today
  from (select timezone, {schema}.iana_zone(timezone) as zone from (select distinct t.timezone from (select s.timezone from mark m join {schema}.schools s on s.id = m.named_school_id) t) each offset 0) named
),
placed as (
  select m.*, m.named_school_id as school_id, true as names_school, s.id as known_school_id, z.today, d.day,
    c.id as known_child_id, (e.holds is not null
      or not exists (select from {schema}.enrolments o where o.school_id = m.named_school_id and o.child_id = m.child_id)) as is_enrolled
  from mark m left join {schema}.schools s on s.id = m.named_school_id left join zone z on z.timezone = s.timezone
  cross join lateral (select coalesce(m.date, (m.occurred_at at time zone z.zone)::date) as day) d
  left join lateral (select c.id from {schema}.children c where c.school_id = m.named_school_id and c.id = m.child_id limit 1) c on true
  left join lateral (
    select true as holds from {schema}.enrolments e where e.school_id = m.named_school_id and e.child_id = m.child_id
      and (e.enrolled_from is null or e.enrolled_from <= d.day) and (e.enrolled_until is null or d.day <= e.enrolled_until)
    limit 1
  ) e on true
),
looked_up as (
  select p.*, case
      when known_child_id is not null and is_enrolled or known_school_id is null or day is null then false
      else exists (
        select from {schema}.records r
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
      when day < today - $3::int then 'date_locked'
      when today is null then 'school_timezone_invalid'
    end as code
  from looked_up p
),
written as (
  insert into {schema}.records as r (school_id, child_id, date, session, status, reason, note, marked_by,
    occurred_at, confirmed_at, recorded_at, last_outcome, last_intent, last_revision)
  select school_id, child_id, day, session, status, reason, note, marked_by, occurred_at, occurred_at, $8::timestamptz,
    case when status is null then 'unchanged' else 'recorded' end, case when has_record then intent | 8 else intent end,
    greatest((extract(epoch from $8::timestamptz) * 1000000)::bigint, (
      select max(l.last_revision) from {schema}.records l
      where l.school_id = a.school_id and l.date = a.day and l.child_id = a.child_id
    )) + position
  from admitted a where code is null and not false
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
              when $17::boolean and r.status is not null then 'kept'
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
  insert into {schema}.revisions (school_id, child_id, date, session, id, outcome, status, previous_status, previous_occurred_at,
    previous_confirmed_at, reason, note, marked_by, occurred_at, recorded_at)
  select school_id, child_id, date, session, last_revision, last_outcome, mark_status, status_before,
    case when is_new_status then previous_occurred_at end, case when is_new_status then previous_confirmed_at end,
    reason, note, mark_marked_by, confirmed_at, $8::timestamptz
  from decided d where last_outcome in ('recorded', 'corrected', 'amended', 'cleared')
),
logged_late as (
  insert into {schema}.revisions (school_id, child_id, date, session, id, outcome, status, previous_status, reason, note,
    marked_by, occurred_at, recorded_at)
  select school_id, child_id, date, session, last_revision, last_outcome, mark_status, status_before, mark_reason, mark_note,
    mark_marked_by, mark_occurred_at, $8::timestamptz
  from decided d
  where last_outcome = 'superseded' and not (
      (d.status is not distinct from mark_status and mark_occurred_at between d.occurred_at and d.confirmed_at
        or d.previous_status is not distinct from mark_status
          and coalesce(mark_occurred_at between d.previous_occurred_at and d.previous_confirmed_at, false)
        or exists (select from {schema}.revisions h where h.school_id = d.school_id and h.child_id = d.child_id and h.date = d.date and h.session = d.session
          and h.previous_status is not distinct from mark_status
          and mark_occurred_at between h.previous_occurred_at and h.previous_confirmed_at))
      and (mark_status is null or intent & 2 > 0 and intent & 4 > 0
        or exists (select from {schema}.revisions h where h.school_id = d.school_id and h.child_id = d.child_id and h.date = d.date and h.session = d.session and h.status = mark_status
          and (intent & 2 > 0 or h.reason is not distinct from mark_reason)
          and (intent & 4 > 0 or h.note is not distinct from mark_note))))
  on conflict (school_id, child_id, date, session, occurred_at, (coalesce(status, ''))) where outcome = 'superseded'
    do nothing
),
counted as (
  insert into {schema}.daily_counts as c (school_id, date, session, status, count)
  select school_id, date, session, moved.status, by
  from decided cross join lateral (values (status, 1), (previous_status, -1)) as moved(status, by)
  where is_new_status and moved.status is not null and $16::boolean
  order by school_id, date, session, moved.status
  on conflict (school_id, date, session, status) do update set count = c.count + excluded.count
),
queued as (
  insert into {schema}.notification_jobs (school_id, id, today, child_ids, dates, subject_keys, created_at)
  select school_id, ($15::uuid[])[1], today, array[child_id], array[date], array[session],
    $8::timestamptz
  from decided
  where is_new_status and date between today - $14::int and today and cardinality($15::uuid[]) > 0
)
select coalesce(code, case
      when last_outcome is null then 'bulk_rejected'
      when last_intent >= 8 then (1 / (last_intent - last_intent))::text
    end) as code, last_outcome as outcome, status_before as previous_status, asked_school_id::text as school_id,
  to_char(asked_date, 'YYYY-MM-DD') as date, case when not is_first then json_build_array(decided.status, decided.reason, decided.note, decided.marked_by, (extract(epoch from decided.occurred_at) * 1000)::bigint::text, (extract(epoch from decided.confirmed_at) * 1000)::bigint::text, (extract(epoch from decided.recorded_at) * 1000)::bigint::text)::text end as record
from decided;
end $function$`,
  `create function {schema}.record_mark_1(text, text, integer, {id}, {id}, date, timestamptz, timestamptz, text, text, text, text, smallint, integer, uuid[], boolean, boolean) returns table (code text, outcome text, previous_status text, school_id text, date text, record text)
  language plpgsql volatile as $function$
#variable_conflict use_column
declare
  v_school {id};
  v_day date;
  v_today date;
  v_code text;
  v_revision bigint;
begin
  if $1::text is not null then
    v_code := set_config('lock_timeout', $1::text, true);
  end if;
  if $2::text is not null then
    select school_id, day, today, case
      when names_school and known_school_id is null then 'school_not_found'
      when school_id is null then 'child_not_found'
      when known_school_id is null then 'school_not_found'
      when known_child_id is null and not has_record then 'child_not_found'
      when day is not null and not is_enrolled and not has_record then 'not_enrolled'
      when day > today then 'date_in_future'
      when day < today - $3::int then 'date_locked'
      when today is null then 'school_timezone_invalid'
    end
      into v_school, v_day, v_today, v_code
      from (
        select m.school_id, m.school_id as known_school_id, m.child_id as known_child_id, true as names_school,
          false as has_record, d.day, d.today, (e.holds is not null
      or not exists (select from {schema}.enrolments o where o.school_id = m.school_id and o.child_id = m.child_id)) as is_enrolled
        from (
          select c.school_id, c.id as child_id, {schema}.iana_zone(s.timezone) as zone
          from {schema}.children c join {schema}.schools s on s.id = c.school_id
          where c.id = $4::{id} and not exists (select from {schema}.children o where o.id = c.id and o.school_id <> c.school_id) and $5::{id} is null offset 0
        ) m cross join lateral (
          select coalesce($6::date, ($7::timestamptz at time zone m.zone)::date) as day,
            ($8::timestamptz at time zone m.zone)::date as today
        ) d left join lateral (
    select true as holds from {schema}.enrolments e where e.school_id = m.school_id and e.child_id = m.child_id
      and (e.enrolled_from is null or e.enrolled_from <= d.day) and (e.enrolled_until is null or d.day <= e.enrolled_until)
    limit 1
  ) e on true
      ) p;
    if found and v_code is null then
      insert into {schema}.records (school_id, child_id, date, session, status, reason, note, marked_by, occurred_at, confirmed_at,
          recorded_at, last_outcome, last_intent, last_revision)
        values (v_school, $4, v_day, $9::text, $2, $10::text, $11::text, $12::text, $7,
          $7, $8, 'recorded', $13::smallint,
          greatest((extract(epoch from $8::timestamptz) * 1000000)::bigint, (
      select max(l.last_revision) from {schema}.records l
      where l.school_id = v_school and l.date = v_day and l.child_id = $4
    )) + 1)
        on conflict (school_id, date, child_id, session) do nothing returning last_revision into v_revision;
      if found then
        insert into {schema}.revisions (school_id, child_id, date, session, id, outcome, status, reason, note, marked_by, occurred_at,
            recorded_at)
          values (v_school, $4, v_day, $9, v_revision, 'recorded', $2, $10, $11, $12, $7,
            $8);
        if v_day between v_today - $14::int and v_today and cardinality($15::uuid[]) > 0 then
          insert into {schema}.notification_jobs (school_id, id, today, child_ids, dates, subject_keys, created_at)
            values (v_school, $15[1], v_today, array[$4], array[v_day], array[$9], $8);
        end if;
        if $16::boolean then
          insert into {schema}.daily_counts as c (school_id, date, session, status, count) values (v_school, v_day, $9, $2, 1)
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
  return query with mark as (
  select $4::{id} as child_id, $2::text as status, $7::timestamptz as occurred_at,
    $13::smallint as intent, $6::date as date, $9::text as session, $10::text as reason,
    $11::text as note, $12::text as marked_by, $5::{id} as named_school_id, 1::bigint as position
),
found as materialized (
  select m.*, coalesce(m.named_school_id, c.school_id) as school_id, m.named_school_id is not null as names_school,
    c.id as known_child_id
  from mark m left join lateral (
    select c.school_id, c.id from {schema}.children c where m.named_school_id is null and c.id = m.child_id
  ) c on true
),
concerned as materialized (
  select id, timezone from {schema}.schools where id in (select school_id from found)
),
zone as materialized (
  select timezone, zone, ($8::timestamptz at time zone zone)::date as today
  from (select timezone, {schema}.iana_zone(timezone) as zone from (select distinct t.timezone from (select timezone from concerned) t) each offset 0) named
),
placed as (
  select m.*, s.id as known_school_id, z.today, d.day, (e.holds is not null
      or not exists (select from {schema}.enrolments o where o.school_id = m.school_id and o.child_id = m.child_id)) as is_enrolled
  from found m left join concerned s on s.id = m.school_id left join zone z on z.timezone = s.timezone
  cross join lateral (select coalesce(m.date, (m.occurred_at at time zone z.zone)::date) as day) d
  left join lateral (
    select true as holds from {schema}.enrolments e where e.school_id = m.school_id and e.child_id = m.child_id
      and (e.enrolled_from is null or e.enrolled_from <= d.day) and (e.enrolled_until is null or d.day <= e.enrolled_until)
    limit 1
  ) e on true
),
looked_up as (
  select p.*, case
      when known_child_id is not null and is_enrolled or known_school_id is null or day is null then false
      else exists (
        select from {schema}.records r
        where r.school_id = p.school_id and r.date = p.day and r.child_id = p.child_id and r.session = p.session
      )
    end as has_record
  from placed p offset 0
),
chosen as (
  select distinct on (position) s.*, count(*) over (partition by position, standing) as rivals
  from (
    select h.*, case
        when known_school_id is null then 4
        when day is null then 2
        when known_child_id is not null and is_enrolled then 0
        when has_record then 1
        else 3
      end as standing
    from looked_up h
  ) s order by position, standing
),
admitted as materialized (
  select p.*, case
      when names_school and known_school_id is null then 'school_not_found'
      when rivals > 1 and standing < 2 then 'school_ambiguous'
      when school_id is null then 'child_not_found'
      when known_school_id is null then 'school_not_found'
      when known_child_id is null and not has_record then 'child_not_found'
      when day is not null and not is_enrolled and not has_record then 'not_enrolled'
      when day > today then 'date_in_future'
      when day < today - $3::int then 'date_locked'
      when today is null then 'school_timezone_invalid'
    end as code
  from chosen p
),
written as (
  insert into {schema}.records as r (school_id, child_id, date, session, status, reason, note, marked_by,
    occurred_at, confirmed_at, recorded_at, last_outcome, last_intent, last_revision)
  select school_id, child_id, day, session, status, reason, note, marked_by, occurred_at, occurred_at, $8::timestamptz,
    case when status is null then 'unchanged' else 'recorded' end, case when has_record then intent | 8 else intent end,
    greatest((extract(epoch from $8::timestamptz) * 1000000)::bigint, (
      select max(l.last_revision) from {schema}.records l
      where l.school_id = a.school_id and l.date = a.day and l.child_id = a.child_id
    )) + position
  from admitted a where code is null and not false
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
              when $17::boolean and r.status is not null then 'kept'
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
  select a.position, a.code, a.today, case when a.rivals > 1 then a.date else a.day end as asked_date, a.school_id as asked_school_id, a.intent, a.status as mark_status,
    a.reason as mark_reason, a.note as mark_note, a.marked_by as mark_marked_by, a.occurred_at as mark_occurred_at, w.*,
    w.last_outcome in ('recorded', 'corrected', 'cleared') as is_new_status,
    case when w.last_outcome in ('recorded', 'corrected', 'cleared') then w.previous_status else w.status end as status_before,
    w.last_outcome = 'recorded' and w.previous_occurred_at is null as is_first
  from admitted a full join written w
    on w.school_id = a.school_id and w.date = a.day and w.child_id = a.child_id and w.session = a.session
),
logged as (
  insert into {schema}.revisions (school_id, child_id, date, session, id, outcome, status, previous_status, previous_occurred_at,
    previous_confirmed_at, reason, note, marked_by, occurred_at, recorded_at)
  select school_id, child_id, date, session, last_revision, last_outcome, mark_status, status_before,
    case when is_new_status then previous_occurred_at end, case when is_new_status then previous_confirmed_at end,
    reason, note, mark_marked_by, confirmed_at, $8::timestamptz
  from decided d where last_outcome in ('recorded', 'corrected', 'amended', 'cleared')
),
logged_late as (
  insert into {schema}.revisions (school_id, child_id, date, session, id, outcome, status, previous_status, reason, note,
    marked_by, occurred_at, recorded_at)
  select school_id, child_id, date, session, last_revision, last_outcome, mark_status, status_before, mark_reason, mark_note,
    mark_marked_by, mark_occurred_at, $8::timestamptz
  from decided d
  where last_outcome = 'superseded' and not (
      (d.status is not distinct from mark_status and mark_occurred_at between d.occurred_at and d.confirmed_at
        or d.previous_status is not distinct from mark_status
          and coalesce(mark_occurred_at between d.previous_occurred_at and d.previous_confirmed_at, false)
        or exists (select from {schema}.revisions h where h.school_id = d.school_id and h.child_id = d.child_id and h.date = d.date and h.session = d.session
          and h.previous_status is not distinct from mark_status
          and mark_occurred_at between h.previous_occurred_at and h.previous_confirmed_at))
      and (mark_status is null or intent & 2 > 0 and intent & 4 > 0
        or exists (select from {schema}.revisions h where h.school_id = d.school_id and h.child_id = d.child_id and h.date = d.date and h.session = d.session and h.status = mark_status
          and (intent & 2 > 0 or h.reason is not distinct from mark_reason)
          and (intent & 4 > 0 or h.note is not distinct from mark_note))))
  on conflict (school_id, child_id, date, session, occurred_at, (coalesce(status, ''))) where outcome = 'superseded'
    do nothing
),
counted as (
  insert into {schema}.daily_counts as c (school_id, date, session, status, count)
  select school_id, date, session, moved.status, by
  from decided cross join lateral (values (status, 1), (previous_status, -1)) as moved(status, by)
  where is_new_status and moved.status is not null and $16::boolean
  order by school_id, date, session, moved.status
  on conflict (school_id, date, session, status) do update set count = c.count + excluded.count
),
queued as (
  insert into {schema}.notification_jobs (school_id, id, today, child_ids, dates, subject_keys, created_at)
  select school_id, ($15::uuid[])[1], today, array[child_id], array[date], array[session],
    $8::timestamptz
  from decided
  where is_new_status and date between today - $14::int and today and cardinality($15::uuid[]) > 0
)
select coalesce(code, case
      when last_outcome is null then 'bulk_rejected'
      when last_intent >= 8 then (1 / (last_intent - last_intent))::text
    end) as code, last_outcome as outcome, status_before as previous_status, asked_school_id::text as school_id,
  to_char(asked_date, 'YYYY-MM-DD') as date, case when not is_first then json_build_array(decided.status, decided.reason, decided.note, decided.marked_by, (extract(epoch from decided.occurred_at) * 1000)::bigint::text, (extract(epoch from decided.confirmed_at) * 1000)::bigint::text, (extract(epoch from decided.recorded_at) * 1000)::bigint::text)::text end as record
from decided;
end $function$`,
  `create function {schema}.record_named_marks_1(text, {id}[], text[], timestamptz[], smallint[], date[], text[], text[], text[], text[], {id}[], timestamptz, integer, boolean, boolean, boolean, uuid[], integer) returns table (code text, outcome text, previous_status text, school_id text, date text, record text)
  language plpgsql volatile as $function$
#variable_conflict use_column
begin
  if $1::text is not null then
    perform set_config('lock_timeout', $1::text, true);
  end if;
  return query with mark as (
  select m.* from (select $2::{id}[] as array_1, $3::text[] as array_2, $4::timestamptz[] as array_3, $5::smallint[] as array_4, $6::date[] as array_5, $7::text[] as array_6, $8::text[] as array_7, $9::text[] as array_8, $10::text[] as array_9, $11::{id}[] as array_10 offset 0) given cross join lateral unnest(array_1, array_2, array_3, array_4, array_5, array_6, array_7, array_8, array_9, array_10) with ordinality
    as m(child_id, status, occurred_at, intent, date, session, reason, note, marked_by, named_school_id, position)
),
zone as materialized (
  select timezone, zone, ($12::timestamptz at time zone zone)::date as today
  from (select timezone, {schema}.iana_zone(timezone) as zone from (select distinct t.timezone from (select s.timezone from mark m join {schema}.schools s on s.id = m.named_school_id) t) each offset 0) named
),
placed as (
  select m.*, m.named_school_id as school_id, true as names_school, s.id as known_school_id, z.today, d.day,
    c.id as known_child_id, (e.holds is not null
      or not exists (select from {schema}.enrolments o where o.school_id = m.named_school_id and o.child_id = m.child_id)) as is_enrolled
  from mark m left join {schema}.schools s on s.id = m.named_school_id left join zone z on z.timezone = s.timezone
  cross join lateral (select coalesce(m.date, (m.occurred_at at time zone z.zone)::date) as day) d
  left join lateral (select c.id from {schema}.children c where c.school_id = m.named_school_id and c.id = m.child_id limit 1) c on true
  left join lateral (
    select true as holds from {schema}.enrolments e where e.school_id = m.named_school_id and e.child_id = m.child_id
      and (e.enrolled_from is null or e.enrolled_from <= d.day) and (e.enrolled_until is null or d.day <= e.enrolled_until)
    limit 1
  ) e on true
),
looked_up as (
  select p.*, case
      when known_child_id is not null and is_enrolled or known_school_id is null or day is null then false
      else exists (
        select from {schema}.records r
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
      when day < today - $13::int then 'date_locked'
      when today is null then 'school_timezone_invalid'
    end as code
  from looked_up p
),
written as (
  insert into {schema}.records as r (school_id, child_id, date, session, status, reason, note, marked_by,
    occurred_at, confirmed_at, recorded_at, last_outcome, last_intent, last_revision)
  select school_id, child_id, day, session, status, reason, note, marked_by, occurred_at, occurred_at, $12::timestamptz,
    case when status is null then 'unchanged' else 'recorded' end, case when has_record then intent | 8 else intent end,
    greatest((extract(epoch from $12::timestamptz) * 1000000)::bigint, (
      select max(l.last_revision) from {schema}.records l
      where l.school_id = a.school_id and l.date = a.day and l.child_id = a.child_id
    )) + position
  from admitted a where code is null and not ($14::boolean and exists (select from admitted where code is not null))
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
  insert into {schema}.revisions (school_id, child_id, date, session, id, outcome, status, previous_status, previous_occurred_at,
    previous_confirmed_at, reason, note, marked_by, occurred_at, recorded_at)
  select school_id, child_id, date, session, last_revision, last_outcome, mark_status, status_before,
    case when is_new_status then previous_occurred_at end, case when is_new_status then previous_confirmed_at end,
    reason, note, mark_marked_by, confirmed_at, $12::timestamptz
  from decided d where last_outcome in ('recorded', 'corrected', 'amended', 'cleared')
),
logged_late as (
  insert into {schema}.revisions (school_id, child_id, date, session, id, outcome, status, previous_status, reason, note,
    marked_by, occurred_at, recorded_at)
  select school_id, child_id, date, session, last_revision, last_outcome, mark_status, status_before, mark_reason, mark_note,
    mark_marked_by, mark_occurred_at, $12::timestamptz
  from decided d
  where last_outcome = 'superseded' and not (
      (d.status is not distinct from mark_status and mark_occurred_at between d.occurred_at and d.confirmed_at
        or d.previous_status is not distinct from mark_status
          and coalesce(mark_occurred_at between d.previous_occurred_at and d.previous_confirmed_at, false)
        or exists (select from {schema}.revisions h where h.school_id = d.school_id and h.child_id = d.child_id and h.date = d.date and h.session = d.session
          and h.previous_status is not distinct from mark_status
          and mark_occurred_at between h.previous_occurred_at and h.previous_confirmed_at))
      and (mark_status is null or intent & 2 > 0 and intent & 4 > 0
        or exists (select from {schema}.revisions h where h.school_id = d.school_id and h.child_id = d.child_id and h.date = d.date and h.session = d.session and h.status = mark_status
          and (intent & 2 > 0 or h.reason is not distinct from mark_reason)
          and (intent & 4 > 0 or h.note is not distinct from mark_note))))
  on conflict (school_id, child_id, date, session, occurred_at, (coalesce(status, ''))) where outcome = 'superseded'
    do nothing
),
counted as (
  insert into {schema}.daily_counts as c (school_id, date, session, status, count)
  select school_id, date, session, moved.status, sum(by)
  from decided cross join lateral (values (status, 1), (previous_status, -1)) as moved(status, by)
  where is_new_status and moved.status is not null and $16::boolean
  group by school_id, date, session, moved.status having sum(by) <> 0
  order by school_id, date, session, moved.status
  on conflict (school_id, date, session, status) do update set count = c.count + excluded.count
),
queued as (
  insert into {schema}.notification_jobs (school_id, id, today, child_ids, dates, subject_keys, created_at)
  select school_id, ($17::uuid[])[row_number() over (order by school_id)], today, array_agg(child_id order by position), array_agg(date order by position), array_agg(session order by position),
    $12::timestamptz
  from decided
  where is_new_status and date between today - $18::int and today and cardinality($17::uuid[]) > 0
  group by school_id, today
)
select coalesce(code, case
      when last_outcome is null then 'bulk_rejected'
      when last_intent >= 8 then (1 / (last_intent - last_intent))::text
    end) as code, last_outcome as outcome, status_before as previous_status, asked_school_id::text as school_id,
  to_char(asked_date, 'YYYY-MM-DD') as date, case when not is_first then json_build_array(decided.status, decided.reason, decided.note, decided.marked_by, (extract(epoch from decided.occurred_at) * 1000)::bigint::text, (extract(epoch from decided.confirmed_at) * 1000)::bigint::text, (extract(epoch from decided.recorded_at) * 1000)::bigint::text)::text end as record
from decided
  order by position;
end $function$`,
  `create function {schema}.record_marks_1(text, {id}[], text[], timestamptz[], smallint[], date[], text[], text[], text[], text[], {id}[], timestamptz, integer, boolean, boolean, boolean, uuid[], integer) returns table (code text, outcome text, previous_status text, school_id text, date text, record text)
  language plpgsql volatile as $function$
#variable_conflict use_column
begin
  if $1::text is not null then
    perform set_config('lock_timeout', $1::text, true);
  end if;
  return query with mark as (
  select m.* from (select $2::{id}[] as array_1, $3::text[] as array_2, $4::timestamptz[] as array_3, $5::smallint[] as array_4, $6::date[] as array_5, $7::text[] as array_6, $8::text[] as array_7, $9::text[] as array_8, $10::text[] as array_9, $11::{id}[] as array_10 offset 0) given cross join lateral unnest(array_1, array_2, array_3, array_4, array_5, array_6, array_7, array_8, array_9, array_10) with ordinality
    as m(child_id, status, occurred_at, intent, date, session, reason, note, marked_by, named_school_id, position)
),
found as materialized (
  select m.*, coalesce(m.named_school_id, c.school_id) as school_id, m.named_school_id is not null as names_school,
    c.id as known_child_id
  from mark m left join lateral (
    (select c.school_id, c.id from {schema}.children c where c.school_id = m.named_school_id and c.id = m.child_id limit 1)
    union all
    select c.school_id, c.id from {schema}.children c where m.named_school_id is null and c.id = m.child_id
  ) c on true
),
concerned as materialized (
  select id, timezone from {schema}.schools where id in (select school_id from found)
),
zone as materialized (
  select timezone, zone, ($12::timestamptz at time zone zone)::date as today
  from (select timezone, {schema}.iana_zone(timezone) as zone from (select distinct t.timezone from (select timezone from concerned) t) each offset 0) named
),
placed as (
  select m.*, s.id as known_school_id, z.today, d.day, (e.holds is not null
      or not exists (select from {schema}.enrolments o where o.school_id = m.school_id and o.child_id = m.child_id)) as is_enrolled
  from found m left join concerned s on s.id = m.school_id left join zone z on z.timezone = s.timezone
  cross join lateral (select coalesce(m.date, (m.occurred_at at time zone z.zone)::date) as day) d
  left join lateral (
    select true as holds from {schema}.enrolments e where e.school_id = m.school_id and e.child_id = m.child_id
      and (e.enrolled_from is null or e.enrolled_from <= d.day) and (e.enrolled_until is null or d.day <= e.enrolled_until)
    limit 1
  ) e on true
),
looked_up as (
  select p.*, case
      when known_child_id is not null and is_enrolled or known_school_id is null or day is null then false
      else exists (
        select from {schema}.records r
        where r.school_id = p.school_id and r.date = p.day and r.child_id = p.child_id and r.session = p.session
      )
    end as has_record
  from placed p offset 0
),
chosen as (
  select distinct on (position) s.*, count(*) over (partition by position, standing) as rivals
  from (
    select h.*, case
        when known_school_id is null then 4
        when day is null then 2
        when known_child_id is not null and is_enrolled then 0
        when has_record then 1
        else 3
      end as standing
    from looked_up h
  ) s order by position, standing
),
admitted as materialized (
  select p.*, case
      when names_school and known_school_id is null then 'school_not_found'
      when rivals > 1 and standing < 2 then 'school_ambiguous'
      when school_id is null then 'child_not_found'
      when known_school_id is null then 'school_not_found'
      when known_child_id is null and not has_record then 'child_not_found'
      when day is not null and not is_enrolled and not has_record then 'not_enrolled'
      when day > today then 'date_in_future'
      when day < today - $13::int then 'date_locked'
      when today is null then 'school_timezone_invalid'
    end as code
  from chosen p
),
written as (
  insert into {schema}.records as r (school_id, child_id, date, session, status, reason, note, marked_by,
    occurred_at, confirmed_at, recorded_at, last_outcome, last_intent, last_revision)
  select school_id, child_id, day, session, status, reason, note, marked_by, occurred_at, occurred_at, $12::timestamptz,
    case when status is null then 'unchanged' else 'recorded' end, case when has_record then intent | 8 else intent end,
    greatest((extract(epoch from $12::timestamptz) * 1000000)::bigint, (
      select max(l.last_revision) from {schema}.records l
      where l.school_id = a.school_id and l.date = a.day and l.child_id = a.child_id
    )) + position
  from admitted a where code is null and not ($14::boolean and exists (select from admitted where code is not null))
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
  select a.position, a.code, a.today, case when a.rivals > 1 then a.date else a.day end as asked_date, a.school_id as asked_school_id, a.intent, a.status as mark_status,
    a.reason as mark_reason, a.note as mark_note, a.marked_by as mark_marked_by, a.occurred_at as mark_occurred_at, w.*,
    w.last_outcome in ('recorded', 'corrected', 'cleared') as is_new_status,
    case when w.last_outcome in ('recorded', 'corrected', 'cleared') then w.previous_status else w.status end as status_before,
    w.last_outcome = 'recorded' and w.previous_occurred_at is null as is_first
  from admitted a full join written w
    on w.school_id = a.school_id and w.date = a.day and w.child_id = a.child_id and w.session = a.session
),
logged as (
  insert into {schema}.revisions (school_id, child_id, date, session, id, outcome, status, previous_status, previous_occurred_at,
    previous_confirmed_at, reason, note, marked_by, occurred_at, recorded_at)
  select school_id, child_id, date, session, last_revision, last_outcome, mark_status, status_before,
    case when is_new_status then previous_occurred_at end, case when is_new_status then previous_confirmed_at end,
    reason, note, mark_marked_by, confirmed_at, $12::timestamptz
  from decided d where last_outcome in ('recorded', 'corrected', 'amended', 'cleared')
),
logged_late as (
  insert into {schema}.revisions (school_id, child_id, date, session, id, outcome, status, previous_status, reason, note,
    marked_by, occurred_at, recorded_at)
  select school_id, child_id, date, session, last_revision, last_outcome, mark_status, status_before, mark_reason, mark_note,
    mark_marked_by, mark_occurred_at, $12::timestamptz
  from decided d
  where last_outcome = 'superseded' and not (
      (d.status is not distinct from mark_status and mark_occurred_at between d.occurred_at and d.confirmed_at
        or d.previous_status is not distinct from mark_status
          and coalesce(mark_occurred_at between d.previous_occurred_at and d.previous_confirmed_at, false)
        or exists (select from {schema}.revisions h where h.school_id = d.school_id and h.child_id = d.child_id and h.date = d.date and h.session = d.session
          and h.previous_status is not distinct from mark_status
          and mark_occurred_at between h.previous_occurred_at and h.previous_confirmed_at))
      and (mark_status is null or intent & 2 > 0 and intent & 4 > 0
        or exists (select from {schema}.revisions h where h.school_id = d.school_id and h.child_id = d.child_id and h.date = d.date and h.session = d.session and h.status = mark_status
          and (intent & 2 > 0 or h.reason is not distinct from mark_reason)
          and (intent & 4 > 0 or h.note is not distinct from mark_note))))
  on conflict (school_id, child_id, date, session, occurred_at, (coalesce(status, ''))) where outcome = 'superseded'
    do nothing
),
counted as (
  insert into {schema}.daily_counts as c (school_id, date, session, status, count)
  select school_id, date, session, moved.status, sum(by)
  from decided cross join lateral (values (status, 1), (previous_status, -1)) as moved(status, by)
  where is_new_status and moved.status is not null and $16::boolean
  group by school_id, date, session, moved.status having sum(by) <> 0
  order by school_id, date, session, moved.status
  on conflict (school_id, date, session, status) do update set count = c.count + excluded.count
),
queued as (
  insert into {schema}.notification_jobs (school_id, id, today, child_ids, dates, subject_keys, created_at)
  select school_id, ($17::uuid[])[row_number() over (order by school_id)], today, array_agg(child_id order by position), array_agg(date order by position), array_agg(session order by position),
    $12::timestamptz
  from decided
  where is_new_status and date between today - $18::int and today and cardinality($17::uuid[]) > 0
  group by school_id, today
)
select coalesce(code, case
      when last_outcome is null then 'bulk_rejected'
      when last_intent >= 8 then (1 / (last_intent - last_intent))::text
    end) as code, last_outcome as outcome, status_before as previous_status, asked_school_id::text as school_id,
  to_char(asked_date, 'YYYY-MM-DD') as date, case when not is_first then json_build_array(decided.status, decided.reason, decided.note, decided.marked_by, (extract(epoch from decided.occurred_at) * 1000)::bigint::text, (extract(epoch from decided.confirmed_at) * 1000)::bigint::text, (extract(epoch from decided.recorded_at) * 1000)::bigint::text)::text end as record
from decided
  order by position;
end $function$`,
];
