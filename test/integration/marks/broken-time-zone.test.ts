import { randomUUID } from 'node:crypto';
import { createPostgresRepository } from 'rollbook/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { effectsOf, nothing, oneMark } from '../support/effects.ts';
import { createHost, now, today } from '../support/host.ts';
import { beginOnClient } from '../support/host-transactions.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { createSchoolDatabase, type SchoolDatabase, type SchoolOnRoster } from '../support/school-database.ts';

const present = { status: 'present', markedBy: 'teacher' } as const;

describeOnPostgres('a school whose stored time zone is', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(async () => {
    await database?.drop();
  });

  describe.each(['UTC+7', 'Mars/Olympus', '', ' ', 'WIB', '+07:00', 'Asia/Jakarta ', "'; drop table x"])(
    '%j',
    (timezone) => {
      test('has its own marks refused', async () => {
        const attendance = createHost({ pool: database.pool });
        const { schoolId, childIds } = await database.addSchool({ timezone });
        const [childId = ''] = childIds;
        for (const school of [{ schoolId }, {}]) {
          const error = await rejectionOf(attendance.markAttendance({ ...school, childId, ...present }));
          expect(error).toMatchObject({ code: 'school_timezone_invalid', retryable: false });
        }
        const { outcomes } = await attendance.markBulkAttendance({ schoolId, childIds, ...present });
        const rejection = { outcome: 'rejected', code: 'school_timezone_invalid' };
        expect(outcomes).toEqual([{ childId, session: 'day', ...rejection }]);
        expect(await effectsOf(database.pool, schoolId)).toEqual(nothing);
      });

      test('does not fail the marks of other schools in the same statement', async () => {
        const repository = createPostgresRepository({ pool: database.pool });
        const schools = [
          await database.addSchool(),
          await database.addSchool({ timezone }),
          await database.addSchool(),
        ];
        const results = await repository.recordMarks(batchOf(schools));
        expect(results.map(({ outcome }) => outcome)).toEqual(['recorded', 'rejected', 'recorded']);
        expect(results[1]).toMatchObject({ code: 'school_timezone_invalid' });
        const effects = await Promise.all(schools.map(({ schoolId }) => effectsOf(database.pool, schoolId)));
        expect(effects).toEqual([oneMark, nothing, oneMark]);
      });

      test("does not fail the host's transaction", async () => {
        const repository = createPostgresRepository({ pool: database.pool });
        const schools = [await database.addSchool({ timezone }), await database.addSchool()];
        const host = await beginOnClient(database.pool);
        await repository.recordMarks(batchOf(schools), host.inside);
        await host.commit();
        const effects = await Promise.all(schools.map(({ schoolId }) => effectsOf(database.pool, schoolId)));
        expect(effects).toEqual([nothing, oneMark]);
      });

      test('can still be asked for a day by its date, not for today', async () => {
        const attendance = createHost({ pool: database.pool });
        const { schoolId } = await database.addSchool({ timezone });
        expect(await attendance.getDailySummary({ schoolId, date: today })).toMatchObject({ enrolled: 1, unmarked: 1 });
        expect((await attendance.getRegister({ schoolId, date: today })).entries).toHaveLength(1);
        expect(await rejectionOf(attendance.getDailySummary({ schoolId }))).toMatchObject({
          code: 'school_timezone_invalid',
        });
        expect(await rejectionOf(attendance.getRegister({ schoolId }))).toMatchObject({
          code: 'school_timezone_invalid',
        });
      });
    },
  );
});

/** One mark a school, in one request, as several callers' marks come together. */
function batchOf(schools: readonly SchoolOnRoster[]) {
  const marks = schools.map(({ childIds }) => ({
    childId: childIds[0] ?? '',
    status: 'present',
    occurredAt: now,
    occurredLast: true,
    session: 'day',
    markedBy: 'teacher',
  }));
  const jobIds = schools.map(() => randomUUID());
  const rules = { onlyUnmarked: false, allOrNothing: false, editableDays: null, correctDays: 7 };
  return { marks, jobIds, now, ...rules, returning: 'outcomes' } as const;
}
