-- $1 jobIds
-- $2 numbers
-- $3 revisions
-- $4 tokens
-- $5 outcomes
-- $6 runAt
-- $7 reasons
-- $8 isUnsent
-- $9 lockWait
-- $10 now
with served as (select from "attendance".schema_version_1),
given as (
  select * from unnest($1::uuid[], $2::int[], $3::int[], $4::uuid[], $5::text[], $6::timestamptz[], $7::text[], $8::boolean[])
    as g(job_id, number, revision, token, outcome, run_at, reason, is_unsent)
),
held as materialized (
  select d.school_id, d.job_id, d.number, d.revision, g.outcome, g.run_at as next_run_at, g.reason as given_reason, g.is_unsent from given g join "attendance".deliveries d on d.job_id = g.job_id
    and d.number = g.number and d.revision = g.revision and d.lease_token = g.token and d.state = 'pending'
  where (select set_config('lock_timeout', $9, true)) is not null
  order by d.job_id, d.number for update of d
)
update "attendance".deliveries d set
  state = case h.outcome when 'delivered' then 'delivered' when 'skipped' then 'dropped' when 'dead' then 'dead' else d.state end,
  reason = h.given_reason,
  attempt = d.attempt - (h.outcome = 'released')::int,
  run_at = coalesce(h.next_run_at, d.run_at),
  told_order = case when not h.is_unsent then d.told_order end,
  changes = case when not h.is_unsent then d.changes end,
  content_version = case when not h.is_unsent then d.content_version end,
  settled_at = case when h.outcome in ('delivered', 'skipped', 'dead') then $10::timestamptz end,
  lease_token = null, lease_until = null
from held h where d.school_id = h.school_id and d.job_id = h.job_id and d.number = h.number returning d.job_id::text, d.number::text, h.revision::text;
