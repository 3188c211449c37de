import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { withClients } from '../support/clients.ts';
import { deadlocksOf } from '../support/deadlocks.ts';
import { driftOf, effectsOf } from '../support/effects.ts';
import { createHost, now, today } from '../support/host.ts';
import { beginOnClient } from '../support/host-transactions.ts';
import { deliveriesOf, insertDelivery, jobsOf } from '../support/outbox-rows.ts';
import { pick, shuffle } from '../support/random.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { createPool, createSchoolDatabase, newId, type SchoolDatabase } from '../support/school-database.ts';
import { waitForLockWaiters } from '../support/wait-until.ts';
import { WireProxy } from '../support/wire-proxy.ts';

const statuses = ['present', 'late', 'sick'] as const;
const present = { status: 'present', markedBy: 'teacher' } as const;
const nothing = { records: 0, revisions: 0, deliveries: 0 };
const tables = ['records', 'revisions', 'notification_jobs', 'deliveries'];

describeOnPostgres('erasing a child', (server) => {
  let database: SchoolDatabase;
  let attendance: ReturnType<typeof createHost>;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
    attendance = createHost({ pool: database.pool });
  });
  afterAll(async () => {
    await database?.drop();
  });

  /** In how many rows an id stands, in whatever column. */
  const tracesOf = async (id: string, { pool }: Pick<SchoolDatabase, 'pool'> = database) => {
    const counts = tables.map((name) => `(select count(*) from attendance.${name} t where t::text like $1)`);
    const { rows } = await pool.query<{ count: number }>(`select (${counts.join(' + ')})::int as count`, [`%${id}%`]);
    return rows[0]?.count;
  };
  const leaveRoster = (childId: string) =>
    database.pool.query('delete from attendance.children where id = $1', [childId]);

  test('leaves no trace of it, and everything of the others', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 3 });
    const [childId = '', sibling = '', other = ''] = childIds;
    await attendance.markBulkAttendance({ schoolId, childIds, ...present });
    await attendance.markAttendance({ schoolId, childId, status: 'sick', markedBy: 'teacher' });
    await attendance.markAttendance({ schoolId, childId, ...present, date: '2026-02-27' });
    await attendance.clearAttendance({ schoolId, childId, markedBy: 'teacher', date: '2026-02-27' });
    expect(await attendance.eraseChild({ schoolId, childId })).toEqual({ records: 2, revisions: 4, deliveries: 0 });
    expect(await tracesOf(childId)).toBe(0);
    expect(await effectsOf(database.pool, schoolId)).toEqual({ records: 2, revisions: 2, counted: 2, jobs: 1 });
    expect(await driftOf(database.pool, { schoolId })).toBe(0);
    expect(await jobsOf(database.pool, schoolId)).toEqual([
      { childIds: [sibling, other], dates: [today, today], sessions: ['day', 'day'] },
    ]);
    expect(await attendance.getHistory({ schoolId, childId })).toEqual([]);
  });

  test('takes it out of deliveries: those about nobody else go, those about siblings go on telling of them', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 2 });
    const [childId = '', sibling = ''] = childIds;
    const jobId = randomUUID();
    const delivery = { schoolId, guardianId: newId(), date: today, jobId };
    const insert = (childIds: readonly string[], toldIds?: readonly string[]) =>
      insertDelivery(database.pool, { ...delivery, childIds, ...(toldIds && { toldIds, settledAt: now }) });
    await insert([sibling], [sibling]);
    await insert([childId], [childId]);
    await insert([childId]);
    await insert([sibling, childId], [sibling, childId]);
    await insert([childId, sibling], [childId]);
    await insert([childId, sibling]);
    expect(await attendance.eraseChild({ schoolId, childId })).toEqual({ records: 0, revisions: 0, deliveries: 5 });
    expect(await tracesOf(childId)).toBe(0);
    expect((await deliveriesOf(database.pool, schoolId)).map(({ childIds, toldIds }) => [childIds, toldIds])).toEqual(
      expect.arrayContaining([
        [[sibling], [sibling]],
        [[sibling], [sibling]],
        [[sibling], null],
      ]),
    );
    expect(await deliveriesOf(database.pool, schoolId)).toHaveLength(3);
  });

  test('keeps each of the remaining children beside its own day and session', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 3 });
    const [first = '', childId = '', last = ''] = childIds;
    const job =
      'insert into attendance.notification_jobs (school_id, id, child_ids, dates, subject_keys, today, created_at) values';
    await database.pool.query(`${job} ($1, $2, $3, $4, $5, '2026-03-03', $6)`, [
      schoolId,
      randomUUID(),
      [childId, first, childId, last],
      ['2026-03-02', '2026-03-01', '2026-03-03', '2026-02-28'],
      ['am', 'pm', 'am', 'am'],
      now,
    ]);
    await attendance.eraseChild({ schoolId, childId });
    expect(await jobsOf(database.pool, schoolId)).toEqual([
      { childIds: [first, last], dates: ['2026-03-01', '2026-02-28'], sessions: ['pm', 'am'] },
    ]);
  });

  test('finds nothing the second time, and nobody once the child is off the roster', async () => {
    const { schoolId, childIds } = await database.addSchool();
    const [childId = ''] = childIds;
    await attendance.markAttendance({ schoolId, childId, ...present });
    expect(await attendance.eraseChild({ schoolId, childId })).toEqual({ records: 1, revisions: 1, deliveries: 0 });
    expect(await attendance.eraseChild({ schoolId, childId })).toEqual(nothing);
    await leaveRoster(childId);
    expect((await rejectionOf(attendance.eraseChild({ schoolId, childId }))).code).toBe('child_not_found');
  });

  test('erases a child who has left the roster, whatever is left of it', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 2 });
    const [childId = '', withoutRevisions = ''] = childIds;
    await attendance.markBulkAttendance({ schoolId, childIds, ...present });
    await database.pool.query('delete from attendance.revisions where child_id = $1', [withoutRevisions]);
    await Promise.all(childIds.map(leaveRoster));
    expect((await attendance.eraseChild({ schoolId, childId })).records).toBe(1);
    expect((await attendance.eraseChild({ schoolId, childId: withoutRevisions })).records).toBe(1);
    expect(await effectsOf(database.pool, schoolId)).toEqual({ records: 0, revisions: 0, counted: 0, jobs: 0 });
  });

  test("knows neither another school's child nor a school that is not there, and leaves both alone", async () => {
    const { schoolId } = await database.addSchool();
    const elsewhere = await database.addSchool();
    const [childId = ''] = elsewhere.childIds;
    await attendance.markAttendance({ schoolId: elsewhere.schoolId, childId, ...present });
    const foreign = await rejectionOf(attendance.eraseChild({ schoolId, childId }));
    expect(foreign).toMatchObject({ code: 'child_not_found', details: { schoolId, childId } });
    const nowhere = newId();
    const unknown = await rejectionOf(attendance.eraseChild({ schoolId: nowhere, childId }));
    expect(unknown).toMatchObject({ code: 'school_not_found', details: { schoolId: nowhere } });
    expect((await effectsOf(database.pool, elsewhere.schoolId)).records).toBe(1);
  });

  test('leaves deferred counts to the next reconciliation', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 2 });
    const [childId = ''] = childIds;
    const deferred = createHost({ pool: database.pool, counts: 'deferred' });
    await deferred.markBulkAttendance({ schoolId, childIds, ...present });
    await deferred.reconcileDailyCounts({ schoolId, date: today });
    await deferred.eraseChild({ schoolId, childId });
    expect(await effectsOf(database.pool, schoolId)).toMatchObject({ records: 1, counted: 2 });
    await deferred.reconcileDailyCounts({ schoolId, date: today });
    expect(await driftOf(database.pool, { schoolId })).toBe(0);
  });

  test("leaves everything when the host's transaction rolls back", async () => {
    const { schoolId, childIds } = await database.addSchool();
    const [childId = ''] = childIds;
    await attendance.markAttendance({ schoolId, childId, ...present });
    const before = await effectsOf(database.pool, schoolId);
    const host = await beginOnClient(database.pool);
    expect(await attendance.eraseChild({ schoolId, childId }, host.inside)).toMatchObject({ records: 1 });
    await host.rollback();
    expect(await effectsOf(database.pool, schoolId)).toEqual(before);
  });

  test('does not call the child unknown when the reply was lost and a second try finds nothing', async () => {
    const { schoolId, childIds } = await database.addSchool();
    const [childId = ''] = childIds;
    await attendance.markAttendance({ schoolId, childId, ...present });
    await leaveRoster(childId);
    const proxy = await WireProxy.start(database.url);
    const far = createHost({ pool: createPool({ connectionString: proxy.url, max: 1 }) });
    await far.health();
    proxy.loseReplies(1);
    expect(await far.eraseChild({ schoolId, childId })).toEqual(nothing);
    expect(await tracesOf(childId)).toBe(0);
    await proxy.close();
  });

  test('goes over it again for what a mark, which it had to wait for, has left', async () => {
    const { schoolId, childIds } = await database.addSchool();
    const [childId = ''] = childIds;
    await attendance.markAttendance({ schoolId, childId, ...present });
    const host = await beginOnClient(database.pool);
    await attendance.markAttendance({ schoolId, childId, status: 'sick', markedBy: 'teacher' }, host.inside);
    const erased = attendance.eraseChild({ schoolId, childId });
    await waitForLockWaiters(database.pool);
    await host.commit();
    expect(await erased).toEqual({ records: 1, revisions: 2, deliveries: 0 });
    expect(await tracesOf(childId)).toBe(0);
    expect(await driftOf(database.pool, { schoolId })).toBe(0);
  });
});

describeOnPostgres('erasing while marks go on', (server) => {
  test('leaves counts that equal the records, no trace once the child is off the roster, and no deadlock', async () => {
    const database = await createSchoolDatabase(server);
    const { schoolId, childIds } = await database.addSchool({ children: 12 });
    const erased = childIds.slice(0, 6);
    let running = 16;
    const againAndAgain = async (work: (attendance: ReturnType<typeof createHost>) => Promise<unknown>) => {
      const pool = database.openPool({ max: 1 });
      while (running > 0) await work(createHost({ pool }));
      await pool.end();
    };
    const erase = (attendance: ReturnType<typeof createHost>) =>
      attendance.eraseChild({ schoolId, childId: pick(erased) });
    const purge = (attendance: ReturnType<typeof createHost>) =>
      attendance.purge({ revisionsBefore: '2027-01-01', deliveriesBefore: '2027-01-01' });
    const mark = withClients(database, 16, async (attendance) => {
      for (let i = 0; i < 40; i++) {
        const marks = shuffle(childIds).slice(0, 8);
        const date = pick([today, '2026-03-01', '2026-02-28']);
        const perChild = marks.map((childId) => ({ childId, status: pick(statuses), date }));
        await attendance.markBulkAttendance({ schoolId, marks: perChild, markedBy: 'teacher' });
      }
      running -= 1;
    });
    await Promise.all([mark, againAndAgain(erase), againAndAgain(erase), againAndAgain(purge)]);
    expect(await driftOf(database.pool)).toBe(0);
    const attendance = createHost({ pool: database.pool });
    await database.pool.query('delete from attendance.children where id = any($1)', [erased]);
    await Promise.allSettled(erased.map((childId) => attendance.eraseChild({ schoolId, childId })));
    const { rows } = await database.pool.query(
      'select from attendance.revisions where child_id = any($1) union all select from attendance.records where child_id = any($1)',
      [erased],
    );
    expect(rows).toEqual([]);
    expect(await driftOf(database.pool)).toBe(0);
    expect(await deadlocksOf(database)).toBe(0);
    await database.drop();
  });
});

describeOnPostgres('erasing', (server) => {
  describe.each(['bigint', 'text'] as const)('with %s ids', (idType) => {
    test('takes the child out of every table', async () => {
      const database = await createSchoolDatabase(server, { idType });
      const { schoolId, childIds } = await database.addSchool({ children: 2 });
      const [childId = '', sibling = ''] = childIds;
      const attendance = createHost({ pool: database.pool, idType });
      await attendance.markBulkAttendance({ schoolId, childIds, ...present });
      const delivery = {
        schoolId,
        guardianId: newId(idType),
        date: today,
        jobId: randomUUID(),
        childIds,
        settledAt: now,
      };
      await insertDelivery(database.pool, { ...delivery, toldIds: childIds }, idType);
      expect(await attendance.eraseChild({ schoolId, childId })).toEqual({ records: 1, revisions: 1, deliveries: 1 });
      expect(await deliveriesOf(database.pool, schoolId)).toEqual([{ childIds: [sibling], toldIds: [sibling] }]);
      expect((await jobsOf(database.pool, schoolId))[0]?.childIds).toEqual([sibling]);
      expect(await driftOf(database.pool)).toBe(0);
      await database.drop();
    });
  });
});
