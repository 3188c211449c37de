-- $1 jobIds
-- $2 numbers
-- $3 revisions
-- $4 tokens
-- $5 lockWait
-- $6 leaseUntil
with served as (select from "attendance".schema_version_1),
given as (select * from unnest($1::uuid[], $2::int[], $3::int[], $4::uuid[]) as g(job_id, number, revision, token)),
held as materialized (
  select d.school_id, d.job_id, d.number, d.revision from given g join "attendance".deliveries d on d.job_id = g.job_id
    and d.number = g.number and d.revision = g.revision and d.lease_token = g.token and d.state = 'pending'
  where (select set_config('lock_timeout', $5, true)) is not null
  order by d.job_id, d.number for update of d
)
update "attendance".deliveries d set lease_until = $6::timestamptz from held h where d.school_id = h.school_id and d.job_id = h.job_id and d.number = h.number returning d.job_id::text, d.number::text, h.revision::text;
