-- $1 schoolId
-- $2 childId
-- $3 from
-- $4 to
with served as (select from "attendance".schema_version_1)
select
      (exists (select from "attendance".children c where c.school_id = $1::uuid and c.id = $2::uuid)
        or exists (select from "attendance".revisions a where a.school_id = $1::uuid and a.child_id = $2::uuid))::text
        as is_known,
      r.id::text, to_char(r.date, 'YYYY-MM-DD') as date, r.session, r.outcome, r.status, r.previous_status, r.reason, r.note, r.marked_by,
      (extract(epoch from r.occurred_at) * 1000)::bigint::text as occurred_at, (extract(epoch from r.recorded_at) * 1000)::bigint::text as recorded_at
    from "attendance".schools s
    left join "attendance".revisions r on r.school_id = s.id and r.child_id = $2::uuid
      and r.date >= coalesce($3::date, '-infinity') and r.date <= coalesce($4::date, 'infinity')
    where s.id = $1::uuid
    order by r.id desc, r.date desc, r.session collate "C" desc;
