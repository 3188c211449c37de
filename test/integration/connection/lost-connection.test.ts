import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { findFreePort } from '../../support/free-port.ts';
import { effectsOf, oneMark } from '../support/effects.ts';
import { createHost, now, secondsLater } from '../support/host.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { createPool, createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { WireProxy } from '../support/wire-proxy.ts';

const present = { status: 'present', markedBy: 'teacher' } as const;

describeOnPostgres('over a connection that gets lost', (server) => {
  let database: SchoolDatabase;
  let proxy: WireProxy;
  let attendance: ReturnType<typeof createHost>;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  beforeEach(async () => {
    proxy = await WireProxy.start(database.url);
    attendance = createHost({ pool: createPool({ connectionString: proxy.url, max: 1 }) });
    // Opens the connection, so that the next one is that of a second try.
    await attendance.health();
    proxy.forget();
  });
  afterEach(() => proxy.close());
  afterAll(async () => {
    await database?.drop();
  });

  describe.each([
    ['with occurredAt', { occurredAt: now }],
    ['without occurredAt', {}],
  ])('a command %s whose reply is lost after the commit', (_name, when) => {
    test('is a mark that takes effect once', async () => {
      const { schoolId, childIds } = await database.addSchool();
      proxy.loseReplies(1);
      const command = { schoolId, childId: childIds[0] ?? '', ...present, reason: 'on the bus', ...when };
      const { record } = await attendance.markAttendance(command);
      expect(record).toMatchObject({ status: 'present', reason: 'on the bus' });
      expect(await effectsOf(database.pool, schoolId)).toEqual(oneMark);
      expect(proxy.roundTrips).toBe(2);
    });

    test.each([false, true])('is a bulk that takes effect once, for the unmarked only: %s', async (onlyUnmarked) => {
      const { schoolId, childIds } = await database.addSchool({ children: 3 });
      proxy.loseReplies(1);
      const bulk = { schoolId, childIds, ...present, onlyUnmarked, ...when };
      const { outcomes } = await attendance.markBulkAttendance(bulk);
      expect(outcomes.map(({ record }) => record?.status)).toEqual(['present', 'present', 'present']);
      expect(await effectsOf(database.pool, schoolId)).toEqual({ records: 3, revisions: 3, counted: 3, jobs: 1 });
    });

    test('is a clear that takes effect once', async () => {
      const { schoolId, childIds } = await database.addSchool();
      const [childId = ''] = childIds;
      await attendance.markAttendance({ schoolId, childId, ...present, ...when });
      proxy.loseReplies(1);
      const { record } = await attendance.clearAttendance({ schoolId, childId, markedBy: 'teacher', ...when });
      expect(record.status).toBeNull();
      expect(await effectsOf(database.pool, schoolId)).toEqual({ records: 1, revisions: 2, counted: 0, jobs: 2 });
    });

    test('takes effect once when three replies are lost in a row', async () => {
      const { schoolId, childIds } = await database.addSchool();
      proxy.loseReplies(3);
      await attendance.markAttendance({ schoolId, childId: childIds[0] ?? '', ...present, ...when });
      expect(await effectsOf(database.pool, schoolId)).toEqual(oneMark);
      expect(proxy.roundTrips).toBe(4);
    });

    test('does not undo what somebody else marked in between', async () => {
      const { schoolId, childIds } = await database.addSchool();
      const [childId = ''] = childIds;
      proxy.loseReplies(1);
      proxy.beforeNextConnection(async () => {
        const colleague = createHost({ pool: database.pool });
        const later = { occurredAt: secondsLater(1) };
        await colleague.markAttendance({ schoolId, childId, status: 'sick', markedBy: 'colleague', ...later });
      });
      await attendance.markAttendance({ schoolId, childId, ...present, ...when });
      const { entries } = await attendance.getRegister({ schoolId });
      expect(entries[0]?.status).toBe('sick');
      expect(await effectsOf(database.pool, schoolId)).toEqual({ records: 1, revisions: 2, counted: 1, jobs: 2 });
    });
  });

  describe('after a mark from a device whose clock runs ahead', () => {
    const ahead = { status: 'absent', markedBy: 'device', occurredAt: secondsLater(60) } as const;
    const aMinuteBefore = { clock: { now: () => secondsLater(-60) } };

    test('a mark without occurredAt still counts as the last, though the first connections are refused', async () => {
      const { schoolId, childIds } = await database.addSchool();
      const [childId = ''] = childIds;
      await createHost({ pool: database.pool }, aMinuteBefore).markAttendance({ schoolId, childId, ...ahead });
      proxy.cutConnections();
      proxy.refuseConnections(2);
      const { outcome, record } = await attendance.markAttendance({ schoolId, childId, ...present });
      expect({ outcome, status: record.status }).toEqual({ outcome: 'corrected', status: 'present' });
    });

    test('a mark without occurredAt takes effect once, though its reply is lost', async () => {
      const { schoolId, childIds } = await database.addSchool();
      const [childId = ''] = childIds;
      await createHost({ pool: database.pool }, aMinuteBefore).markAttendance({ schoolId, childId, ...ahead });
      proxy.loseReplies(1);
      await attendance.markAttendance({ schoolId, childId, ...present });
      expect(await effectsOf(database.pool, schoolId)).toEqual({ records: 1, revisions: 2, counted: 1, jobs: 2 });
    });
  });

  test('a reply lost before a correction at the same instant leaves the correction alone', async () => {
    const { schoolId, childIds } = await database.addSchool();
    const [childId = ''] = childIds;
    proxy.loseReplies(1);
    proxy.beforeNextConnection(async () => {
      const colleague = createHost({ pool: database.pool });
      await colleague.markAttendance({ schoolId, childId, status: 'sick', markedBy: 'colleague' });
    });
    await attendance.markAttendance({ schoolId, childId, ...present });
    expect((await attendance.getRegister({ schoolId })).entries[0]?.status).toBe('sick');
    expect((await effectsOf(database.pool, schoolId)).jobs).toBe(2);
  });

  test('marks get through when the server comes back while they are tried', async () => {
    const { schoolId, childIds } = await database.addSchool();
    proxy.cutConnections();
    proxy.refuseConnections(3);
    await attendance.markAttendance({ schoolId, childId: childIds[0] ?? '', ...present });
    expect(await effectsOf(database.pool, schoolId)).toEqual(oneMark);
  });
});

describe('a server that stays away', () => {
  const command = { childId: '00000000-0000-4000-8000-000000000001', ...present };

  test('makes a mark fail as unavailable, worth another try', async () => {
    const pool = createPool({ host: '127.0.0.1', port: await findFreePort() });
    const error = await rejectionOf(createHost({ pool }).markAttendance(command));
    expect(error).toMatchObject({
      code: 'repository_unavailable',
      retryable: true,
      details: { reason: 'connection' },
      cause: { code: 'ECONNREFUSED' },
    });
    await pool.end();
  });

  test('makes a mark fail within timeoutMs when it takes connections and never answers', async () => {
    const silent = createServer((socket) => socket.on('error', () => {})).unref();
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const { port } = silent.address() as AddressInfo;
    const pool = createPool({ host: '127.0.0.1', port });
    const error = await rejectionOf(createHost({ pool, timeoutMs: 300 }).markAttendance(command));
    expect(error).toMatchObject({ code: 'repository_unavailable', retryable: true, details: { reason: 'timeout' } });
    silent.close();
  });

  test('is told by health, which never rejects', async () => {
    const pool = createPool({ host: '127.0.0.1', port: await findFreePort() });
    expect(await createHost({ pool, timeoutMs: 500 }).health()).toMatchObject({
      status: 'unavailable',
      repositoryMs: null,
    });
    await pool.end();
  });
});
