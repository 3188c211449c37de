import type { Pool } from 'pg';

/**
 * How many revisions do not follow from the one before, and records that are not their last one. Superseded revisions had
 * no effect, so that they are not in the chain.
 */
export async function countBrokenChains(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ broken: number }>(
    `with chain as (
      select school_id, child_id, date, session, id, status, previous_status,
        lag(status) over of_record as status_before,
        lead(id) over of_record is null as is_last
      from attendance.revisions where outcome <> 'superseded'
      window of_record as (partition by school_id, child_id, date, session order by id)
    )
    select (
      (select count(*) from chain where previous_status is distinct from status_before)
      + (select count(*) from (select * from chain where is_last) c
        full join attendance.records r using (school_id, child_id, date, session)
        where c.status is distinct from r.status or r.session is null
          or c.id is null and r.status is not null)
    )::int as broken`,
  );
  return rows[0]?.broken ?? Number.NaN;
}
