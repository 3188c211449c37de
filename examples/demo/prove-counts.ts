import type { Pool } from 'pg';
import { counted, grouped } from './format.ts';
import type { Proof } from './proof.ts';

interface CounterRow {
  readonly school: string | null;
  readonly date: string;
  readonly status: string;
  readonly counted: number;
  readonly actual: number;
}

interface TotalsRow {
  readonly records: number;
  readonly marked: number;
  readonly keys: number;
}

/** Counts the records anew, in SQL of the demo's own, and compares them with `daily_counts`. */
export async function proveCounts(pool: Pool): Promise<Proof> {
  const counters = await pool.query<CounterRow>(recount);
  const wrong = counters.rows.filter(({ counted, actual }) => counted !== actual);
  const marked = counters.rows.reduce((sum, { actual }) => sum + actual, 0);
  return {
    claim: `${counted(counters.rows.length, 'counter')} in daily_counts equal a recount of ${grouped(marked)} marked records`,
    differences: wrong.map(
      ({ school, date, status, counted, actual }) =>
        `${school ?? 'a school that is not on the roster'}, ${date}, ${status}: counted ${counted}, records ${actual}`,
    ),
  };
}

/** Looks for a child with two records on one day. */
export async function proveNoDuplicates(pool: Pool): Promise<Proof> {
  const { rows } = await pool.query<TotalsRow>(totals);
  const { records, keys } = rows[0] ?? { records: 0, keys: 0 };
  return {
    claim: `${counted(records, 'record')}, one per child, day and session`,
    differences: records === keys ? [] : [`${grouped(records)} records of ${grouped(keys)} children and days`],
  };
}

const recount = `
  with actual as (
    select school_id, date, session, status, count(*)::int as actual
    from attendance.records where status is not null group by school_id, date, session, status
  )
  select s.name as school, date::text, status, coalesce(c.count, 0) as counted, coalesce(actual, 0) as actual
  from actual full join attendance.daily_counts c using (school_id, date, session, status)
  left join attendance.schools s on s.id = school_id
  where coalesce(c.count, 0) <> 0 or actual is not null
  order by s.name, date, status`;

const totals = `
  select count(*)::int as records, count(distinct (school_id, child_id, date, session))::int as keys
  from attendance.records`;
