import { randomUUID } from 'node:crypto';
import { createPostgresRepository } from 'rollbook/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { driftOf, effectsOf } from '../support/effects.ts';
import { createHost, now, secondsLater, today } from '../support/host.ts';
import { beginOnClient } from '../support/host-transactions.ts';
import { type DeliveryRow, insertDelivery } from '../support/outbox-rows.ts';
import { pick } from '../support/random.ts';
import { createSchoolDatabase, newId, type SchoolDatabase } from '../support/school-database.ts';

const statuses = ['present', 'late', 'sick'] as const;
const longAgo = '2026-01-05';
const nothing = { deliveries: 0, revisions: 0 };

describeOnPostgres('purging', (server) => {
  let database: SchoolDatabase;
  let attendance: ReturnType<typeof createHost>;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
    attendance = createHost({ pool: database.pool });
  });
  afterAll(async () => {
    await database?.drop();
  });

  const insert = async (row: Pick<DeliveryRow, 'date' | 'settledAt' | 'state'>) => {
    const jobId = randomUUID();
    const ids = { schoolId: newId(), childIds: [newId()], guardianId: newId(), jobId };
    await insertDelivery(database.pool, { ...ids, ...row });
    return jobId;
  };
  /** One of long ago, settled that day. */
  const deliver = (row: Partial<Parameters<typeof insert>[0]> = {}) =>
    insert({ date: longAgo, settledAt: new Date(`${longAgo}T02:00:00Z`), ...row });
  const isThere = async (jobId: string) => {
    const { rowCount } = await database.pool.query('select from attendance.deliveries where job_id = $1', [jobId]);
    return rowCount === 1;
  };
  /** Revisions as marks of long ago leave them. */
  const logRevisions = (count: number, schoolId = newId()) =>
    database.pool.query(
      `insert into attendance.revisions (school_id, child_id, date, session, id, outcome, status, marked_by, occurred_at, recorded_at)
      select $1, gen_random_uuid(), $2, 'day', n, 'recorded', 'present', 'teacher', recorded_at, recorded_at
      from generate_series(1, $3::int) as n
      cross join lateral (select $4::timestamptz - n % 2 * interval '40 days' as recorded_at) r`,
      [schoolId, longAgo, count, now],
    );

  test('deletes deliveries that are settled, old enough and of a day that nobody is corrected of any more', async () => {
    const before = secondsLater(-60);
    const old = { settledAt: secondsLater(-61) };
    const gone = [
      await deliver({ ...old, date: '2026-02-28' }),
      await deliver({ ...old, state: 'dead' }),
      await deliver({ ...old, state: 'dropped' }),
    ];
    const kept = [
      await deliver({ settledAt: before }),
      await deliver({ ...old, date: '2026-03-01' }),
      await deliver({ ...old, date: today }),
      await insert({ date: longAgo }),
    ];
    const host = createHost({ pool: database.pool }, { notifications: { correctDays: 0 } });
    expect(await host.purge({ deliveriesBefore: before })).toEqual({ deliveries: 3, revisions: 0 });
    expect(await Promise.all(gone.map(isThere))).toEqual([false, false, false]);
    expect(await Promise.all(kept.map(isThere))).toEqual([true, true, true, true]);
    expect(await host.purge({ deliveriesBefore: before })).toEqual(nothing);
    await database.pool.query('delete from attendance.deliveries');
  });

  test('keeps deliveries of days that may still be corrected, a week and two days by default', async () => {
    const old = { settledAt: secondsLater(-61) };
    const gone = await deliver({ ...old, date: '2026-02-21' });
    const kept = await deliver({ ...old, date: '2026-02-22' });
    expect(await attendance.purge({ deliveriesBefore: now })).toEqual({ deliveries: 1, revisions: 0 });
    expect([await isThere(gone), await isThere(kept)]).toEqual([false, true]);
    await database.pool.query('delete from attendance.deliveries');
  });

  test('deletes revisions recorded before, and leaves records, counts and the rest of the history', async () => {
    const { schoolId, childIds } = await database.addSchool();
    const [childId = ''] = childIds;
    const at = (instant: Date) => createHost({ pool: database.pool }, { clock: { now: () => instant } });
    await at(secondsLater(-60)).markAttendance({ schoolId, childId, status: 'present', markedBy: 'teacher' });
    await at(now).markAttendance({ schoolId, childId, status: 'late', markedBy: 'teacher' });
    expect(await attendance.purge({ revisionsBefore: now })).toEqual({ deliveries: 0, revisions: 1 });
    expect(await attendance.getHistory({ schoolId, childId })).toMatchObject([{ status: 'late' }]);
    expect(await effectsOf(database.pool, schoolId)).toMatchObject({ records: 1, revisions: 1, counted: 1 });
    expect(await driftOf(database.pool, { schoolId })).toBe(0);
  });

  test('deletes only of what it was asked', async () => {
    await logRevisions(2);
    const jobId = await deliver();
    expect(await attendance.purge({ revisionsBefore: secondsLater(-1) })).toEqual({ deliveries: 0, revisions: 1 });
    expect(await isThere(jobId)).toBe(true);
    expect(await attendance.purge({ deliveriesBefore: '2026-01-06' })).toEqual({ deliveries: 1, revisions: 0 });
  });

  test('goes through a table of several stretches, and through both tables at once', async () => {
    await logRevisions(12_001);
    await Promise.all(Array.from({ length: 3 }, () => deliver()));
    const before = { deliveriesBefore: '2026-02-01', revisionsBefore: '2026-02-01' };
    expect(await attendance.purge(before)).toEqual({ deliveries: 3, revisions: 6_001 });
    expect(await attendance.purge(before)).toEqual(nothing);
  });

  test('logs an old command that is repeated after its revision is gone once more, and only once', async () => {
    const { schoolId, childIds } = await database.addSchool();
    const [childId = ''] = childIds;
    const mark = (status: 'present' | 'sick', occurredAt: Date) =>
      attendance.markAttendance({ schoolId, childId, status, markedBy: 'teacher', occurredAt });
    await mark('present', secondsLater(-30));
    await mark('sick', secondsLater(-20));
    await mark('present', secondsLater(-10));
    await attendance.purge({ revisionsBefore: secondsLater(1) });
    for (let repetition = 0; repetition < 3; repetition++) {
      expect((await mark('present', secondsLater(-30))).outcome).toBe('superseded');
    }
    expect(await effectsOf(database.pool, schoolId)).toMatchObject({ records: 1, revisions: 1, counted: 1 });
  });

  test('is safe while marks and other purges go on', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 20 });
    let running = 8;
    let purged = 0;
    const purge = async () => {
      while (running > 0) {
        const before = secondsLater(3_600);
        purged += (await attendance.purge({ deliveriesBefore: before, revisionsBefore: before })).revisions;
      }
    };
    const mark = async () => {
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
    await Promise.all([purge(), purge(), ...Array.from({ length: 8 }, mark)]);
    expect(purged).toBeGreaterThan(0);
    expect(await driftOf(database.pool, { schoolId })).toBe(0);
  });

  test('waits for nobody: what somebody else holds is left for the next one', async () => {
    const held = await deliver();
    const free = await deliver();
    const host = await beginOnClient(database.pool);
    await host.query(`select from attendance.deliveries where job_id = '${held}' for update`);
    expect(await attendance.purge({ deliveriesBefore: '2026-02-01' })).toEqual({ deliveries: 1, revisions: 0 });
    expect(await Promise.all([held, free].map(isThere))).toEqual([true, false]);
    await host.rollback();
    expect(await attendance.purge({ deliveriesBefore: '2026-02-01' })).toEqual({ deliveries: 1, revisions: 0 });
  });

  test("leaves everything when the host's transaction rolls back", async () => {
    const jobId = await deliver();
    const host = await beginOnClient(database.pool);
    const before = { deliveriesBefore: '2026-02-01', revisionsBefore: '2026-02-01' };
    expect((await attendance.purge(before, host.inside)).deliveries).toBe(1);
    await host.rollback();
    expect(await isThere(jobId)).toBe(true);
  });
});

describeOnPostgres('a purge of one stretch', (server) => {
  describe.each(['uuid', 'bigint', 'text'] as const)('with %s ids', (idType) => {
    test('goes on where the one before left off, whatever row it ended at', async () => {
      const database = await createSchoolDatabase(server, { idType });
      const repository = createPostgresRepository({ pool: database.pool, idType });
      const schools = [await database.addSchool({ children: 3 }), await database.addSchool({ children: 3 })];
      const host = createHost({ pool: database.pool, idType });
      for (const { schoolId, childIds } of schools) {
        await host.markBulkAttendance({ schoolId, childIds, status: 'present', markedBy: 'teacher' });
        for (const childId of childIds) {
          const ids = { schoolId, childIds: [childId], guardianId: newId(idType), jobId: randomUUID() };
          await insertDelivery(database.pool, { ...ids, date: longAgo, settledAt: new Date(longAgo) }, idType);
        }
      }
      const request = { now, correctDays: 0, limit: 4, deliveriesBefore: now, revisionsBefore: secondsLater(1) };
      const first = await repository.purge(request);
      expect(first).toEqual({ deliveries: 4, revisions: 4, next: expect.any(String) });
      const second = await repository.purge({ ...request, after: first.next ?? '' });
      expect(second).toEqual({ deliveries: 2, revisions: 2, next: null });
      await database.drop();
    });
  });

  test('looks at rows once, also those that stay', async () => {
    const database = await createSchoolDatabase(server);
    const repository = createPostgresRepository({ pool: database.pool });
    const { schoolId, childIds } = await database.addSchool({ children: 5 });
    const host = createHost({ pool: database.pool });
    await host.markBulkAttendance({ schoolId, childIds, status: 'present', markedBy: 'teacher' });
    const stretches: unknown[] = [];
    let after: string | null = null;
    do {
      const request = { now, correctDays: 0, limit: 2, deliveriesBefore: now, revisionsBefore: now };
      const { next, ...purged } = await repository.purge({ ...request, ...(after !== null && { after }) });
      stretches.push(purged);
      after = next;
    } while (after !== null);
    expect(stretches).toEqual([nothing, nothing, nothing]);
    await database.drop();
  });

  test('refuses to go on from where none has left off', async () => {
    const database = await createSchoolDatabase(server);
    const repository = createPostgresRepository({ pool: database.pool });
    for (const after of ['', 'nonsense', '{}{', '{"revisions":["1"]}', '[]']) {
      const purge = repository.purge({ now, correctDays: 0, limit: 2, revisionsBefore: now, after });
      await expect(purge).rejects.toMatchObject({ code: 'invalid_command' });
    }
    await database.drop();
  });
});
