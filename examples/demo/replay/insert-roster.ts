import type { Pool } from 'pg';
import { childrenOf, type PlannedSchool } from './plan-schools.ts';

/** Schools a statement; some 60,000 children of New York's. */
const BATCH = 100;

/**
 * Puts schools and their children on the roster. Cohorts are what is sent; Postgres counts out their children.
 * @param advance  Is told how many children have been added.
 */
export async function insertRoster(
  pool: Pool,
  schools: readonly PlannedSchool[],
  advance: (children: number) => void,
): Promise<void> {
  for (let start = 0; start < schools.length; start += BATCH) {
    const batch = schools.slice(start, start + BATCH);
    await pool.query(insertSchools, [batch.map(({ id }) => id), batch.map(({ code }) => code)]);
    const cohorts = cohortArrays(batch);
    await pool.query(insertChildren, cohorts.slice(0, 4));
    await pool.query(insertEnrolments, cohorts);
    advance(batch.reduce((sum, school) => sum + childrenOf(school), 0));
  }
  // A server at work does this by itself, a minute later.
  await pool.query('analyze attendance.schools, attendance.children, attendance.enrolments');
}

function cohortArrays(schools: readonly PlannedSchool[]): unknown[][] {
  const rows = schools.flatMap(({ id, idPrefix, cohorts }) => cohorts.map((cohort) => ({ id, idPrefix, ...cohort })));
  return [
    rows.map(({ id }) => id),
    rows.map(({ idPrefix }) => idPrefix),
    rows.map(({ first }) => first),
    rows.map(({ last }) => last),
    rows.map(({ from }) => from),
    rows.map(({ until }) => until),
  ];
}

const insertSchools = `
  insert into attendance.schools (id, name, timezone)
  select id, name, 'America/New_York' from unnest($1::uuid[], $2::text[]) as s(id, name)`;

/** Ids as `numbered` makes them. */
const childId = "(id_prefix || lpad(to_hex(number), 12, '0'))::uuid";

const insertChildren = `
  insert into attendance.children (school_id, id, name)
  select school_id, ${childId}, 'Child ' || number
  from unnest($1::uuid[], $2::text[], $3::int[], $4::int[]) as c(school_id, id_prefix, first, last)
  cross join generate_series(first, last) as number`;

const insertEnrolments = `
  insert into attendance.enrolments (school_id, child_id, enrolled_from, enrolled_until)
  select school_id, ${childId}, from_date, until_date
  from unnest($1::uuid[], $2::text[], $3::int[], $4::int[], $5::date[], $6::date[])
    as c(school_id, id_prefix, first, last, from_date, until_date)
  cross join generate_series(first, last) as number`;
