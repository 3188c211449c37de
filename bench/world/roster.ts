import type { Pool } from 'pg';

/** A school with its children. */
export interface BenchSchool {
  readonly schoolId: string;
  readonly childIds: readonly string[];
}

/** The schools of the benchmark. */
export interface BenchRoster {
  /** 500 of 200 children. */
  readonly schools: readonly BenchSchool[];
  /** One of 2,000 children, for bulks only. */
  readonly large: BenchSchool;
}

/** Schools of 200 children. */
const SCHOOLS = 500;
const CHILDREN_PER_SCHOOL = 200;
const GUARDIANS_PER_CHILD = 2;
const childrenOfLarge = 2_000;

/**
 * Fills rollbook's own roster: every child has an enrolment in a class, and two guardians with phone number and
 * address.
 */
export async function insertRoster(pool: Pool): Promise<void> {
  await pool.query(
    `insert into attendance.schools (id, name, timezone)
      select gen_random_uuid(), 'School ' || n, 'Asia/Jakarta' from generate_series(0, $1::int) n`,
    [SCHOOLS],
  );
  await pool.query(
    `insert into attendance.children (school_id, id, name)
      select s.id, gen_random_uuid(), 'Child ' || n from attendance.schools s
      cross join lateral generate_series(1, case s.name when 'School 0' then $1::int else $2::int end) n`,
    [childrenOfLarge, CHILDREN_PER_SCHOOL],
  );
  // The enrolments are open, since statements are captured long before the benchmark's days.
  await pool.query(`insert into attendance.enrolments (school_id, child_id, class_id)
    select school_id, id, 'Class ' || row_number() over (partition by school_id order by id) / 25 from attendance.children`);
  await insertGuardians(pool);
}

/** Gives every child guardians. */
export async function insertGuardians(pool: Pool): Promise<void> {
  await pool.query(
    `insert into attendance.guardians (school_id, child_id, id, name, locale, contact)
      select school_id, id, gen_random_uuid(), 'Guardian ' || n, 'id',
        jsonb_build_object('phone', '+62' || n || right(name, 4), 'email', 'guardian' || n || '@example.org')
      from attendance.children cross join generate_series(1, $1::int) n`,
    [GUARDIANS_PER_CHILD],
  );
}

/** Reads which schools and children there are. */
export async function readRoster(pool: Pool): Promise<BenchRoster> {
  const { rows } = await pool.query<BenchSchool>(
    `select s.id::text as "schoolId", array_agg(c.id::text order by c.id) as "childIds"
      from attendance.schools s join attendance.children c on c.school_id = s.id group by s.id order by s.id`,
  );
  const large = rows.find(({ childIds }) => childIds.length === childrenOfLarge);
  if (!large) throw new Error(`expected a school of ${childrenOfLarge} children`);
  return { schools: rows.filter((school) => school !== large), large };
}
