const columns = 'school_id, child_id, session, status, reason, note, marked_by, occurred_at';

/** Writes a record for each row of `mark`. Each change of a status gets an event, moves counters and gets a job. */
function leanParts({ isLone }: { readonly isLone: boolean }): string {
  const inOrder = (by: string) => (isLone ? '' : ` order by ${by}`);
  const [by, grouped] = isLone
    ? ['by', '']
    : ['sum(by)', ' group by school_id, session, moved.status order by school_id, session, moved.status'];
  const [children, bySchool] = isLone ? ['array[child_id]', ''] : ['array_agg(child_id)', ' group by school_id'];
  return `written as (
  insert into lean.attendances as a (date, ${columns})
  select $1::date, ${columns} from mark${inOrder('school_id, child_id, session')}
  on conflict (school_id, date, child_id, session) do update
    set status = excluded.status, previous_status = a.status, reason = excluded.reason, note = excluded.note,
      marked_by = excluded.marked_by, occurred_at = excluded.occurred_at, recorded_at = excluded.recorded_at
  returning ${columns}, previous_status
),
noted as (
  insert into lean.events (date, ${columns}, previous_status)
  select $1::date, ${columns}, previous_status from written where status is distinct from previous_status
),
counted as (
  insert into lean.counts as n (school_id, date, session, status, count)
  select school_id, $1::date, session, moved.status, ${by}
  from written cross join lateral (values (status, 1), (previous_status, -1)) as moved(status, by)
  where written.status is distinct from previous_status and moved.status is not null${grouped}
  on conflict (school_id, date, session, status) do update set count = n.count + excluded.count
),
told as (
  insert into lean.jobs (school_id, date, child_ids)
  select school_id, $1::date, ${children} from written where status is distinct from previous_status${bySchool}
)
select child_id, status, previous_status from written`;
}

/** One mark, as one writes it by hand. */
export const leanLoneText = `with mark as (
  select id as child_id, school_id, $3::text as session, $4::text as status, $5::text as reason, $6::text as note,
    $7::text as marked_by, $8::timestamptz as occurred_at
  from lean.children where id = $2::uuid
),
${leanParts({ isLone: true })}`;

/** The arrays of many marks, none of a child twice. */
const arrays = '$2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[]';

function setText(from: string): string {
  return `with mark as (
  select c.id as child_id, c.school_id, m.session, m.status, m.reason, m.note, m.marked_by, m.occurred_at
  from ${from} as m(child_id, session, status, reason, note, marked_by, occurred_at) join lean.children c on c.id = m.child_id
),
${leanParts({ isLone: false })}`;
}

/** Many marks. The subquery hides the arrays' lengths, so that one plan serves all. */
export const leanSetText = setText(
  `(select ${arrays} offset 0) given(a, b, c, d, e, f, g) cross join lateral unnest(a, b, c, d, e, f, g)`,
);

/** The same for a bulk, which is planned for its very length. */
export const leanBulkText = setText(`unnest(${arrays})`);
