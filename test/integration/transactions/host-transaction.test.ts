import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { driftOf, effectsOf, nothing, oneMark } from '../support/effects.ts';
import { createHost } from '../support/host.ts';
import { type HostTransaction, hostTransactions } from '../support/host-transactions.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { createSchoolDatabase, newId, type SchoolDatabase } from '../support/school-database.ts';

const present = { status: 'present', markedBy: 'teacher' } as const;

describeOnPostgres("in the host's transaction", (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(async () => {
    await database?.drop();
  });

  describe.each(Object.entries(hostTransactions))('begun as %s', (_name, begin) => {
    let attendance: ReturnType<typeof createHost>;
    let host: HostTransaction;
    beforeEach(async () => {
      attendance = createHost({ pool: database.pool });
      host = await begin(database);
    });

    test('a mark shows nobody anything before the commit, and all its effects after it', async () => {
      const { schoolId, childIds } = await database.addSchool();
      const [childId = ''] = childIds;
      await attendance.markAttendance({ schoolId, childId, ...present }, host.inside);
      expect(await effectsOf(database.pool, schoolId)).toEqual(nothing);

      await host.commit();

      expect(await effectsOf(database.pool, schoolId)).toEqual(oneMark);
      expect(await driftOf(database.pool)).toBe(0);
    });

    test('marks, bulks, clears and repairs leave nothing when it rolls back', async () => {
      const { schoolId, childIds } = await database.addSchool({ children: 3 });
      const [childId = ''] = childIds;
      await attendance.markBulkAttendance({ schoolId, childIds, ...present }, host.inside);
      await attendance.markAttendance({ schoolId, childId, status: 'absent', markedBy: 'teacher' }, host.inside);
      await attendance.clearAttendance({ schoolId, childId, markedBy: 'teacher' }, host.inside);
      await attendance.reconcileDailyCounts({ schoolId, date: '2026-03-02' }, host.inside);

      await host.rollback();

      expect(await effectsOf(database.pool, schoolId)).toEqual(nothing);
    });

    test('queries in it see its marks, queries outside do not', async () => {
      const { schoolId, childIds } = await database.addSchool({ children: 2 });
      const [childId = ''] = childIds;
      await attendance.markAttendance({ schoolId, childId, ...present }, host.inside);
      expect((await attendance.getDailySummary({ schoolId }, host.inside)).byStatus.present).toBe(1);
      expect(await attendance.getHistory({ schoolId, childId }, host.inside)).toHaveLength(1);
      expect((await attendance.getRegister({ schoolId })).entries.map(({ status }) => status)).toEqual([null, null]);
      await host.rollback();
    });

    test('no event tells of what may yet be rolled back, nor when it is committed', async () => {
      const { schoolId, childIds } = await database.addSchool();
      const [childId = ''] = childIds;
      const events: unknown[] = [];
      for (const name of ['marked', 'bulkMarked', 'cleared', 'reconciled'] as const) {
        attendance.events.on(`attendance.${name}`, (event) => events.push(event));
      }
      await attendance.markAttendance({ schoolId, childId, ...present }, host.inside);
      await attendance.markBulkAttendance({ schoolId, childIds, ...present }, host.inside);
      await attendance.clearAttendance({ schoolId, childId, markedBy: 'teacher' }, host.inside);
      await attendance.reconcileDailyCounts({ schoolId, date: '2026-03-02' }, host.inside);
      await host.commit();
      expect(events).toEqual([]);
    });

    test('a rejected mark does not poison it: what comes before and after is committed', async () => {
      const { schoolId, childIds } = await database.addSchool({ children: 2 });
      const [first = '', second = ''] = childIds;
      const broken = await database.addSchool({ timezone: 'Mars/Olympus' });
      await attendance.markAttendance({ schoolId, childId: first, ...present }, host.inside);

      const refusals = [
        await rejectionOf(attendance.markAttendance({ schoolId, childId: newId(), ...present }, host.inside)),
        await rejectionOf(attendance.markAttendance({ childId: broken.childIds[0] ?? '', ...present }, host.inside)),
        await rejectionOf(attendance.markAttendance({ schoolId: newId(), childId: first, ...present }, host.inside)),
        await rejectionOf(
          attendance.markAttendance({ schoolId, childId: first, date: '2026-03-03', ...present }, host.inside),
        ),
        await rejectionOf(
          attendance.markBulkAttendance(
            { schoolId, childIds: [second, newId()], allOrNothing: true, ...present },
            host.inside,
          ),
        ),
      ];

      await attendance.markAttendance({ schoolId, childId: second, ...present }, host.inside);
      await host.commit();
      expect(refusals.map(({ code }) => code)).toEqual([
        'child_not_found',
        'school_timezone_invalid',
        'school_not_found',
        'date_in_future',
        'bulk_rejected',
      ]);
      expect(await effectsOf(database.pool, schoolId)).toEqual({ records: 2, revisions: 2, counted: 2, jobs: 2 });
    });
  });

  test("a callback of Kysely's that throws takes the mark with it", async () => {
    const attendance = createHost({ db: database.db });
    const { schoolId, childIds } = await database.addSchool();
    const [childId = ''] = childIds;
    const booking = database.db.transaction().execute(async (transaction) => {
      await attendance.markAttendance({ schoolId, childId, ...present }, { transaction });
      throw new Error('no seat on the bus');
    });
    await expect(booking).rejects.toThrow('no seat on the bus');
    expect(await effectsOf(database.pool, schoolId)).toEqual(nothing);
  });
});
