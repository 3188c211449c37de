import { isAttendanceError } from 'rollbook';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { driftOf, effectsOf } from '../support/effects.ts';
import { createHost } from '../support/host.ts';
import { beginOnClient } from '../support/host-transactions.ts';
import { createSchoolDatabase, type SchoolDatabase, type SchoolOnRoster } from '../support/school-database.ts';
import { waitForLockWaiters } from '../support/wait-until.ts';

const present = { status: 'present', markedBy: 'teacher' } as const;

describeOnPostgres('in the morning rush', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(async () => {
    await database?.drop();
  });

  const addSchools = (schools: number, children: number) =>
    Promise.all(Array.from({ length: schools }, () => database.addSchool({ children })));
  const marksOf = (schools: readonly SchoolOnRoster[]) =>
    schools.flatMap(({ schoolId, childIds }) => childIds.map((childId) => ({ schoolId, childId, ...present })));
  const recordedOf = async (schools: readonly SchoolOnRoster[]) => {
    const effects = await Promise.all(schools.map(({ schoolId }) => effectsOf(database.pool, schoolId)));
    return effects.reduce((sum, { records }) => sum + records, 0);
  };

  test.each([
    ['name their schools', true],
    ['name no school', false],
  ])('a thousand callers who %s get through on four connections', async (_, namesSchool) => {
    const schools = await addSchools(50, 20);
    const pool = database.openPool({ max: 20 });
    const attendance = createHost({ pool });
    const marks = marksOf(schools).map(({ schoolId, ...mark }) => (namesSchool ? { schoolId, ...mark } : mark));

    const answers = await Promise.all(marks.map((mark) => attendance.markAttendance(mark)));

    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(['recorded']));
    expect(pool.totalCount).toBeLessThanOrEqual(4);
    expect(await recordedOf(schools)).toBe(1_000);
    expect(await driftOf(database.pool)).toBe(0);
  });

  test('the same children re-marked by many callers leave right counts, and the last status of each', async () => {
    const [school] = await addSchools(1, 10);
    const attendance = createHost({ pool: database.openPool() });
    const statuses = ['present', 'late', 'absent', 'sick'] as const;
    const rounds = Array.from({ length: 80 }, (_, index) => statuses[index % 4] ?? 'present');

    const answers = rounds.flatMap((status) =>
      (school?.childIds ?? []).map((childId) => attendance.markAttendance({ childId, status, markedBy: 'teacher' })),
    );
    await Promise.all(answers);

    const summary = await attendance.getDailySummary({ schoolId: school?.schoolId ?? '' });
    expect(summary.byStatus).toMatchObject({ sick: 10 });
    expect(await driftOf(database.pool, { schoolId: school?.schoolId ?? '' })).toBe(0);
  });

  describe('with a trigger that raises for some marks', () => {
    beforeAll(async () => {
      await database.pool.query(`
        create function refuse() returns trigger language plpgsql as
          $$ begin if new.reason = 'poison' then raise 'refused'; end if; return new; end $$;
        create trigger refuse before insert on attendance.records for each row execute function refuse()`);
    });

    test('each of those fails alone', async () => {
      const schools = await addSchools(10, 20);
      const attendance = createHost({ pool: database.openPool() });
      const isPoisoned = (index: number) => index === 33 || index === 150;
      const marks = marksOf(schools).map((mark, index) => (isPoisoned(index) ? { ...mark, reason: 'poison' } : mark));

      const ends = await Promise.allSettled(marks.map((mark) => attendance.markAttendance(mark)));

      const codes = ends.map((end) => (end.status === 'fulfilled' ? end.value.outcome : codeOf(end.reason)));
      expect(codes).toEqual(marks.map((_, index) => (isPoisoned(index) ? 'repository_failed' : 'recorded')));
      expect(await recordedOf(schools)).toBe(198);
    });
  });

  test("a host's transaction on one school's counter delays that school only", async () => {
    const schools = await addSchools(30, 4);
    const [held, ...others] = schools;
    const attendance = createHost({ pool: database.openPool() });
    const blocker = await beginOnClient(database.pool);
    const [heldChild = '', ...heldRest] = held?.childIds ?? [];
    await createHost({ pool: database.pool }).markAttendance({ childId: heldChild, ...present }, blocker.inside);
    const mark = (childId: string, schoolId = '') => attendance.markAttendance({ schoolId, childId, ...present });

    const waiting = heldRest.map((childId) => mark(childId, held?.schoolId));
    await Promise.all(others.flatMap(({ schoolId, childIds }) => childIds.map((childId) => mark(childId, schoolId))));
    await waitForLockWaiters(database.pool);
    await Promise.all(others.flatMap(({ schoolId, childIds }) => childIds.map((childId) => mark(childId, schoolId))));

    expect(await recordedOf(others)).toBe(29 * 4);
    expect(await recordedOf(schools)).toBe(29 * 4);
    await blocker.commit();
    await Promise.all(waiting);
    expect(await recordedOf(schools)).toBe(30 * 4);
    expect(await driftOf(database.pool)).toBe(0);
  });

  test('of 10,000 callers at once exactly those beyond maxQueued are refused; all others are recorded', async () => {
    const schools = await addSchools(100, 100);
    const pool = database.openPool({ max: 20 });
    const attendance = createHost({ pool, timeoutMs: 60_000 }, { batching: { maxQueued: 5_000 } });

    const ends = await Promise.allSettled(marksOf(schools).map((mark) => attendance.markAttendance(mark)));

    const refused = ends.filter((end) => end.status === 'rejected' && codeOf(end.reason) === 'overloaded');
    expect(refused).toHaveLength(5_000);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(5_000);
    expect(await recordedOf(schools)).toBe(5_000);
    expect(pool.totalCount).toBeLessThanOrEqual(4);
  });

  test('whatever backends are killed, each mark that was answered is recorded once', async () => {
    const schools = await addSchools(40, 25);
    const attendance = createHost({ pool: database.openPool({ application_name: 'rush' }) });
    const killOne = () =>
      database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'rush' and datname = current_database() order by state, random() limit 1`,
      );

    const ends: PromiseSettledResult<unknown>[] = [];
    const callers = Array.from({ length: 50 }, async (_, caller) => {
      for (const mark of marksOf(schools).filter((_, index) => index % 50 === caller)) {
        ends.push(...(await Promise.allSettled([attendance.markAttendance(mark)])));
        if (ends.length % 20 === 0) await killOne();
      }
    });
    await Promise.all(callers);

    const answered = ends.filter(({ status }) => status === 'fulfilled').length;
    const recorded = await recordedOf(schools);
    expect(recorded).toBeGreaterThanOrEqual(answered);
    const effects = await Promise.all(schools.map(({ schoolId }) => effectsOf(database.pool, schoolId)));
    for (const { records, revisions, counted } of effects)
      expect({ revisions, counted }).toEqual({ revisions: records, counted: records });
    expect(await driftOf(database.pool)).toBe(0);
  });
});

function codeOf(error: unknown): string {
  return isAttendanceError(error) ? error.code : 'unexpected';
}
