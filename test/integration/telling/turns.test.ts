import { createAttendance, type Notification } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { waitUntil } from '../support/wait-until.ts';
import { addToldSchool } from './support/told-school.ts';

const backlog = { children: 1_000, guardians: 100 };
const concurrency = 16;

describeOnPostgres('schools take turns', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(() => database?.drop());

  test.each([
    ['a backlog of 100,000 deliveries', async () => {}],
    ['one whose every notification fails', async () => Promise.reject(new Error('no such number'))],
  ] as const)('%s does not hold up another school', async (name, toBusySchool) => {
    const busy = await addToldSchool(database, backlog);
    const quiet = await addToldSchool(database, { children: 20, guardians: 1 });
    const waits = new Map([busy, quiet].map(({ schoolId }) => [schoolId, [] as number[]]));
    let sentToBusy = 0;
    let markedAt = performance.now();
    const notify = async ({ school }: Notification) => {
      waits.get(school.id)?.push(performance.now() - markedAt);
      if (school.id !== busy.schoolId) return;
      sentToBusy += 1;
      await toBusySchool();
    };
    const attendance = createAttendance({
      repository: createPostgresRepository({ pool: database.pool, timeoutMs: 120_000 }),
      notifier: { notify },
      notifications: { concurrency, pollMs: 20 },
    });
    const mark = ({ schoolId, childIds }: typeof busy) =>
      attendance.markBulkAttendance({ schoolId, childIds, status: 'absent', markedBy: 'teacher' });
    await mark(busy);
    await attendance.notifications.start();
    await waitUntil('the backlog is being worked on', () => sentToBusy > 200);

    markedAt = performance.now();
    const before = sentToBusy;
    await mark(quiet);
    await waitUntil('the quiet school is told', () => waits.get(quiet.schoolId)?.length === quiet.childIds.length);
    const between = sentToBusy - before;
    const { ready, scheduled } = await attendance.notifications.stats();
    await attendance.close();

    const slowest = Math.max(...(waits.get(quiet.schoolId) ?? []));
    console.log(
      `${name}: the other school's 20 waited ${slowest.toFixed(0)} ms at most, behind ${between} of ${ready + scheduled + sentToBusy}`,
    );
    expect(ready + scheduled).toBeGreaterThan(90_000);
    // Half of each claim is the other school's, once its job is fanned out.
    expect(between).toBeLessThan(20 * concurrency);
    await database.pool.query('truncate attendance.deliveries, attendance.notification_jobs');
  });
});
