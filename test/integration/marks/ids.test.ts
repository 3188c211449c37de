import { randomUUID } from 'node:crypto';
import type { IdType } from 'rollbook';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { effectsOf, oneMark } from '../support/effects.ts';
import { createHost, today } from '../support/host.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { createPool, createSchoolDatabase, newId, type SchoolDatabase } from '../support/school-database.ts';

const present = { status: 'present', markedBy: 'teacher' } as const;

/** By type: ids as unlike each other as they get, each with another spelling that means the same. */
const examples: Readonly<Record<IdType, readonly (readonly [canonical: string, other: string])[]>> = {
  uuid: [
    ['00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000'],
    ['ffffffff-ffff-ffff-ffff-ffffffffffff', 'FFFFFFFF-ffff-FFFF-ffff-FFFFFFFFFFFF'],
    ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'],
  ],
  bigint: [
    ['9223372036854775807', '0009223372036854775807'],
    ['-9223372036854775808', '-09223372036854775808'],
    ['9007199254740993', '09007199254740993'],
    ['0', '-0'],
    ['-1', '-001'],
  ],
  text: [
    ['007', '007'],
    ['NULL', 'NULL'],
    ['{"a",\\"b"}', '{"a",\\"b"}'],
    ["o'brien, \t\\\n ü 🎒", "o'brien, \t\\\n ü 🎒"],
    [' ', ' '],
    ['x'.repeat(255), 'x'.repeat(255)],
  ],
};

describeOnPostgres('ids', (server) => {
  describe.each<IdType>(['uuid', 'bigint', 'text'])('of type %s', (idType) => {
    let database: SchoolDatabase;
    beforeAll(async () => {
      database = await createSchoolDatabase(server, { idType });
    });
    afterAll(async () => {
      await database?.drop();
    });

    test.each(examples[idType])('%j is kept as it is, also when spelled %j', async (id, spelling) => {
      const attendance = createHost({ pool: database.pool, idType, childIdsAreGlobal: true });
      await database.pool.query(
        "insert into attendance.schools (id, name, timezone) values ($1, 'A school', 'Asia/Jakarta')",
        [id],
      );
      await database.pool.query("insert into attendance.children (school_id, id, name) values ($1, $1, 'A child')", [
        id,
      ]);

      const { record } = await attendance.markAttendance({ schoolId: spelling, childId: spelling, ...present });
      const bulk = { schoolId: spelling, childIds: [spelling], ...present };
      const { outcomes } = await attendance.markBulkAttendance(bulk);

      expect(record).toMatchObject({ schoolId: id, childId: id });
      expect(outcomes).toMatchObject([{ childId: id, outcome: 'unchanged', record: { schoolId: id } }]);
      expect(await attendance.markAttendance({ childId: spelling, ...present })).toMatchObject({
        outcome: 'unchanged',
      });
      expect(await attendance.getHistory({ schoolId: spelling, childId: spelling })).toMatchObject([{ childId: id }]);
      expect((await attendance.getRegister({ schoolId: spelling })).entries).toMatchObject([{ childId: id }]);
      expect(await effectsOf(database.pool, id)).toEqual(oneMark);
    });

    test('that are nobody’s are told as asked for', async () => {
      const attendance = createHost({ pool: database.pool, idType });
      const { schoolId, childIds } = await database.addSchool();
      const stranger = newId(idType);
      const { outcomes } = await attendance.markBulkAttendance({
        schoolId,
        childIds: [stranger, ...childIds],
        ...present,
      });
      const place = { date: today, session: 'day' };
      expect(outcomes[0]).toEqual({ childId: stranger, ...place, outcome: 'rejected', code: 'child_not_found' });
      expect(outcomes[1]).toMatchObject({ childId: childIds[0], outcome: 'recorded' });
    });

    test("of another school's child is told like one that does not exist", async () => {
      const attendance = createHost({ pool: database.pool, idType });
      const [mine, theirs] = [await database.addSchool(), await database.addSchool()];
      const command = { schoolId: mine.schoolId, childId: theirs.childIds[0] ?? '', ...present };
      const error = await rejectionOf(attendance.markAttendance(command));
      const unknown = await rejectionOf(attendance.markAttendance({ ...command, childId: newId(idType) }));
      expect({ code: error.code, message: error.message }).toEqual({
        code: 'child_not_found',
        message: unknown.message,
      });
    });
  });
});

describe('ids that do not fit', () => {
  const misfits: Readonly<Record<IdType, readonly string[]>> = {
    uuid: ['7', 'a0eebc999c0b4ef8bb6d6bb9bd380a11', '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}', ` ${randomUUID()}`, ''],
    bigint: ['9223372036854775808', '-9223372036854775809', '1e3', '1.0', ' 1', '0x1', '', '+1', '١', '1_000', 'NaN'],
    text: ['', 'x'.repeat(256), 'a\0b', '\ud800'],
  };
  const cases = (['uuid', 'bigint', 'text'] as const).flatMap((idType) =>
    misfits[idType].map((id) => [idType, id] as const),
  );

  test.each(cases)('%s %j is an invalid command, and the database is left alone', async (idType, id) => {
    const pool = createPool({ host: '127.0.0.1', port: 1 });
    const attendance = createHost({ pool, idType });
    const fitting = newId(idType);
    const calls = [
      attendance.markAttendance({ childId: id, ...present }),
      attendance.markAttendance({ childId: fitting, schoolId: id, ...present }),
      attendance.clearAttendance({ childId: id, markedBy: 'teacher' }),
      attendance.markBulkAttendance({ schoolId: id, childIds: [fitting], ...present }),
      attendance.markBulkAttendance({ schoolId: fitting, childIds: [fitting, id], ...present }),
      attendance.getRegister({ schoolId: id }),
      attendance.getDailySummary({ schoolId: id }),
      attendance.getHistory({ schoolId: fitting, childId: id }),
      attendance.reconcileDailyCounts({ schoolId: id, date: '2026-03-02' }),
    ];
    for (const call of calls) expect((await rejectionOf(call)).code).toBe('invalid_command');
    expect(pool.totalCount).toBe(0);
  });
});
