import { Kysely, PostgresDialect } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createHost } from '../support/host.ts';
import { createPool, createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { WireProxy } from '../support/wire-proxy.ts';

describeOnPostgres('on the wire', (server) => {
  let database: SchoolDatabase;
  let proxy: WireProxy;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
    proxy = await WireProxy.start(database.url);
  });
  beforeEach(() => proxy.forget());
  afterAll(async () => {
    await proxy?.close();
    await database?.drop();
  });

  /** By name: the sizes of the bulks, and how to connect. Above 64 children no bulk is prepared. */
  const connections = {
    'a pool': [[30, 2_000, 5_000], () => ({ pool: openPool() })],
    'a pool without prepared statements': [[30], () => ({ pool: openPool(), preparedStatements: false })],
    'a Kysely instance': [
      [30, 2_000, 5_000],
      () => ({ db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool: openPool() }) }) }),
    ],
  } as const;
  const openPool = () => createPool({ connectionString: proxy.url, max: 1 });

  describe.each(Object.entries(connections))('through %s', (_name, [bulkSizes, connect]) => {
    let connection: ReturnType<typeof connect>;
    beforeEach(() => {
      connection = connect();
    });

    const end = async () => ('db' in connection ? connection.db.destroy() : connection.pool.end());

    test('a mark takes one round trip, first or not, with a school or without', async () => {
      const attendance = createHost(connection);
      const { schoolId, childIds } = await database.addSchool({ children: 1 });
      const [childId = ''] = childIds;
      for (const school of [{ schoolId }, { schoolId }, {}, {}]) {
        proxy.forget();
        await attendance.markAttendance({ ...school, childId, status: 'present', markedBy: 'teacher' });
        expect({ asked: proxy.roundTrips, answered: readyForQuery(proxy) }).toEqual({ asked: 1, answered: 1 });
      }
      await end();
    });

    test.each(bulkSizes)('a bulk of %i takes one round trip, and again when re-marked', async (children) => {
      const attendance = createHost(connection);
      const { schoolId, childIds } = await database.addSchool({ children });
      for (const status of ['present', 'absent'] as const) {
        proxy.forget();
        await attendance.markBulkAttendance({ schoolId, childIds, status, markedBy: 'teacher' });
        expect({ asked: proxy.roundTrips, answered: readyForQuery(proxy) }).toEqual({ asked: 1, answered: 1 });
        expect(proxy.log.statements.join(';')).not.toMatch(/^\s*(begin|start|commit|savepoint|set|deallocate)\b/im);
      }
      await end();
    });

    test('every query takes one round trip', async () => {
      const attendance = createHost(connection);
      const { schoolId, childIds } = await database.addSchool({ children: 2 });
      const [childId = ''] = childIds;
      await attendance.getRegister({ schoolId });
      await attendance.getDailySummary({ schoolId });
      await attendance.getHistory({ schoolId, childId });
      await attendance.reconcileDailyCounts({ schoolId, date: '2026-03-02' });
      expect({ asked: proxy.roundTrips, answered: readyForQuery(proxy) }).toEqual({ asked: 4, answered: 4 });
      await end();
    });
  });

  test('a prepared mark is parsed once on a connection', async () => {
    const pool = openPool();
    const attendance = createHost({ pool });
    const { schoolId, childIds } = await database.addSchool({ children: 3 });
    for (const childId of childIds) {
      await attendance.markAttendance({ schoolId, childId, status: 'present', markedBy: 'teacher' });
    }
    expect(proxy.log.sent.filter((type) => type === 'P')).toHaveLength(1);
    await pool.end();
  });
});

function readyForQuery(proxy: WireProxy): number {
  return proxy.log.answered.filter((type) => type === 'Z').length;
}
