import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createHost } from '../support/host.ts';
import { createSchoolDatabase, type SchoolDatabase, type SchoolOnRoster } from '../support/school-database.ts';

const present = { status: 'present', markedBy: 'teacher' } as const;

describeOnPostgres('a prepared mark', (server) => {
  let database: SchoolDatabase;
  let school: SchoolOnRoster;
  let pool: Pool;
  let attendance: ReturnType<typeof createHost>;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  beforeEach(async () => {
    school = await database.addSchool({ children: 2 });
    pool = database.openPool({ max: 1 });
    attendance = createHost({ pool });
    await markChild(0);
  });
  afterAll(async () => {
    await database?.drop();
  });

  async function markChild(place: number) {
    const command = { schoolId: school.schoolId, childId: school.childIds[place] ?? '', ...present };
    return (await attendance.markAttendance(command)).outcome;
  }

  const namesOf = async () =>
    (await pool.query<{ name: string }>("select name from pg_prepared_statements where name <> ''")).rows;

  test('has one name on a connection, however many marks there are', async () => {
    const before = await namesOf();
    for (let i = 0; i < 10; i++) await markChild(1);
    expect(before).toHaveLength(1);
    expect(await namesOf()).toEqual(before);
  });

  test.each([
    ['with a school', (schoolId: string) => ({ schoolId })],
    ['without', () => ({})],
  ])('is planned once and for all after a few times, %s', async (_name, schoolOf) => {
    const [childId = ''] = school.childIds;
    pool = database.openPool({ max: 1 });
    attendance = createHost({ pool });
    for (let i = 0; i < 20; i++) {
      const status = i % 2 ? 'present' : 'late';
      await attendance.markAttendance({ ...schoolOf(school.schoolId), childId, status, markedBy: 'teacher' });
    }
    const { rows } = await pool.query('select custom_plans::int, generic_plans::int from pg_prepared_statements');
    expect(rows).toEqual([{ custom_plans: 5, generic_plans: 15 }]);
  });

  test('has none where the host does without', async () => {
    await pool.query('discard all');
    attendance = createHost({ pool, preparedStatements: false });
    expect(await markChild(1)).toBe('recorded');
    expect(await namesOf()).toEqual([]);
  });

  test.each(['discard all', 'deallocate all'])('is prepared anew after a host’s %s', async (statement) => {
    await pool.query(statement);
    expect(await markChild(1)).toBe('recorded');
  });

  test('is prepared anew after a column has changed its type', async () => {
    await database.pool.query(`alter table attendance.records alter column note type varchar(4000)`);
    expect(await markChild(1)).toBe('recorded');
  });

  test('goes on after a column has been added', async () => {
    await database.pool.query(`alter table attendance.records add column if not exists colour text default 'blue'`);
    expect(await markChild(1)).toBe('recorded');
  });
});
