-- $1 jobId
-- $2 now
-- $3 maxDeliveries
-- $4 silentStatuses
-- $5 maxAttempts
-- $6 leaseToken
-- $7 leaseMs
with recursive served as (select from "attendance".schema_version_1),
rotation as materialized (select null::uuid as after),
candidate as (select h.school_id, h.job_id, h.number, h.attempt, h.revision, h.lease_token, greatest(c.run_at, c.lease_until) as due_at
    from "attendance".deliveries c cross join lateral (select p.* from "attendance".deliveries p where p.school_id = c.school_id and p.guardian_id = c.guardian_id and p.subject_type = c.subject_type and p.date = c.date and p.subject_keys && c.subject_keys and coalesce(p.state) = 'pending'
      order by p.told_order, p.created_at, p.job_id, p.number limit 1) h
    where c.job_id = $1::uuid and c.state = 'pending' and greatest(c.run_at, c.lease_until) <= $2::timestamptz and c.subject_type in ('attendance') and coalesce(c.content_version = 1, true)
      and (
        select true from "attendance".deliveries l
        where l.school_id = c.school_id and l.guardian_id = c.guardian_id and l.subject_type = c.subject_type and l.date = c.date and l.lease_token is not null and l.subject_keys && (c.subject_keys || h.subject_keys) limit 1
      ) is null
      and (greatest(h.run_at, h.lease_until) <= $2::timestamptz or greatest(h.run_at, h.lease_until) > $2::timestamptz and exists (
        select from jsonb_to_recordset(case when h.content_version = 1 then h.changes end)
          as said(child_id text, session text, status text)
        left join lateral (select r.status, r.occurred_at, r.marked_by from "attendance".records r
    where r.school_id = h.school_id and r.date = h.date and r.child_id = said.child_id::uuid and r.session = said.session limit 1) r on true
        where r.status is distinct from said.status
      ))
      and ((h.job_id, h.number) = (c.job_id, c.number) or exists (
        select from (select p.* from "attendance".deliveries p where p.school_id = h.school_id and p.guardian_id = h.guardian_id and p.subject_type = h.subject_type and p.date = h.date and p.subject_keys && h.subject_keys and coalesce(p.state) = 'pending'
      order by p.told_order, p.created_at, p.job_id, p.number limit 1) f where (f.job_id, f.number) = (h.job_id, h.number)
      ))
      and not exists (select from "attendance".deliveries u where u.school_id = h.school_id and u.guardian_id = h.guardian_id and u.subject_type = h.subject_type and u.date = h.date and u.subject_keys && h.subject_keys and u.content_version <> 1) order by greatest(c.run_at, c.lease_until) limit 4 * $3::int),
ranked as materialized (
  select k.*, row_number() over (partition by school_id order by due_at, job_id, number) as place
  from (
    select distinct on (school_id, job_id, number) * from candidate order by school_id, job_id, number, due_at
  ) k
),
locked as materialized (
  select d.*, k.place from ranked k join "attendance".deliveries d using (school_id, job_id, number)
  where coalesce(d.state, '') = 'pending' and d.attempt = k.attempt and d.revision = k.revision
    and d.lease_token is not distinct from k.lease_token
  order by k.place, d.school_id limit $3::int for update of d skip locked
),
told as (
  select l.school_id, l.job_id, l.number, x.child_id, x.subject_key, x.position, status, occurred_at, marked_by, told_status,
    told_previous_status, coalesce(is_own, false) as is_own, is_told,
    case
      when is_told is null then not l.only_corrects and status is not null and status <> all($4::text[])
      else is_own or status is distinct from told_status
    end as is_to_tell,
    exists (select from "attendance".guardians g join "attendance".children c on c.school_id = g.school_id and c.id = g.child_id
      join "attendance".schools s on s.id = g.school_id
      where g.school_id = l.school_id and g.child_id = x.child_id and g.id = l.guardian_id) as is_on_roster
  from locked l cross join lateral unnest(l.child_ids, l.subject_keys) with ordinality as x(child_id, subject_key, position)
  left join lateral (select r.status, r.occurred_at, r.marked_by from "attendance".records r
    where r.school_id = l.school_id and r.date = l.date and r.child_id = x.child_id and r.session = x.subject_key limit 1) r on true
  left join lateral (select * from (
    select true as is_told, said.status as told_status, said.previous_status as told_previous_status, (t.job_id, t.number) = (l.job_id, l.number) as is_own,
      t.state
    from "attendance".deliveries t
    cross join lateral jsonb_to_recordset(case when t.content_version = 1 then t.changes end)
      as said(child_id text, session text, status text, previous_status text)
    where t.school_id = l.school_id and t.guardian_id = l.guardian_id and t.subject_type = l.subject_type and t.date = l.date and t.told_order is not null and said.child_id = x.child_id::text
      and said.session = x.subject_key
    order by t.told_order desc limit 1
  ) last where told_status is not null or state <> 'delivered') t on true
),
gathered as materialized (
  select school_id, job_id, number, count(*) filter (where is_own and is_on_roster and status is not distinct from told_status) as unchanged,
    jsonb_agg(jsonb_build_object(
      'child_id', child_id::text, 'session', subject_key, 'status', status, 'marked_by', coalesce(marked_by, ''),
      'occurred_at', (extract(epoch from coalesce(occurred_at, $2::timestamptz)) * 1000)::bigint, 'previous_status',
        case when status is distinct from told_status then nullif(coalesce(told_status, told_previous_status), status)
          else told_previous_status end
    ) order by position) filter (where is_to_tell and is_on_roster) as fresh
  from told group by school_id, job_id, number
),
decided as materialized (
  select l.*, is_same, g.fresh, l.told_order is null as is_first,
    case
      when is_same and l.attempt >= $5::int then 'dead'
      when not is_same and g.fresh is null then 'dropped'
      else 'pending'
    end as next_state
  from locked l full join gathered g using (school_id, job_id, number)
  cross join lateral (select l.told_order is not null and jsonb_array_length(l.changes) = coalesce(g.unchanged, 0) as is_same) s
),
numbered as (
  select v.*, count(*) filter (where takes_order) over (
      partition by school_id, guardian_id, subject_type, date order by place
    ) as number_of_day
  from (select d.*, next_state = 'pending' or next_state = 'dropped' and told_order is null as takes_order from decided d) v
),
claimed as (
  update "attendance".deliveries d set
    state = v.next_state,
    reason = case v.next_state when 'dead' then 'crashed' end,
    changes = case when v.is_same or v.next_state = 'dropped' then d.changes else v.fresh end,
    content_version = case when v.is_same or v.next_state = 'dropped' then d.content_version else 1 end,
    told_order = case when v.takes_order then n.last_order + v.number_of_day else d.told_order end,
    revision = d.revision + (not v.is_same and v.next_state = 'pending' and d.told_order is not null)::int,
    attempt = case when v.next_state <> 'pending' then d.attempt when v.is_same then d.attempt + 1 else 1 end,
    lease_token = case v.next_state when 'pending' then $6::uuid end,
    lease_until = case v.next_state when 'pending' then $2::timestamptz + $7::double precision * interval '1 ms' end,
    settled_at = case when v.next_state <> 'pending' then $2::timestamptz end
  from numbered v cross join lateral (
    select coalesce(max(told_order), 0) as last_order from "attendance".deliveries t where t.school_id = v.school_id and t.guardian_id = v.guardian_id and t.subject_type = v.subject_type and t.date = v.date
  ) n
  where d.school_id = v.school_id and d.job_id = v.job_id and d.number = v.number
  returning d.*, v.place, v.is_first
)
select rotation.after::text, ((select count(*) from ranked) > (select count(*) from locked))::text as is_cut,
  (exists (select from "attendance".deliveries c join "attendance".deliveries s on s.school_id = c.school_id and s.guardian_id = c.guardian_id and s.subject_type = c.subject_type and s.date = c.date and s.subject_keys && c.subject_keys and coalesce(s.state) = 'pending'
    where c.job_id = $1::uuid and c.state = 'pending' and greatest(c.run_at, c.lease_until) <= $2::timestamptz and s.lease_token is not null and s.lease_until <= $2::timestamptz and s.subject_type in ('attendance') and coalesce(s.content_version = 1, true)))::text as has_suspects, d.job_id::text, d.number::text, d.revision::text, d.school_id::text, d.guardian_id::text, d.attempt::text, d.changes::text, to_char(d.date, 'YYYY-MM-DD') as date, d.reason, (extract(epoch from d.settled_at) * 1000)::bigint::text as settled_at, d.state, d.is_first::text,
  s.name as school_name, s.timezone, g.name as guardian_name, g.locale, g.contact::text as contact,
  x.child_id, c.name as child_name, x.session, x.status, x.previous_status, x.occurred_at::text as occurred_at, x.marked_by
from rotation left join claimed d on true
left join lateral rows from (
  jsonb_to_recordset(case d.state when 'pending' then d.changes end)
    as (child_id text, session text, status text, previous_status text, occurred_at bigint, marked_by text)
) with ordinality as x(child_id, session, status, previous_status, occurred_at, marked_by, position) on true
left join lateral (
  select * from "attendance".guardians g
  where g.school_id = d.school_id and g.child_id = x.child_id::uuid and g.id = d.guardian_id limit 1
) g on true
left join lateral (
  select * from "attendance".children c where c.school_id = g.school_id and c.id = g.child_id limit 1
) c on true
left join lateral (select * from "attendance".schools s where s.id = d.school_id limit 1) s on true
order by d.place, d.school_id, d.job_id, d.number, x.position;
