import { execFileSync } from 'node:child_process';
import { Redis } from 'ioredis';
import { RateLimiterPostgres, RateLimiterRedis } from 'rate-limiter-flexible';
import type { AttendanceEventMap, RateLimiter } from 'rollbook';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { type RedisServer, startRedis } from '../../support/redis-server.ts';
import { effectsOf } from '../support/effects.ts';
import { createHost } from '../support/host.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';

const present = { status: 'present', markedBy: 'teacher' } as const;

describeOnPostgres('marks that are limited', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(async () => {
    await database?.drop();
  });

  /** A host with a limit for each school, and what it said of its limiter. */
  function openLimited(rateLimiter: RateLimiter) {
    const attendance = createHost(
      { pool: database.pool },
      { rateLimiter, rateLimitKey: ({ schoolId }) => schoolId, rateLimitTimeoutMs: 2_000 },
    );
    const failures: AttendanceEventMap['rateLimiter.failed'][] = [];
    attendance.events.on('rateLimiter.failed', (event) => failures.push(event));
    return { attendance, failures };
  }

  /** What every limiter of three points must do. */
  async function expectThreePoints(rateLimiter: RateLimiter): Promise<void> {
    const { attendance, failures } = openLimited(rateLimiter);
    const { schoolId, childIds } = await database.addSchool({ children: 3 });
    const [childId = ''] = childIds;
    await attendance.markAttendance({ schoolId, childId, ...present });
    const error = await rejectionOf(attendance.markBulkAttendance({ schoolId, childIds, ...present }));
    expect(error).toMatchObject({ code: 'rate_limited', details: { retryAfterMs: expect.any(Number) } });
    expect(await effectsOf(database.pool, schoolId)).toMatchObject({ records: 1 });

    const other = await database.addSchool({ children: 3 });
    const bulk = await attendance.markBulkAttendance({ ...other, ...present });
    expect(bulk.tally.recorded).toBe(3);
    const clear = { schoolId: other.schoolId, childId: other.childIds[0] ?? '', markedBy: 'teacher' };
    expect((await rejectionOf(attendance.clearAttendance(clear))).code).toBe('rate_limited');
    expect(failures).toEqual([]);
  }

  /** Marks a child of a new school, which must be let through although the limiter fails. */
  async function expectLetThrough(rateLimiter: RateLimiter, reason: 'error' | 'timeout'): Promise<void> {
    const { attendance, failures } = openLimited(rateLimiter);
    const { schoolId, childIds } = await database.addSchool({ children: 2 });
    const { tally } = await attendance.markBulkAttendance({ schoolId, childIds, ...present });
    expect(tally.recorded).toBe(2);
    expect(failures).toEqual([{ command: 'markBulkAttendance', reason }]);
  }

  describe('by the Postgres limiter of rate-limiter-flexible', () => {
    const createLimiter = () =>
      new Promise<RateLimiterPostgres>((resolve, reject) => {
        const options = { storeClient: database.pool, storeType: 'pool', tableName: 'rate_limits', points: 3 };
        const limiter: RateLimiterPostgres = new RateLimiterPostgres(
          { ...options, duration: 600, keyPrefix: crypto.randomUUID() },
          (error) => (error ? reject(error) : setImmediate(() => resolve(limiter))),
        );
      });

    test('are refused when they are too many, each school on its own', async () => {
      await expectThreePoints(await createLimiter());
    });

    test('stay limited though the host’s transaction rolls back', async () => {
      const { attendance } = openLimited(await createLimiter());
      const { schoolId, childIds } = await database.addSchool({ children: 3 });
      const client = await database.pool.connect();
      await client.query('begin');
      await attendance.markBulkAttendance({ schoolId, childIds, ...present }, { transaction: client });
      await client.query('rollback');
      client.release();
      const again = attendance.markBulkAttendance({ schoolId, childIds, ...present });
      expect((await rejectionOf(again)).code).toBe('rate_limited');
    });

    test('are recorded in the order in which they came, whichever of its connections answers first', async () => {
      const limiter = await createLimiter();
      limiter.points = 1_000;
      const { attendance } = openLimited(limiter);
      const { schoolId, childIds } = await database.addSchool({ children: 1 });
      const [childId = ''] = childIds;
      const reasons = Array.from({ length: 60 }, (_, index) => `mark ${index}`);
      await Promise.all(reasons.map((reason) => attendance.markAttendance({ schoolId, childId, ...present, reason })));
      const revisions = await attendance.getHistory({ schoolId, childId });
      expect(revisions.map(({ reason }) => reason)).toEqual(reasons.toReversed());
    });

    test('are let through when its table is gone', async () => {
      const limiter = await createLimiter();
      await database.pool.query('drop table rate_limits');
      await expectLetThrough(limiter, 'error');
    });
  });

  describeOnRedis('by the Redis limiter of rate-limiter-flexible', (start) => {
    let redis: RedisServer;
    let client: Redis;
    beforeEach(async () => {
      redis = await start();
      client = new Redis(redis.port, '127.0.0.1', { enableOfflineQueue: false, lazyConnect: true });
      client.on('error', () => {});
      await client.connect();
    });
    afterEach(async () => {
      client.disconnect();
      await redis.stop();
    });
    const createLimiter = () => new RateLimiterRedis({ storeClient: client, points: 3, duration: 600 });

    test('are refused when they are too many, each school on its own', async () => {
      await expectThreePoints(createLimiter());
    });

    test('are let through when Redis is gone', async () => {
      const limiter = createLimiter();
      await redis.stop();
      await expectLetThrough(limiter, 'error');
    });

    test('are let through when Redis hangs, and limited again when it answers', async () => {
      const limiter = createLimiter();
      redis.pause();
      await expectLetThrough(limiter, 'timeout');
      redis.resume();
      await client.ping();
      await expectThreePoints(limiter);
    });
  });
});

/** Describes a suite on this machine's Redis, and reports a skip with its reason where there is none. */
function describeOnRedis(name: string, suite: (start: () => Promise<RedisServer>) => void): void {
  const start = async () => {
    const redis = await startRedis();
    if (!redis) throw new Error('redis-server did not start');
    return redis;
  };
  if (hasRedis()) describe(name, () => suite(start));
  // biome-ignore lint/suspicious/noSkippedTests: the reason stands in the name
  else test.skip(`${name}, skipped: no redis-server found`, () => {});
}

function hasRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
