import type { SchoolDatabase, SchoolOnRoster } from '../../support/school-database.ts';

/** A school whose children all have guardians of their own. */
export interface ToldSchool extends SchoolOnRoster {
  readonly guardianIds: readonly string[];
}

/** Adds a school whose children have `guardians` each. */
export async function addToldSchool(
  database: SchoolDatabase,
  { guardians = 2, ...school }: { readonly children: number; readonly guardians?: number; readonly timezone?: string },
): Promise<ToldSchool> {
  const added = await database.addSchool(school);
  const { rows } = await database.pool.query<{ id: string }>(
    `insert into attendance.guardians (school_id, child_id, id, name, locale, contact)
    select school_id, c.id, gen_random_uuid(), 'Guardian', 'id-ID', '{"phone":"+62 812"}'
    from attendance.children c cross join generate_series(1, $2) where school_id = $1 returning id`,
    [added.schoolId, guardians],
  );
  return { ...added, guardianIds: rows.map(({ id }) => id) };
}

/** The table that workers of tests write what they send into. */
export async function createSentTable({ pool }: SchoolDatabase): Promise<void> {
  await pool.query(
    'create table sent (id text, attempt integer, worker text, at timestamptz default clock_timestamp())',
  );
}
