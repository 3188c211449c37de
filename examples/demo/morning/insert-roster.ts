import type { Pool } from 'pg';
import type { DemoSchool } from './schools.ts';

/** Puts schools, their children and their guardians on the roster. */
export async function insertRoster(pool: Pool, schools: readonly DemoSchool[]): Promise<void> {
  for (const { children, guardians, ...school } of schools) {
    await pool.query('insert into attendance.schools (id, name, timezone) values ($1, $2, $3)', [
      school.id,
      school.name,
      school.timezone,
    ]);
    await pool.query(insertChildren, [JSON.stringify(children)]);
    await pool.query(insertGuardians, [JSON.stringify(guardians)]);
  }
}

const insertChildren = `
  insert into attendance.children (school_id, id, name, class_id)
  select "schoolId", id, name, "classId"
  from jsonb_to_recordset($1) as c("schoolId" uuid, id uuid, name text, "classId" text)`;

const insertGuardians = `
  insert into attendance.guardians (school_id, child_id, id, name, locale, contact)
  select "schoolId", "childId", id, name, locale, contact
  from jsonb_to_recordset($1) as g("schoolId" uuid, "childId" uuid, id uuid, name text, locale text, contact jsonb)`;
