import { CamelCasePlugin, Kysely, ParseJSONResultsPlugin, PostgresDialect } from 'kysely';
import type { PoolConfig } from 'pg';
import { types } from 'pg';
import type { PostgresRepositoryOptions } from 'rollbook/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createHost, now, today } from '../support/host.ts';
import { createSchoolDatabase, newId, type SchoolDatabase } from '../support/school-database.ts';

/** A note that looks like something else, and times that a wrong time zone would move to another day. */
const note = '{"looks": ["like", "JSON"]}';
const occurredAt = new Date('2026-03-01T17:00:00.123Z');

describeOnPostgres("a host's own settings change no result:", (server) => {
  let database: SchoolDatabase;
  let expected: unknown;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
    expected = await everythingAnswered({ pool: database.pool });
  });
  afterAll(async () => {
    await database?.drop();
  });

  /** What every method answers about a school of its own, ids and revisions' numbers replaced. */
  async function everythingAnswered(connection: PostgresRepositoryOptions): Promise<unknown> {
    const attendance = createHost(connection);
    const { schoolId, childIds } = await database.addSchool({ children: 3 });
    const [childId = '', second = '', third = ''] = childIds;
    const mark = { schoolId, childId, status: 'present', markedBy: 'teacher', occurredAt, note } as const;
    const answers = {
      first: await attendance.markAttendance(mark),
      repeated: await attendance.markAttendance(mark),
      amended: await attendance.markAttendance({ ...mark, reason: '2026-01-02', occurredAt: now }),
      late: await attendance.markAttendance({
        ...mark,
        status: 'late',
        occurredAt: new Date(occurredAt.getTime() - 1),
      }),
      bulk: await attendance.markBulkAttendance({ ...bulkOf(schoolId, [second, newId(), third]), date: '2024-02-29' }),
      cleared: await attendance.clearAttendance({ schoolId, childId: second, markedBy: 'teacher', date: '2024-02-29' }),
      register: await attendance.getRegister({ schoolId }),
      summary: await attendance.getDailySummary({ schoolId, date: '2024-02-29' }),
      history: await attendance.getHistory({ schoolId, childId, from: '2026-03-01', to: today }),
      repair: await miscountAndRepair(schoolId),
    };
    return withoutIds(answers, [schoolId, ...childIds]);

    async function miscountAndRepair(school: string) {
      await database.pool.query('update attendance.daily_counts set count = 17 where school_id = $1', [school]);
      return attendance.reconcileDailyCounts({ schoolId: school, date: '2024-02-29' });
    }
  }

  const sessions: Readonly<Record<string, string>> = {
    'DateStyle German': 'datestyle=German',
    'DateStyle SQL, DMY': 'datestyle=SQL,DMY',
    'DateStyle Postgres, MDY': 'datestyle=Postgres,MDY',
    'TimeZone Pacific/Kiritimati': 'timezone=Pacific/Kiritimati',
    'TimeZone Pacific/Pago_Pago': 'timezone=Pacific/Pago_Pago',
    'IntervalStyle iso_8601': 'intervalstyle=iso_8601',
    'an empty search_path': 'search_path=',
    'a search_path that looks elsewhere first': 'search_path=information_schema,pg_catalog',
    'bytea_output escape': 'bytea_output=escape',
    'few extra_float_digits': 'extra_float_digits=-15',
    transform_null_equals: 'transform_null_equals=on',
    'generic plans only': 'plan_cache_mode=force_generic_plan',
    'parallel plans': server.major === 15 ? 'force_parallel_mode=on' : 'debug_parallel_query=on',
  };

  test.each(Object.entries(sessions))('%s', async (_name, setting) => {
    const pool = database.openPool({ options: `-c ${setting}` });
    expect(await everythingAnswered({ pool })).toEqual(expected);
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
    expect(await everythingAnswered({ db })).toEqual(expected);
  });

  test('type parsers of its own', async () => {
    const typeParsers: PoolConfig['types'] = {
      getTypeParser: (oid: number) => (isTextual(oid) ? String : (text: string) => ({ parsed: text })),
    };
    const pool = database.openPool({ types: typeParsers });
    expect((await pool.query("select true, 1::int8, date 'today'")).rows[0]).toMatchObject({ int8: { parsed: '1' } });
    expect(await everythingAnswered({ pool })).toEqual(expected);
    expect(await everythingAnswered({ pool, preparedStatements: false })).toEqual(expected);
  });

  test.each([
    ['CamelCasePlugin', new CamelCasePlugin({ underscoreBeforeDigits: true })],
    ['ParseJSONResultsPlugin', new ParseJSONResultsPlugin()],
  ])("Kysely's %s", async (_name, plugin) => {
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: database.openPool() }), plugins: [plugin] });
    expect(await everythingAnswered({ db })).toEqual(expected);
  });
});

function bulkOf(schoolId: string, childIds: readonly string[]) {
  return { schoolId, childIds, status: 'sick', markedBy: 'teacher' } as const;
}

function isTextual(oid: number): boolean {
  return oid === types.builtins.TEXT || oid === types.builtins.VARCHAR;
}

/** Dates stay dates, so that one that came back as text, or invalid, is seen. */
function withoutIds(answers: unknown, ids: readonly string[]): unknown {
  if (answers instanceof Date) return answers;
  if (Array.isArray(answers)) return answers.map((answer) => withoutIds(answer, ids));
  if (typeof answers === 'string') return isId(answers) ? `id ${ids.indexOf(answers)}` : answers;
  if (typeof answers !== 'object' || answers === null) return answers;
  return Object.fromEntries(
    Object.entries(answers).map(([key, answer]) => [key, key === 'id' ? typeof answer : withoutIds(answer, ids)]),
  );
}

function isId(text: string): boolean {
  return /^[0-9a-f-]{36}$/.test(text);
}
