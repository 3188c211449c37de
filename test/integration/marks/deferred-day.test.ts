import { createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { createTestClock } from 'rollbook/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { driftOf, effectsOf } from '../support/effects.ts';
import { pick } from '../support/random.ts';
import { createSchoolDatabase, type SchoolDatabase, type SchoolOnRoster } from '../support/school-database.ts';

const statuses = ['present', 'late', 'sick', 'excused', 'absent'] as const;
const sessions = ['am', 'pm'] as const;
/** The day begins in the first at 11:00 UTC the day before, and is over in the last at 11:00 UTC the day after. */
const timezones = ['Pacific/Auckland', 'Asia/Jakarta', 'America/New_York', 'Pacific/Pago_Pago'];
const date = '2026-03-02';

describeOnPostgres('a day whose counts are deferred', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(async () => {
    await database?.drop();
  });

  const clock = createTestClock('2026-03-03T12:00:00Z');
  const createHost = (counts: 'inline' | 'deferred') =>
    createAttendance({
      repository: createPostgresRepository({ pool: database.pool, counts }),
      sessions: ['am', 'pm'],
      clock,
    });

  /** What the day brings one school: a bulk, then corrections, clears and late marks of an offline tablet, in any order. */
  async function liveThrough(attendance: ReturnType<typeof createHost>, school: SchoolOnRoster): Promise<void> {
    const { schoolId, childIds } = school;
    const by = { schoolId, markedBy: 'teacher', date };
    await attendance.markBulkAttendance({ ...by, childIds, status: 'present', session: 'am' });
    const taps = Array.from({ length: 60 }, async (_, minute) => {
      const occurredAt = new Date(Date.UTC(2026, 2, 2, 12, minute));
      const tap = { ...by, childId: pick(childIds), session: pick(sessions), occurredAt };
      if (minute % 7 === 0) await attendance.clearAttendance(tap);
      else await attendance.markAttendance({ ...tap, status: pick(statuses) });
    });
    await Promise.all(taps);
  }

  test('has, once the job has run, exactly the counters that it would have had, and needs no second run', async () => {
    const deferred = createHost('deferred');
    const inline = createHost('inline');
    const schools = await Promise.all(timezones.map((timezone) => database.addSchool({ children: 20, timezone })));
    await Promise.all(schools.map((school) => liveThrough(deferred, school)));
    const before = await Promise.all(
      schools.flatMap(({ schoolId }) =>
        sessions.map((session) => deferred.getDailySummary({ schoolId, date, session })),
      ),
    );
    for (const { schoolId } of schools) expect((await effectsOf(database.pool, schoolId)).counted).toBe(0);
    expect(await driftOf(database.pool)).toBeGreaterThan(0);

    const { differences } = await deferred.reconcileDailyCounts({ date });
    expect(differences.length).toBeGreaterThan(0);
    expect(await driftOf(database.pool)).toBe(0);
    expect((await deferred.reconcileDailyCounts({ date })).differences).toEqual([]);

    // The inline host reads the counters, the deferred one the records.
    const after = await Promise.all(
      schools.flatMap(({ schoolId }) => sessions.map((session) => inline.getDailySummary({ schoolId, date, session }))),
    );
    expect(after).toEqual(before);
  });

  test('takes what comes after the job with the next one, and a child that is erased', async () => {
    const deferred = createHost('deferred');
    const school = await database.addSchool({ children: 5 });
    const { schoolId, childIds } = school;
    const [first = '', second = ''] = childIds;
    const by = { schoolId, date, session: 'am', markedBy: 'teacher' } as const;
    await deferred.markBulkAttendance({ ...by, childIds, status: 'present' });
    await deferred.reconcileDailyCounts({ date });

    await deferred.markAttendance({ ...by, childId: first, status: 'sick' });
    await deferred.eraseChild({ schoolId, childId: second });
    expect(await deferred.getDailySummary({ schoolId, date, session: 'am' })).toMatchObject({
      byStatus: { present: 3, sick: 1 },
    });
    expect((await deferred.reconcileDailyCounts({ schoolId, date })).differences).toEqual([
      { schoolId, session: 'am', status: 'present', counted: 5, actual: 3 },
      { schoolId, session: 'am', status: 'sick', counted: 0, actual: 1 },
    ]);
    expect(await driftOf(database.pool, { schoolId })).toBe(0);
  });

  test('is right again for who went back to inline first, and reconciles then', async () => {
    const inline = createHost('inline');
    const { schoolId, childIds } = await database.addSchool({ children: 4 });
    const by = { schoolId, date, session: 'am', markedBy: 'teacher' } as const;
    await createHost('deferred').markBulkAttendance({ ...by, childIds, status: 'present' });
    expect((await inline.markBulkAttendance({ ...by, childIds, status: 'sick' })).tally.corrected).toBe(4);
    expect((await inline.reconcileDailyCounts({ date })).differences).toEqual([
      { schoolId, session: 'am', status: 'present', counted: -4, actual: 0 },
    ]);
    expect(await driftOf(database.pool, { schoolId })).toBe(0);
  });

  test('is inline again for who has reconciled it first', async () => {
    const deferred = createHost('deferred');
    const inline = createHost('inline');
    const { schoolId, childIds } = await database.addSchool({ children: 4 });
    const by = { schoolId, date, session: 'am', markedBy: 'teacher' } as const;
    await deferred.markBulkAttendance({ ...by, childIds, status: 'present' });
    await deferred.reconcileDailyCounts({ schoolId, date });
    await inline.markBulkAttendance({ ...by, childIds, status: 'sick' });
    await inline.clearAttendance({ ...by, childId: childIds[0] ?? '' });
    expect(await driftOf(database.pool, { schoolId })).toBe(0);
    expect((await effectsOf(database.pool, schoolId)).counted).toBe(3);
  });
});
