import { createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { addToldSchool } from './support/told-school.ts';

describeOnPostgres('the statements of a bulk job', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(() => database?.drop());

  /** Delivers one bulk, and answers how many statements that took and how many messages it made. */
  async function countStatements(children: number, guardians: number, concurrency: number) {
    const { schoolId, childIds } = await addToldSchool(database, { children, guardians });
    const pool = database.openPool();
    let statements = 0;
    pool.on('acquire', () => {
      statements += 1;
    });
    const attendance = createAttendance({
      repository: createPostgresRepository({ pool }),
      notifier: { notify: async () => {} },
      notifications: { concurrency },
    });
    await attendance.markBulkAttendance({ schoolId, childIds, status: 'absent', markedBy: 'teacher' });
    statements = 0;
    const { delivered } = await attendance.notifications.drain();
    await attendance.close();
    return { statements, delivered };
  }

  test('grow with claims, not with children: one to fan out, two for each full set of slots, one to end', async () => {
    const figures = [];
    for (const [children, guardians, concurrency] of [
      [1, 1, 400],
      [200, 2, 400],
      [200, 2, 16],
    ] as const) {
      figures.push({ children, guardians, concurrency, ...(await countStatements(children, guardians, concurrency)) });
    }
    console.table(figures);
    expect(figures.map(({ delivered }) => delivered)).toEqual([1, 400, 400]);
    // A claim that filled all slots is followed by one more, while its results are being stored.
    expect(figures[1]?.statements).toBeLessThanOrEqual((figures[0]?.statements ?? 0) + 1);
    expect(figures[2]?.statements).toBeLessThan(4 * (400 / 16));
  });
});
