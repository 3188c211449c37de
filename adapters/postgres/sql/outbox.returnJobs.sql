-- $1 runAt
-- $2 jobIds
-- $3 lockWait
with served as (select from "attendance".schema_version_1)
update "attendance".notification_jobs j set run_at = $1::timestamptz
  where j.id in (select id from unnest($2::uuid[]) as given(id) order by id) and (select set_config('lock_timeout', $3, true)) is not null;
