import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { withClients } from '../support/clients.ts';
import { deadlocksOf } from '../support/deadlocks.ts';
import { driftOf } from '../support/effects.ts';
import { createHost, today } from '../support/host.ts';
import { pick, shuffle } from '../support/random.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { createPool, createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { waitForLockWaiters } from '../support/wait-until.ts';
import { WireProxy } from '../support/wire-proxy.ts';

const statuses = ['present', 'late', 'sick', 'absent'] as const;
const present = { status: 'present', markedBy: 'teacher' } as const;

describeOnPostgres('children who have left', (server) => {
  let database: SchoolDatabase;
  let attendance: ReturnType<typeof createHost>;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
    attendance = createHost({ pool: database.pool });
  });
  afterAll(async () => {
    await database?.drop();
  });

  /** The office learns that they left last week. */
  const leave = (childIds: readonly string[]) =>
    database.pool.query(
      `insert into attendance.enrolments (school_id, child_id, enrolled_until)
      select school_id, id, '2026-02-27' from attendance.children where id = any($1)`,
      [childIds],
    );
  const recordsOf = async (childId: string) => {
    const { rowCount } = await database.pool.query('select from attendance.records where child_id = $1', [childId]);
    return rowCount;
  };

  test('are corrected while others correct them: overlapping bulks never deadlock, and counts equal the records', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 40 });
    await attendance.markBulkAttendance({ schoolId, childIds, ...present });
    await leave(childIds.filter((_, index) => index % 2 === 0));
    await withClients(database, 16, async (client) => {
      for (let bulk = 0; bulk < 60; bulk++) {
        const marks = shuffle(childIds)
          .slice(0, 25)
          .map((childId) => ({ childId, status: pick(statuses) }));
        const { tally } = await client.markBulkAttendance({ schoolId, marks, markedBy: 'teacher' });
        expect(tally.rejected).toBe(0);
      }
    });
    expect({ drift: await driftOf(database.pool, { schoolId }), deadlocks: await deadlocksOf(database) }).toEqual({
      drift: 0,
      deadlocks: 0,
    });
  });

  test('and are erased while a correction waits are not recorded anew', async () => {
    const { schoolId, childIds } = await database.addSchool();
    const [childId = ''] = childIds;
    await attendance.markAttendance({ schoolId, childId, ...present });
    await leave(childIds);
    const client = await database.pool.connect();
    await client.query('begin');
    await attendance.eraseChild({ schoolId, childId }, { transaction: client });
    const correcting = rejectionOf(attendance.markAttendance({ schoolId, childId, ...present, status: 'sick' }));
    await waitForLockWaiters(database.pool, 1);
    await client.query('commit');
    client.release();
    expect((await correcting).code).toBe('not_enrolled');
    expect(await recordsOf(childId)).toBe(0);
  });

  test('of some days are corrected and erased at once: bulks over days and erasures never deadlock', async () => {
    const { schoolId, childIds } = await database.addSchool();
    const [childId = ''] = childIds;
    const days = ['2026-02-25', '2026-02-26', '2026-02-27', '2026-02-28', '2026-03-01', today];
    const mark = (client: typeof attendance) =>
      client.markBulkAttendance({
        schoolId,
        marks: shuffle(days).map((date) => ({ childId, date, status: pick(statuses) })),
        markedBy: 'teacher',
      });
    await mark(attendance);
    await leave(childIds);
    await withClients(database, 6, async (client) => {
      for (let turn = 0; turn < 25; turn++) {
        await (turn % 3 === 0 ? client.eraseChild({ schoolId, childId }) : mark(client));
      }
    });
    await attendance.eraseChild({ schoolId, childId });
    expect(await mark(attendance)).toMatchObject({ tally: { recorded: 3, rejected: 3 } });
    expect({ drift: await driftOf(database.pool, { schoolId }), deadlocks: await deadlocksOf(database) }).toEqual({
      drift: 0,
      deadlocks: 0,
    });
  });

  test('and whose record comes while a correction is under way are corrected, or else not found, never half', async () => {
    const { schoolId, childIds } = await database.addSchool();
    const [childId = ''] = childIds;
    const client = await database.pool.connect();
    await client.query('begin');
    await attendance.markAttendance({ schoolId, childId, ...present }, { transaction: client });
    await leave(childIds);
    const before = await rejectionOf(attendance.clearAttendance({ schoolId, childId, markedBy: 'office' }));
    await client.query('commit');
    client.release();
    expect(before.code).toBe('not_enrolled');
    const { outcome } = await attendance.clearAttendance({ schoolId, childId, markedBy: 'office' });
    expect(outcome).toBe('cleared');
  });

  describe.each([
    ['with occurredAt', { occurredAt: new Date(`${today}T01:00:00Z`) }],
    ['without occurredAt', {}],
  ])('and a mark %s whose reply is lost, tried again after they left', (_name, when) => {
    test('takes effect once', async () => {
      const { schoolId, childIds } = await database.addSchool();
      const [childId = ''] = childIds;
      const proxy = await WireProxy.start(database.url);
      const pool = createPool({ connectionString: proxy.url, max: 1 });
      const far = createHost({ pool });
      await far.health();
      proxy.loseReplies(1);
      const marking = far.markAttendance({ schoolId, childId, ...present, ...when });
      await expect.poll(() => recordsOf(childId)).toBe(1);
      await leave(childIds);
      expect((await marking).record.status).toBe('present');
      await pool.end();
      await proxy.close();
    });
  });

  test('are found by the school that a mark names, though five hundred schools have a child of that number', async () => {
    const many = await createSchoolDatabase(server, { idType: 'bigint' });
    await many.pool.query(
      `insert into attendance.schools (id, name, timezone) select n, 'A school', 'Asia/Jakarta' from generate_series(1, 500) n`,
    );
    await many.pool.query(
      `insert into attendance.children (school_id, id, name)
      select s, c, 'A child' from generate_series(1, 500) s, generate_series(1, 40) c`,
    );
    await many.pool.query('analyze');
    const office = createHost({ pool: many.pool, idType: 'bigint' });
    await many.pool.query('select pg_stat_reset()');
    const marks = Array.from({ length: 200 }, (_, index) => ({
      schoolId: String(index + 1),
      childId: '7',
      ...present,
    }));
    await Promise.all(marks.map((mark) => office.markAttendance(mark)));
    const { rows } = await many.pool.query<{ read: string }>(
      `select pg_stat_force_next_flush(), idx_tup_fetch + seq_tup_read as read from pg_stat_user_tables
      where relname = 'children' and schemaname = 'attendance'`,
    );
    expect(Number(rows[0]?.read)).toBeLessThanOrEqual(marks.length * 2);
    await many.drop();
  });
});
