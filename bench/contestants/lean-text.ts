/**
 * Record, counters and job in one statement. The job carries every parent, as V3's does.
 * @param isPrepared  Hides the arrays' lengths, so that one plan serves all, as rollbook's statement does.
 */
export function leanText(isPrepared: boolean): string {
  const array = (parameter: string) => (isPrepared ? `(select ${parameter})` : parameter);
  return `with mark as (
  select m.position, m.status, c.id as child_id, c.name, c.school_id
  from unnest(${array('$1::uuid[]')}, ${array('$2::text[]')}) with ordinality as m(child_id, status, position)
  join lean.children c on c.id = m.child_id join lean.schools s on s.id = c.school_id
),
written as (
  insert into lean.attendances as a (school_id, date, child_id, status, marked_by)
  select school_id, $3::date, child_id, status, $4 from mark order by school_id, child_id
  on conflict (school_id, date, child_id) do update
    set status = excluded.status, previous_status = a.status, marked_by = excluded.marked_by, marked_at = excluded.marked_at
  returning school_id, child_id, status, previous_status
),
changed as (select * from written where status is distinct from previous_status),
counted as (
  insert into lean.counts as n (school_id, date, status, count)
  select school_id, $3::date, status, sum(change) from (
    select school_id, status, 1 as change from changed
    union all select school_id, previous_status, -1 from changed where previous_status is not null
  ) moved group by school_id, status order by school_id, status
  on conflict (school_id, date, status) do update set count = n.count + excluded.count
),
told as (
  insert into lean.jobs (payload)
  select jsonb_agg(jsonb_build_object('child', child_id, 'status', status, 'parents',
    (select jsonb_agg(to_jsonb(p)) from lean.parents p where p.child_id = changed.child_id)))
  from changed group by school_id
)
select m.child_id, w.status, w.previous_status from mark m join written w using (school_id, child_id) order by m.position`;
}
