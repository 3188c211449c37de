import type { Pool } from 'pg';
import type { DemoSchool } from './schools.ts';

/** Puts schools, their children, with their classes, and their guardians on the roster. */
export async function insertRoster(pool: Pool, schools: readonly DemoSchool[]): Promise<void> {
  for (const { children, enrolments, guardians, ...school } of schools) {
    await pool.query('insert into attendance.schools (id, name, timezone) values ($1, $2, $3)', [
      school.id,
      school.name,
      school.timezone,
    ]);
    await pool.query(insertChildren, [JSON.stringify(children)]);
    await pool.query(insertEnrolments, [JSON.stringify(enrolments)]);
    await pool.query(insertGuardians, [JSON.stringify(guardians)]);
  }
}

const insertChildren = `
  insert into attendance.children (school_id, id, name)
  select "schoolId", id, name from jsonb_to_recordset($1) as c("schoolId" uuid, id uuid, name text)`;

const insertEnrolments = `
  insert into attendance.enrolments (school_id, child_id, enrolled_from, class_id)
  select "schoolId", "childId", "enrolledFrom", "classId"
  from jsonb_to_recordset($1) as e("schoolId" uuid, "childId" uuid, "enrolledFrom" date, "classId" text)`;

const insertGuardians = `
  insert into attendance.guardians (school_id, child_id, id, name, locale, contact)
  select "schoolId", "childId", id, name, locale, contact
  from jsonb_to_recordset($1) as g("schoolId" uuid, "childId" uuid, id uuid, name text, locale text, contact jsonb)`;
