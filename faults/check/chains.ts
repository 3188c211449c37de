import type { Pool } from 'pg';
import { type Place, placeInWords } from './in-words.ts';

interface BrokenRow extends Place {
  /** A description of the row, and of the row that it does not follow from. */
  readonly found: string;
  readonly before: string;
}

/**
 * Describes revisions that do not follow from the one before, and records that are not their last revision. Superseded
 * revisions had no effect, so they are not in the chain.
 */
export async function findBrokenChains(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<BrokenRow>(
    `with chain as (
      select school_id, child_id, date, session, id, status, previous_status,
        lag(status) over of_record as status_before,
        lead(id) over of_record is null as is_last
      from attendance.revisions where outcome <> 'superseded'
      window of_record as (partition by school_id, child_id, date, session order by id)
    )
    select child_id::text as "childId", date::text, session,
      format('revision %s begins with %s', id, coalesce(previous_status, 'unmarked')) as found,
      format('the one before it ended with %s', coalesce(status_before, 'unmarked')) as before
    from chain where previous_status is distinct from status_before
    union all
    select child_id::text, date::text, session,
      case when r.session is null then 'there is no record'
        else format('the record has %s', coalesce(r.status, 'unmarked')) end,
      case when c.id is null then 'there is no revision'
        else format('the last revision, %s, ended with %s', c.id, coalesce(c.status, 'unmarked')) end
    from (select * from chain where is_last) c
    full join attendance.records r using (school_id, child_id, date, session)
    where c.status is distinct from r.status or r.session is null or c.id is null and r.status is not null`,
  );
  return rows.map((row) => `${placeInWords(row)}: ${row.found}, and ${row.before}`);
}
