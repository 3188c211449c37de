import type { Pool } from 'pg';
import { revisionId } from '../../world/history.ts';
import type { BenchSchool } from '../../world/roster.ts';
import { urlOf, withPool } from '../../world/world.ts';

/** A database in which few schools have a school year behind them. */
export interface Year {
  readonly name: string;
  readonly schools: readonly BenchSchool[];
}

const childrenPerSchool = 60;

/** Creates the database: 50 schools of 60 children that are marked, each on as many days past. */
export async function createYear(serverUrl: string, days: number): Promise<Year> {
  const name = 'bench_year';
  await withPool(serverUrl, (pool) => pool.query(`create database ${name} template bench_template strategy file_copy`));
  return withPool(urlOf(serverUrl, name), async (pool) => {
    await pool.query(`create table public.marked as
      select s.id as school_id, c.id as child_id from (select id from attendance.schools where name <> 'School 0' order by id limit 50) s
      cross join lateral (select id from attendance.children where school_id = s.id order by id limit ${childrenPerSchool}) c`);
    await insertDays(pool, days);
    const { rows } = await pool.query<BenchSchool>(`select school_id::text as "schoolId",
      array_agg(child_id::text order by child_id) as "childIds" from public.marked group by 1 order by 1`);
    await pool.query('vacuum analyze');
    return { name, schools: rows };
  });
}

/** The rows are in the order of time, with the children of all schools mixed, as mornings are. */
async function insertDays(pool: Pool, days: number): Promise<void> {
  await pool.query(`insert into attendance.records (school_id, child_id, date, session, status, marked_by, occurred_at,
      confirmed_at, recorded_at, last_outcome, last_intent, last_revision)
    select school_id, child_id, day, 'day', case when random() < 0.9 then 'present' else 'sick' end, 'teacher', day + time '01:00',
      day + time '01:00', day + time '01:00', 'recorded', 7, ${revisionId("day + time '01:00'")}
    from (select date '2026-02-28' - n as day from generate_series(0, ${days - 1}) n) days cross join public.marked
    order by day, random()`);
  await pool.query(`insert into attendance.revisions (school_id, child_id, date, session, id, outcome, status, marked_by,
      occurred_at, recorded_at)
    select school_id, child_id, date, session, last_revision, 'recorded', status, marked_by, occurred_at, recorded_at
    from attendance.records order by date, random()`);
  await pool.query(`insert into attendance.daily_counts (school_id, date, session, status, count)
    select school_id, date, session, status, count(*) from attendance.records group by 1, 2, 3, 4 order by 2`);
}
