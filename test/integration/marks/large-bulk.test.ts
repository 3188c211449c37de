import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { driftOf, effectsOf } from '../support/effects.ts';
import { createHost } from '../support/host.ts';
import { shuffle } from '../support/random.ts';
import { createSchoolDatabase, newId, type SchoolDatabase } from '../support/school-database.ts';

const rejections = ['child_not_found', 'foreign', 'not_enrolled', 'date_in_future', 'date_locked'] as const;

describeOnPostgres('a bulk of 5,000 among 100,000 children', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
    await database.addSchool({ children: 95_000 });
  });
  afterAll(async () => {
    await database?.drop();
  });

  test('with every kind of rejection among them answers in the order of the command', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 5_000 });
    const foreign = await database.addSchool({ children: 500 });
    const attendance = createHost({ pool: database.pool }, { limits: { editableDays: 30 } });
    await database.pool.query(
      `insert into attendance.enrolments (school_id, child_id, enrolled_until) select $2, unnest($1::uuid[]), '2026-02-28'`,
      [childIds.filter((_, index) => kindOf(index) === 'not_enrolled'), schoolId],
    );
    const marks = childIds.map((childId, index) => toMark(childId, index, foreign.childIds));
    const expected = marks.map(({ childId }, index) => [childId, codeOf(index)]);

    const { outcomes, tally } = await attendance.markBulkAttendance({ schoolId, marks, markedBy: 'teacher' });

    expect(outcomes.map(({ childId, outcome, code }) => [childId, code ?? outcome])).toEqual(expected);
    expect(tally).toMatchObject({ recorded: 2_500, rejected: 2_500 });
    expect(await effectsOf(database.pool, schoolId)).toEqual({
      records: 2_500,
      revisions: 2_500,
      counted: 2_500,
      jobs: 1,
    });
    expect(await driftOf(database.pool, { schoolId })).toBe(0);
  });

  test('that is all or nothing records nothing because of one', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 5_000 });
    const attendance = createHost({ pool: database.pool });
    const marks = childIds.with(2_500, newId()).map((childId) => ({ childId, status: 'present' as const }));
    const bulk = { schoolId, marks, markedBy: 'teacher', allOrNothing: true };
    const error: unknown = await attendance.markBulkAttendance(bulk).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'bulk_rejected', details: { tally: { rejected: 5_000 } } });
    expect(error).toMatchObject({
      details: { outcomes: { 0: { code: 'bulk_rejected' }, 2500: { code: 'child_not_found' } } },
    });
    expect((await effectsOf(database.pool, schoolId)).records).toBe(0);
  });

  test('is recorded, re-marked, corrected and asked for, in whatever order it comes', async () => {
    const { schoolId, childIds } = await database.addSchool({ children: 5_000 });
    const attendance = createHost({ pool: database.pool });
    const outcomes: string[] = [];
    for (const status of ['present', 'present', 'absent'] as const) {
      const bulk = {
        schoolId,
        childIds: shuffle(childIds),
        status,
        markedBy: 'teacher',
        returning: 'outcomes' as const,
      };
      const { tally } = await attendance.markBulkAttendance(bulk);
      outcomes.push(...Object.entries(tally).flatMap(([outcome, count]) => (count > 0 ? `${outcome} ${count}` : [])));
    }
    expect(outcomes).toEqual(['recorded 5000', 'unchanged 5000', 'corrected 5000']);
    expect(await attendance.getDailySummary({ schoolId })).toMatchObject({
      enrolled: 5_000,
      byStatus: { absent: 5_000 },
    });
    expect(await driftOf(database.pool, { schoolId })).toBe(0);
  });

  /** Every second child is rejected, each time for another reason. */
  function kindOf(index: number) {
    return index % 2 === 0 ? undefined : rejections[((index - 1) / 2) % rejections.length];
  }

  function codeOf(index: number): string {
    const kind = kindOf(index);
    return kind === 'foreign' ? 'child_not_found' : (kind ?? 'recorded');
  }

  function toMark(childId: string, index: number, foreignIds: readonly string[]) {
    const dates: Readonly<Record<string, string>> = { date_in_future: '2026-03-03', date_locked: '2026-01-30' };
    const kind = kindOf(index);
    const date = dates[kind ?? ''];
    const foreignId = foreignIds[Math.floor(index / 10)] ?? '';
    const marked = kind === 'child_not_found' ? newId() : kind === 'foreign' ? foreignId : childId;
    return { childId: marked, status: 'present' as const, ...(date !== undefined && { date }) };
  }
});
