import { getEventListeners } from 'node:events';
import type { Pool } from 'pg';
import { createPostgresRepository } from 'rollbook/postgres';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { aMark } from '../../unit/support/build.ts';
import { createHost } from '../support/host.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { createSchoolDatabase, type SchoolDatabase, type SchoolOnRoster } from '../support/school-database.ts';

const present = { status: 'present', markedBy: 'teacher' } as const;

describeOnPostgres("the host's pool", (server) => {
  let database: SchoolDatabase;
  let school: SchoolOnRoster;
  let pool: Pool;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  beforeEach(async () => {
    school = await database.addSchool({ children: 50 });
    pool = database.openPool({ max: 4 });
  });
  afterAll(async () => {
    await database?.drop();
  });

  test("stays the host's when attendance is closed, twice even", async () => {
    const attendance = createHost({ pool });
    await attendance.markBulkAttendance({ ...school, ...present });
    await attendance.close();
    await attendance.close();
    expect({ ended: pool.ended, ending: pool.ending }).toEqual({ ended: false, ending: false });
    expect((await pool.query('select 42 as answer')).rows).toEqual([{ answer: 42 }]);
    expect(await rejectionOf(attendance.getRegister({ schoolId: school.schoolId }))).toMatchObject({ code: 'closed' });
  });

  test("behind Kysely stays the host's too", async () => {
    const attendance = createHost({ db: database.db });
    await attendance.close();
    expect(await database.db.connection().execute(async () => 42)).toBe(42);
  });

  test('gets every connection back, also after a refusal', async () => {
    const attendance = createHost({ pool });
    const { schoolId, childIds } = school;
    await pool.query('alter table attendance.records add constraint no_late check (status <> $$late$$)');
    const marks = childIds.map((childId, index) =>
      attendance
        .markAttendance({ schoolId, childId, status: index % 2 ? 'late' : 'present', markedBy: 'teacher' })
        .catch(() => {}),
    );
    await Promise.all(marks);
    await pool.query('alter table attendance.records drop constraint no_late');
    expect(pool.idleCount).toBe(pool.totalCount);
    expect(pool.waitingCount).toBe(0);
  });

  test('gets every connection back, also where not even what a mark throws can be looked at', async () => {
    const repository = createPostgresRepository({ pool });
    const { proxy: unreadable, revoke } = Proxy.revocable({}, {});
    revoke();
    for (const thrown of [new Error('of the mark'), undefined, unreadable]) {
      const mark = Object.defineProperty(aMark({ ...school, childId: school.childIds[0] ?? '' }), 'status', {
        get: () => {
          throw thrown;
        },
      });
      await expect(
        repository.recordMarks({
          marks: [mark],
          onlyUnmarked: false,
          allOrNothing: false,
          editableDays: null,
          correctDays: 7,
          now: new Date(),
          jobIds: [],
          returning: 'outcomes',
        }),
      ).rejects.toBeDefined();
      expect(pool.idleCount).toBe(pool.totalCount);
    }
    expect(pool.totalCount).toBe(1);
  });

  test('has as many listeners after a hundred repositories and a thousand marks as after one', async () => {
    const warnings: string[] = [];
    const hear = (warning: Error) => warnings.push(warning.name);
    process.on('warning', hear);
    const before = pool.listenerCount('error');
    const untouched = await database.openPool({ max: 1 }).connect();
    const hosts = Array.from({ length: 100 }, () => createHost({ pool }));
    for (let i = 0; i < 20; i++) {
      await Promise.all(school.childIds.map((childId, place) => hosts[place]?.markAttendance({ childId, ...present })));
    }
    const client = await pool.connect();
    expect(pool.listenerCount('error') - before).toBe(1);
    expect(client.listenerCount('error') - untouched.listenerCount('error')).toBe(1);
    client.release();
    untouched.release();
    process.off('warning', hear);
    expect(warnings).toEqual([]);
  });

  test('serves many marks with one signal without a warning, and leaves nothing on the signal', async () => {
    const warnings: string[] = [];
    const hear = (warning: Error) => warnings.push(warning.name);
    process.on('warning', hear);
    const { signal } = new AbortController();
    const attendance = createHost({ pool });
    const { schoolId, childIds } = school;
    await Promise.all(
      childIds.map((childId) => attendance.markAttendance({ schoolId, childId, ...present }, { signal })),
    );
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    process.off('warning', hear);
    expect(warnings).toEqual([]);
  });

  test('that has been ended makes calls fail for good', async () => {
    const attendance = createHost({ pool });
    await pool.end();
    const error = await rejectionOf(attendance.markAttendance({ childId: school.childIds[0] ?? '', ...present }));
    expect(error).toMatchObject({ code: 'repository_failed', retryable: false });
  });

  test('must be given, or a Kysely instance, and not both', () => {
    const create: (options: never) => unknown = createPostgresRepository;
    for (const options of [{}, { pool, db: database.db }]) {
      expect(() => Reflect.apply(create, undefined, [options])).toThrow(
        expect.objectContaining({ code: 'invalid_options', details: { option: 'pool' } }),
      );
    }
  });
});
