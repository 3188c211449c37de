import { sql } from 'kysely';
import { createPostgresRepository, migrateDown, migrateToLatest } from 'rollbook/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { effectsOf, nothing, oneMark } from '../support/effects.ts';
import { createHost } from '../support/host.ts';
import {
  createPool,
  createSchoolDatabase,
  type SchoolDatabase,
  type SchoolOnRoster,
} from '../support/school-database.ts';

const present = { status: 'present', markedBy: 'teacher' } as const;

describeOnPostgres('two schemas in one database', (server) => {
  const longest = `_${'x'.repeat(30)}`;
  let database: SchoolDatabase;
  let school: SchoolOnRoster;
  beforeAll(async () => {
    database = await createSchoolDatabase(server, { schema: 'north' });
    school = await database.addSchool({ children: 3 });
    await migrateToLatest(database.db, { schema: longest });
    await sql
      .raw(`insert into ${longest}.schools select * from north.schools;
      insert into ${longest}.children select * from north.children`)
      .execute(database.db);
  });
  afterAll(async () => {
    await database?.drop();
  });

  test('are apart, also on one connection with prepared statements', async () => {
    const pool = database.openPool({ max: 1 });
    const north = createHost({ pool, schema: 'north' });
    const south = createHost({ pool, schema: longest });
    const { schoolId, childIds } = school;
    const [first = '', second = '', third = ''] = childIds;
    await north.markAttendance({ schoolId, childId: first, ...present });
    expect(await effectsOf(pool, schoolId, 'north')).toEqual(oneMark);
    expect(await effectsOf(pool, schoolId, longest)).toEqual(nothing);

    await south.markAttendance({ schoolId, childId: second, ...present });
    await south.markAttendance({ schoolId, childId: third, ...present });
    await north.markAttendance({ schoolId, childId: first, ...present });
    expect(await effectsOf(pool, schoolId, 'north')).toEqual(oneMark);
    expect(await effectsOf(pool, schoolId, longest)).toEqual({ records: 2, revisions: 2, counted: 2, jobs: 2 });
    expect((await north.getDailySummary({ schoolId })).unmarked).toBe(2);
    expect((await south.getDailySummary({ schoolId })).unmarked).toBe(1);
  });

  test('of which one counts at once and one later share a connection too', async () => {
    const pool = database.openPool({ max: 1 });
    const { schoolId, childIds } = school;
    const before = await effectsOf(pool, schoolId, 'north');
    const deferred = createHost({ pool, schema: 'north', counts: 'deferred' });
    const inline = createHost({ pool, schema: 'north' });
    const absent = { ...present, status: 'absent' } as const;
    await deferred.markAttendance({ schoolId, childId: childIds[1] ?? '', ...absent });
    await inline.markAttendance({ schoolId, childId: childIds[2] ?? '', ...absent });
    expect((await effectsOf(pool, schoolId, 'north')).counted).toBe(before.counted + 1);
  });

  test('can be taken back one without the other', async () => {
    const schema = 'east';
    await migrateToLatest(database.db, { schema });
    await migrateDown(database.db, { schema });
    expect(await migrateToLatest(database.db, { schema: 'north' })).toEqual([]);
    expect((await effectsOf(database.pool, school.schoolId, 'north')).records).toBeGreaterThan(0);
  });
});

describe('a schema name that does not fit', () => {
  const names = [
    '',
    'Attendance',
    '1st',
    'a-b',
    'a b',
    'a"b',
    'a;drop schema public',
    'ä',
    `_${'x'.repeat(31)}`,
    'a\n',
  ];
  const refusal = expect.objectContaining({ code: 'invalid_options', details: { option: 'schema' } });

  test.each(names)('%j is refused before anything connects', async (schema) => {
    const pool = createPool({ host: '127.0.0.1', port: 1 });
    expect(() => createPostgresRepository({ pool, schema })).toThrow(refusal);
    const { Kysely, PostgresDialect } = await import('kysely');
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
    await expect(migrateToLatest(db, { schema })).rejects.toThrow(refusal);
    await expect(migrateDown(db, { schema })).rejects.toThrow(refusal);
    expect(pool.totalCount).toBe(0);
  });
});
