import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { withClients } from '../support/clients.ts';
import { deadlocksOf } from '../support/deadlocks.ts';
import { driftOf, effectsOf, oneMark } from '../support/effects.ts';
import { createHost } from '../support/host.ts';
import { createRole, dropRole } from '../support/one-role.ts';
import { pick, shuffle } from '../support/random.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { readLockWaiters, waitUntil } from '../support/wait-until.ts';

const statuses = ['present', 'late', 'sick', 'excused', 'absent'] as const;
const present = { status: 'present', markedBy: 'teacher' } as const;

describeOnPostgres('the installed functions of marks', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(() => database?.drop());

  test('never deadlock: lone marks with and without a school, against bulks of the same children', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 12 });
    let clients = 0;
    await withClients(database, 12, async (attendance) => {
      const client = clients++;
      for (let round = 0; round < 60; round += 1) {
        const children = shuffle(childIds);
        if (client % 3 === 0) {
          const marks = children.map((childId) => ({ childId, status: pick(statuses) }));
          await attendance.markBulkAttendance({ schoolId, marks, markedBy: 'teacher' });
          continue;
        }
        const mark = { childId: children[0] ?? '', status: pick(statuses), markedBy: 'teacher' };
        await attendance.markAttendance(client % 3 === 1 ? { ...mark, schoolId } : mark);
      }
    });
    expect({ deadlocks: await deadlocksOf(database), drift: await driftOf(database.pool) }).toEqual({
      deadlocks: 0,
      drift: 0,
    });
    const { rows } = await database.pool.query(
      `select count(*)::int as broken from attendance.records r where status is distinct from (
        select h.status from attendance.revisions h
        where (h.school_id, h.date, h.child_id, h.session) = (r.school_id, r.date, r.child_id, r.session)
          and h.outcome <> 'superseded' order by h.id desc limit 1)`,
    );
    expect(rows).toEqual([{ broken: 0 }]);
  });

  test.each(['named', 'unnamed'])('record a first mark once of many at once: %s', async (how) => {
    const { schoolId, childIds } = await database.addSchool();
    const [childId = ''] = childIds;
    const results: string[] = [];
    await withClients(database, 8, async (attendance) => {
      const mark = { childId, ...present, ...(how === 'named' && { schoolId }) };
      results.push((await attendance.markAttendance(mark)).outcome);
    });
    expect(results.filter((outcome) => outcome === 'recorded')).toHaveLength(1);
    expect(results.filter((outcome) => outcome === 'unchanged')).toHaveLength(7);
    expect(await effectsOf(database.pool, schoolId)).toEqual(oneMark);
  });

  test('leave a lock to others in time, and nothing behind', async () => {
    const { schoolId, childIds } = await database.addSchool();
    const blocker = await database.pool.connect();
    await blocker.query('begin');
    await blocker.query('lock table attendance.daily_counts in access exclusive mode');
    const attendance = createHost({ pool: database.pool, timeoutMs: 400 });
    await expect(attendance.markAttendance({ schoolId, childId: childIds[0] ?? '', ...present })).rejects.toMatchObject(
      {
        code: 'repository_unavailable',
        details: { reason: 'timeout' },
      },
    );
    await waitUntil('no backend waits any more', async () => (await readLockWaiters(database.pool)).length === 0);
    await blocker.query('rollback');
    blocker.release();
    expect(await effectsOf(database.pool, schoolId)).toMatchObject({ records: 0, revisions: 0, jobs: 0 });
  });

  test('are not for everybody, and run with the rights of their caller', async () => {
    const { childIds } = await database.addSchool();
    const role = await createRole(database);
    const attendance = createHost({ pool: role.pool });
    const mark = () => attendance.markAttendance({ childId: childIds[0] ?? '', ...present });
    await database.pool.query(`grant usage on schema attendance to ${role.name};
      grant select, insert, update on all tables in schema attendance to ${role.name}`);
    await expect(mark()).rejects.toThrow(/grant it execute on function record_mark_1/);
    await database.pool.query(`grant execute on all functions in schema attendance to ${role.name};
      revoke insert on attendance.revisions from ${role.name}`);
    await expect(mark()).rejects.toThrow(/grant it insert on revisions/);
    await database.pool.query(`grant insert on attendance.revisions to ${role.name}`);
    expect(await mark()).toMatchObject({ outcome: 'recorded' });
    await dropRole(database, role);
  });

  test.each(['pool', 'db'] as const)('read a roster of views: %s', async (connection) => {
    const own = await createSchoolDatabase(server);
    const { schoolId, childIds } = await own.addSchool({ children: 4 });
    const [first = '', second = ''] = childIds;
    for (const table of ['schools', 'children', 'enrolments']) {
      await own.pool.query(`alter table attendance.${table} rename to host_${table}`);
      await own.pool.query(`create view attendance.${table} as select * from attendance.host_${table}`);
    }
    const attendance = createHost(connection === 'pool' ? { pool: own.pool } : { db: own.db });
    expect(await attendance.markAttendance({ schoolId, childId: first, ...present })).toMatchObject({
      outcome: 'recorded',
    });
    expect(await attendance.markAttendance({ childId: second, ...present })).toMatchObject({ outcome: 'recorded' });
    expect(await attendance.markBulkAttendance({ schoolId, childIds, ...present })).toMatchObject({
      tally: { unchanged: 2, recorded: 2 },
    });
    await own.drop();
  });
});
