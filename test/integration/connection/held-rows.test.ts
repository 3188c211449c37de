import { createAttendance, type Notification } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createHost, today } from '../support/host.ts';
import { beginOnClient } from '../support/host-transactions.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { readLockWaiters, waitUntil } from '../support/wait-until.ts';
import { addToldSchool } from '../telling/support/told-school.ts';

const present = { status: 'present', markedBy: 'teacher' } as const;
const timeoutMs = 300;

describeOnPostgres("rows that a host's transaction holds", (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(() => database?.drop());

  async function countDelivered(schoolId: string): Promise<number> {
    const delivered = "select from attendance.deliveries where school_id = $1 and state = 'delivered'";
    return (await database.pool.query(delivered, [schoolId])).rows.length;
  }

  test('make calls time out, and the server gives up too: no backend is left waiting', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 2 });
    const [childId = '', other = ''] = childIds;
    const outside = createHost({ pool: database.pool });
    await outside.markAttendance({ schoolId, childId: other, ...present });
    await database.pool.query('update attendance.daily_counts set count = count + 1 where school_id = $1', [schoolId]);
    const holder = await beginOnClient(database.pool);
    await outside.markAttendance({ schoolId, childId, ...present }, holder.inside);
    const pool = database.openPool({ max: 4 });
    const attendance = createHost({ pool, timeoutMs });

    for (let round = 0; round < 3; round += 1) {
      const calls = [
        () => attendance.eraseChild({ schoolId, childId: other }),
        () => attendance.reconcileDailyCounts({ schoolId, date: today }),
      ];
      const errors = await Promise.all([...calls, ...calls].map((call) => rejectionOf(call())));
      for (const error of errors) {
        expect(error).toMatchObject({
          code: 'repository_unavailable',
          retryable: true,
          details: { reason: 'timeout' },
        });
      }
      // One that got a row from another's end waits as long again for the next, and no longer.
      await waitUntil('no backend waits', async () => (await readLockWaiters(database.pool)).length === 0);
    }
    expect(pool.totalCount).toBeLessThanOrEqual(4);
    await holder.rollback();
    await attendance.eraseChild({ schoolId, childId: other });
    expect((await attendance.reconcileDailyCounts({ schoolId, date: today })).differences).toHaveLength(1);
  });

  test('keep the limits that the host has set: a call in its transaction changes none', async () => {
    const { schoolId, childIds } = await database.addSchool();
    const attendance = createHost({ pool: database.pool });
    const client = await database.pool.connect();
    await client.query("begin; set local lock_timeout = '1234ms'");
    const inside = { transaction: client };
    await attendance.markAttendance({ schoolId, childId: childIds[0] ?? '', ...present }, inside);
    await attendance.reconcileDailyCounts({ schoolId, date: today }, inside);
    await attendance.eraseChild({ schoolId, childId: childIds[0] ?? '' }, inside);
    expect((await client.query('show lock_timeout')).rows).toEqual([{ lock_timeout: '1234ms' }]);
    await client.query('rollback');
    client.release();
  });

  test('of one school cost no message of another its lease', async () => {
    const held = await addToldSchool(database, { children: 2, guardians: 1 });
    const free = await addToldSchool(database, { children: 6, guardians: 1 });
    const sent: Notification[] = [];
    const erased = Promise.withResolvers<void>();
    const attendance = createAttendance({
      repository: createPostgresRepository({ pool: database.openPool({ max: 8 }), timeoutMs }),
      notifier: {
        notify: async (notification) => {
          sent.push(notification);
          await erased.promise;
        },
      },
      notifications: { leaseMs: 10_000, pollMs: 20 },
    });
    const mark = ({ schoolId, childIds }: typeof held) =>
      attendance.markBulkAttendance({ schoolId, childIds, ...present });
    await mark(held);
    await mark(free);
    await attendance.notifications.start();
    await waitUntil('all is being sent', () => sent.length === 8);

    const holder = await beginOnClient(database.pool);
    await createHost({ pool: database.pool }).eraseChild(
      { schoolId: held.schoolId, childId: held.childIds[0] ?? '' },
      holder.inside,
    );
    erased.resolve();
    await waitUntil(
      'the results of the other school are stored',
      async () => (await countDelivered(free.schoolId)) === 6,
    );
    expect(await countDelivered(held.schoolId)).toBeLessThan(2);
    await holder.rollback();
    await attendance.notifications.drain();
    expect(sent.filter(({ school }) => school.id === free.schoolId)).toHaveLength(6);
    await attendance.close();
  });

  test('are no reason to take a mark for recorded that a read-only server refused', async () => {
    const { schoolId, childIds } = await database.addSchool();
    const pool = database.openPool({ max: 1, options: '-c default_transaction_read_only=on' });
    const attendance = createHost({ pool, timeoutMs: 30_000 });
    const error = await rejectionOf(attendance.markAttendance({ schoolId, childId: childIds[0] ?? '', ...present }));
    expect(error).toMatchObject({ code: 'repository_unavailable', retryable: true });
    expect(error).not.toMatchObject({ details: { mayBeRecorded: true } });
  });
});
