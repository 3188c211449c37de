import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { driftOf, effectsOf } from '../support/effects.ts';
import { createHost, today } from '../support/host.ts';
import { pick } from '../support/random.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';

const present = { status: 'present', markedBy: 'teacher' } as const;
const statuses = ['present', 'late', 'sick'] as const;

describeOnPostgres('daily counts', (server) => {
  let database: SchoolDatabase;
  let inline: ReturnType<typeof createHost>;
  let deferred: ReturnType<typeof createHost>;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  beforeEach(() => {
    inline = createHost({ pool: database.pool });
    deferred = createHost({ pool: database.pool, counts: 'deferred' });
  });
  afterAll(async () => {
    await database?.drop();
  });

  /** Makes the school's counter of those present wrong. */
  async function miscount(schoolId: string, by: number): Promise<void> {
    const wrong =
      "update attendance.daily_counts set count = count + $2::bigint where school_id = $1 and status = 'present'";
    await database.pool.query(wrong, [schoolId, by]);
  }

  test('that are deferred stay alone, and summaries come from the records', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 3 });
    const [first = '', second = ''] = childIds;
    await deferred.markBulkAttendance({ schoolId, childIds, ...present });
    await deferred.markAttendance({ schoolId, childId: first, status: 'sick', markedBy: 'teacher' });
    await deferred.clearAttendance({ schoolId, childId: second, markedBy: 'teacher' });
    expect(await effectsOf(database.pool, schoolId)).toEqual({ records: 3, revisions: 5, counted: 0, jobs: 3 });
    expect(await deferred.getDailySummary({ schoolId })).toMatchObject({
      enrolled: 3,
      attended: 1,
      unmarked: 1,
      byStatus: { present: 1, sick: 1, late: 0 },
    });
  });

  test('that are deferred are filled by reconciling, once', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 3 });
    await deferred.markBulkAttendance({ schoolId, childIds, ...present });
    expect(await deferred.reconcileDailyCounts({ schoolId, date: today })).toEqual({
      date: today,
      differences: [{ schoolId, session: 'day', status: 'present', counted: 0, actual: 3 }],
    });
    expect((await effectsOf(database.pool, schoolId)).counted).toBe(3);
    expect((await deferred.reconcileDailyCounts({ schoolId, date: today })).differences).toEqual([]);
    expect((await inline.getDailySummary({ schoolId })).byStatus.present).toBe(3);
  });

  test('that are wrong are told and repaired exactly, of all schools when none is named', async () => {
    const date = '2026-02-27';
    const schools = [await database.addSchool({ children: 2 }), await database.addSchool({ children: 2 })];
    for (const { schoolId, childIds } of schools) {
      await inline.markBulkAttendance({ schoolId, childIds, date, ...present });
    }
    for (const { schoolId } of schools) await miscount(schoolId, 5);
    const { differences } = await inline.reconcileDailyCounts({ date });
    const expected = schools.map(({ schoolId }) => ({
      schoolId,
      session: 'day',
      status: 'present',
      counted: 7,
      actual: 2,
    }));
    expect(differences).toEqual(expected.toSorted((a, b) => (a.schoolId < b.schoolId ? -1 : 1)));
    for (const { schoolId } of schools) expect((await effectsOf(database.pool, schoolId)).counted).toBe(2);
  });

  test.each([-2_147_483_648, 2_147_483_647])(
    'are repaired from as far as their column reaches: %i',
    async (counted) => {
      const { schoolId, childIds } = await database.addSchool({ children: 4 });
      await inline.markBulkAttendance({ schoolId, childIds, ...present });
      await miscount(schoolId, counted - 4);
      const { differences } = await inline.reconcileDailyCounts({ schoolId, date: today });
      expect(differences).toEqual([{ schoolId, session: 'day', status: 'present', counted, actual: 4 }]);
      expect((await effectsOf(database.pool, schoolId)).counted).toBe(4);
      expect((await inline.reconcileDailyCounts({ schoolId, date: today })).differences).toEqual([]);
    },
  );

  test('are repaired once by ten reconciliations that run at the same time', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 4 });
    await inline.markBulkAttendance({ schoolId, childIds, ...present });
    for (const by of [3, -2]) {
      await miscount(schoolId, by);
      const runs = Array.from({ length: 10 }, () => inline.reconcileDailyCounts({ schoolId, date: today }));
      const differences = (await Promise.all(runs)).flatMap((run) => run.differences);
      expect(differences).toEqual([{ schoolId, session: 'day', status: 'present', counted: 4 + by, actual: 4 }]);
      expect((await effectsOf(database.pool, schoolId)).counted).toBe(4);
    }
  });

  test('are right after being repaired again and again while marks go on', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 20 });
    const pools = Array.from({ length: 8 }, () => database.openPool({ max: 1 }));
    let running = pools.length;
    let repaired = 0;
    const reconcile = async () => {
      while (running > 0) {
        await miscount(schoolId, pick([-3, -1, 1, 2]));
        repaired += (await inline.reconcileDailyCounts({ schoolId, date: today })).differences.length;
      }
    };
    const mark = async (pool: (typeof pools)[number]) => {
      const attendance = createHost({ pool });
      for (let i = 0; i < 60; i++) {
        await attendance.markAttendance({
          schoolId,
          childId: pick(childIds),
          status: pick(statuses),
          markedBy: 'teacher',
        });
      }
      running -= 1;
    };
    await Promise.all([reconcile(), reconcile(), ...pools.map(mark)]);
    await inline.reconcileDailyCounts({ schoolId, date: today });
    expect(await driftOf(database.pool, { schoolId })).toBe(0);
    expect(repaired).toBeGreaterThan(0);
    expect((await inline.reconcileDailyCounts({ schoolId, date: today })).differences).toEqual([]);
  });

  test('that were never wrong stay right while they are reconciled and marks go on', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 20 });
    let running = 8;
    const differences: unknown[] = [];
    const reconcile = async () => {
      while (running > 0)
        differences.push(...(await inline.reconcileDailyCounts({ schoolId, date: today })).differences);
    };
    const mark = async () => {
      for (let i = 0; i < 60; i++) {
        await inline.markAttendance({ schoolId, childId: pick(childIds), status: pick(statuses), markedBy: 'teacher' });
      }
      running -= 1;
    };
    await Promise.all([reconcile(), ...Array.from({ length: 8 }, mark)]);
    expect(differences).toEqual([]);
    expect(await driftOf(database.pool, { schoolId })).toBe(0);
  });
});
