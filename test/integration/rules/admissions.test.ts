import type { Pool } from 'pg';
import type { Mark, MarkResult } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { admitMark, type MarkCandidate } from 'rollbook/rules';
import { testId } from 'rollbook/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { beginOnClient } from '../support/host-transactions.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';

const now = new Date('2026-03-02T09:00:00+07:00');
const session = 'am';
const editableDays = 400;
/** Every day that a mark may name; left out, it is the day of its instant. */
const dates = [undefined, '2026-03-02', '2026-03-03', '2026-02-10', '2024-01-01'];
const daysWithRecords = ['2026-03-02', '2026-02-10', '2024-01-01'];

/** How a child may stand at a school. */
const standings = {
  'always enrolled': { zone: 'Asia/Jakarta', enrolments: [] },
  'enrolled by the second of two': {
    zone: 'Asia/Jakarta',
    enrolments: [{ enrolledUntil: '2026-01-31' }, { enrolledFrom: '2026-02-01', enrolledUntil: '2026-03-31' }],
  },
  'left, with records': { zone: 'Asia/Jakarta', enrolments: [{ enrolledUntil: '2023-12-31' }], hasRecords: true },
  'left, without records': { zone: 'Asia/Jakarta', enrolments: [{ enrolledUntil: '2023-12-31' }] },
  'off the roster, with records': { zone: 'Asia/Jakarta', enrolments: undefined, hasRecords: true },
  'off the roster': { zone: 'Asia/Jakarta', enrolments: undefined },
  'at a school adrift': { zone: 'Mars/Olympus_Mons', enrolments: [] },
  'left a school adrift': { zone: 'Mars/Olympus_Mons', enrolments: [{ enrolledUntil: '2023-12-31' }] },
  'at a school that is not there': { zone: undefined, enrolments: [] },
} as const;
type Standing = keyof typeof standings;
const names = Object.keys(standings).filter((name): name is Standing => name in standings);

interface Combination {
  readonly at: readonly [Standing, Standing];
  readonly named: 0 | 1 | undefined;
  readonly date: string | undefined;
}

const combinations = names.flatMap((first) =>
  names.flatMap((second) =>
    ([undefined, 0, 1] as const).flatMap((named) =>
      dates.map((date): Combination => ({ at: [first, second], named, date })),
    ),
  ),
);

/** One school a standing, twice, so that a child may stand alike at both. */
const schoolOf = (standing: Standing, place: number) =>
  testId('school', names.indexOf(standing) + 1 + place * names.length);
const childOf = (index: number) => testId('child', index + 1);

describeOnPostgres('the statement of marks and the rule of admission', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
    await seed(database.pool);
  });
  afterAll(() => database?.drop());

  test.each([
    { way: 'the statement', size: combinations.length, preparedStatements: true },
    { way: 'the functions of sets', size: 100, preparedStatements: false },
    { way: 'the functions of lone marks', size: 1, preparedStatements: true },
  ])(`let the same marks in, at the same school, in ${combinations.length} combinations, by $way`, async (how) => {
    const { size, preparedStatements } = how;
    const repository = createPostgresRepository({ pool: database.pool, timeoutMs: 120_000, preparedStatements });
    const host = await beginOnClient(database.pool);
    const marks = combinations.map(toMark);
    const results: MarkResult[] = [];
    for (let index = 0; index < marks.length; index += size) {
      const request = { marks: marks.slice(index, index + size), onlyUnmarked: false, allOrNothing: false } as const;
      const settings = { editableDays, correctDays: 7, now, jobIds: [], returning: 'outcomes' } as const;
      results.push(...(await repository.recordMarks({ ...request, ...settings }, host.inside)));
    }
    await host.rollback();
    const differences = combinations.flatMap((combination, index) => {
      const [expected, actual] = [expectedOf(combination, index), actualOf(results[index])];
      return expected === actual ? [] : [{ ...combination, expected, actual }];
    });
    expect(differences.slice(0, 5)).toEqual([]);
    expect([...new Set(results.map(actualOf).map((text) => text.split(' ')[0]))].sort()).toEqual([
      'at',
      'child_not_found',
      'date_in_future',
      'date_locked',
      'not_enrolled',
      'school_ambiguous',
      'school_not_found',
      'school_timezone_invalid',
    ]);
  });
});

function toMark({ at, named, date }: Combination, index: number): Mark {
  return {
    childId: childOf(index),
    status: 'present',
    occurredAt: now,
    occurredLast: true,
    session,
    markedBy: 'teacher',
    ...(named !== undefined && { schoolId: schoolOf(at[named], named) }),
    ...(date !== undefined && { date }),
  };
}

function expectedOf(combination: Combination, index: number): string {
  const mark = toMark(combination, index);
  const candidates = combination.at.flatMap((standing, place): MarkCandidate[] => {
    const { zone, enrolments } = standings[standing];
    const schoolId = schoolOf(standing, place);
    const isMeant = mark.schoolId === undefined ? enrolments !== undefined : mark.schoolId === schoolId;
    const hasRecord = (date: string) => hasRecords(standing) && daysWithRecords.includes(date);
    return isMeant ? [{ schoolId, timezone: zone, enrolments, hasRecord }] : [];
  });
  const admission = admitMark(mark, candidates, { now, editableDays });
  if (admission.code !== undefined) return `${admission.code} ${admission.date}`;
  return `at ${admission.schoolId} ${admission.date}`;
}

function actualOf(result: MarkResult | undefined): string {
  if (!result) return 'nothing';
  return result.outcome === 'rejected' ? `${result.code} ${result.date}` : `at ${result.schoolId} ${result.date}`;
}

function hasRecords(standing: Standing): boolean {
  return 'hasRecords' in standings[standing];
}

async function seed(pool: Pool): Promise<void> {
  const places = [0, 1];
  const schools = names.flatMap((name) =>
    places.flatMap((place) => {
      const { zone } = standings[name];
      return zone === undefined ? [] : [{ id: schoolOf(name, place), zone }];
    }),
  );
  const at = combinations.flatMap((combination, index) =>
    combination.at.map((standing, place) => ({ school: schoolOf(standing, place), id: childOf(index), standing })),
  );
  await insert(pool, `schools (id, name, timezone) select id, 'A school', zone`, 'id uuid, zone text', schools);
  const children = at.filter(({ standing }) => standings[standing].enrolments);
  await insert(pool, `children (school_id, id, name) select school, id, 'A child'`, 'school uuid, id uuid', children);
  const enrolments = at.flatMap(({ standing, ...child }) =>
    (standings[standing].enrolments ?? []).map((enrolment) => ({ ...child, ...enrolment })),
  );
  await insert(
    pool,
    `enrolments (school_id, child_id, enrolled_from, enrolled_until) select school, id, "enrolledFrom", "enrolledUntil"`,
    'school uuid, id uuid, "enrolledFrom" date, "enrolledUntil" date',
    enrolments,
  );
  const records = at
    .filter(({ standing }) => hasRecords(standing))
    .flatMap((child) => daysWithRecords.map((date) => ({ ...child, date })));
  await insert(
    pool,
    `records (school_id, child_id, date, session, marked_by, occurred_at, confirmed_at, recorded_at, last_revision, last_outcome,
      last_intent) select school, id, date, '${session}', 'teacher', '2026-01-01', '2026-01-01', '2026-01-01', 1, 'cleared', 0`,
    'school uuid, id uuid, date date',
    records,
  );
}

async function insert(pool: Pool, into: string, columns: string, rows: readonly unknown[]): Promise<void> {
  await pool.query(`insert into attendance.${into} from jsonb_to_recordset($1) as row(${columns})`, [
    JSON.stringify(rows),
  ]);
}
