import { Kysely, PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { deadlocksOf } from '../support/deadlocks.ts';
import { driftOf, effectsOf, oneMark } from '../support/effects.ts';
import { createHost } from '../support/host.ts';
import { beginOnClient } from '../support/host-transactions.ts';
import { pick } from '../support/random.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { waitForLockWaiters, waitUntil } from '../support/wait-until.ts';

const present = { status: 'present', markedBy: 'teacher' } as const;

const connections = {
  'a pool': (pool: Pool) => ({ pool }),
  'a Kysely instance': (pool: Pool) => ({ db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }) }),
};

describeOnPostgres('tried again', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(async () => {
    await database?.drop();
  });

  describe.each(Object.entries(connections))('through %s', (_name, connect) => {
    test('a mark whose connection is cut while it waits is recorded once', async () => {
      const { schoolId, childIds } = await database.addSchool();
      const [childId = ''] = childIds;
      const blocker = await beginOnClient(database.pool);
      await createHost({ pool: database.pool }).markAttendance({ childId, ...present }, blocker.inside);
      const attendance = createHost(connect(database.openPool({ max: 1 })));
      const mark = attendance.markAttendance({ schoolId, childId, ...present });

      const [cut = 0] = await waitForLockWaiters(database.pool);
      await database.pool.query('select pg_terminate_backend($1)', [cut]);
      await waitUntil('another connection waits', async () => !(await waitForLockWaiters(database.pool)).includes(cut));
      await blocker.rollback();

      expect(await mark).toMatchObject({ outcome: 'recorded' });
      expect(await effectsOf(database.pool, schoolId)).toEqual(oneMark);
    });

    test.each(['repeatable read', 'serializable'])(
      'a mark that fails to serialize where %s is the default is recorded once',
      async (level) => {
        const { schoolId, childIds } = await database.addSchool();
        const [childId = ''] = childIds;
        const options = `-c default_transaction_isolation=${level.replace(' ', '\\ ')}`;
        const attendance = createHost(connect(database.openPool({ max: 1, options })));
        const blocker = await beginOnClient(database.pool);
        await createHost({ pool: database.pool }).markAttendance({ childId, ...present }, blocker.inside);
        const mark = attendance.markAttendance({ schoolId, childId, status: 'late', markedBy: 'teacher' });
        await waitForLockWaiters(database.pool);

        await blocker.commit();

        expect(await mark).toMatchObject({ outcome: 'corrected', previousStatus: 'present' });
        expect(await effectsOf(database.pool, schoolId)).toEqual({ records: 1, revisions: 2, counted: 1, jobs: 2 });
      },
    );
  });

  test('a bulk that was chosen as the victim of a deadlock is recorded once', async () => {
    const { schoolId, childIds } = await database.addSchool();
    const [childId = ''] = childIds;
    const attendance = createHost({ pool: database.openPool({ max: 1, options: '-c deadlock_timeout=1500ms' }) });
    await attendance.markAttendance({ schoolId, childId, ...present });
    const before = await deadlocksOf(database);
    const blocker = await beginOnClient(database.openPool({ options: '-c deadlock_timeout=60s' }));
    await blocker.query(`select from attendance.daily_counts where school_id = '${schoolId}' for update`);
    const bulk = attendance.markBulkAttendance({ schoolId, childIds, status: 'late', markedBy: 'teacher' });
    await waitForLockWaiters(database.pool);

    await blocker.query(`select from attendance.records where school_id = '${schoolId}' for update`);
    await blocker.commit();

    expect((await bulk).tally).toMatchObject({ corrected: 1 });
    expect(await effectsOf(database.pool, schoolId)).toEqual({ records: 1, revisions: 2, counted: 1, jobs: 2 });
    await waitUntil('the deadlock is told', async () => (await deadlocksOf(database)) === before + 1);
  });

  test('four clients that re-mark five children where serializable is the default all get through', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 5 });
    const options = '-c default_transaction_isolation=serializable';
    const work = async (pool: Pool) => {
      const attendance = createHost({ pool });
      for (let i = 0; i < 25; i++) {
        const status = pick(['present', 'late', 'absent'] as const);
        await attendance.markAttendance({ schoolId, childId: pick(childIds), status, markedBy: 'teacher' });
      }
    };
    await Promise.all([1, 2, 3, 4].map(() => work(database.openPool({ max: 1, options }))));
    expect(await driftOf(database.pool)).toBe(0);
  });
});
