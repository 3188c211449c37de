import type { AcceptedOutcome, Mark, MarkResult } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { addDays, type DecidedMark, planJobs } from 'rollbook/rules';
import { testId } from 'rollbook/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { jobIdOf } from './outbox-world.ts';

/** Noon in Jakarta, which is the evening before in Honolulu. */
const now = new Date('2026-03-02T12:00:00+07:00');
const schools = [
  { id: testId('school', 1), timezone: 'Asia/Jakarta', today: '2026-03-02' },
  { id: testId('school', 2), timezone: 'Pacific/Honolulu', today: '2026-03-01' },
] as const;

/** The status that stands before, and the mark that then comes to an outcome. */
const outcomes = {
  recorded: { before: undefined, status: 'present' },
  corrected: { before: 'absent', status: 'present' },
  amended: { before: 'present', status: 'present', note: 'called' },
  unchanged: { before: 'present', status: 'present' },
  superseded: { before: 'absent', status: 'present', isLate: true },
  cleared: { before: 'absent', status: null },
} as const satisfies Partial<Record<AcceptedOutcome, object>>;

const daysAgo = [-1, 0, 1, 2, 6, 7, 8, 30, 400];
const limits = [0, 1, 7, 36_500];

interface Situation {
  readonly schoolId: string;
  readonly today: string;
  readonly date: string;
  readonly outcome: keyof typeof outcomes | 'rejected';
  readonly mark: Mark;
}

const outcomeNames = ['recorded', 'corrected', 'amended', 'unchanged', 'superseded', 'cleared'] as const;

/** Every mark of a day that has not begun is rejected. */
const situations = schools
  .flatMap(({ id: schoolId, today }) =>
    daysAgo.flatMap((days) =>
      outcomeNames.flatMap((outcome) =>
        ['am', 'pm'].map((session) => ({ schoolId, today, date: addDays(today, -days), outcome, session, days })),
      ),
    ),
  )
  .map(({ schoolId, today, date, outcome, session, days }, index): Situation => {
    const how: { readonly status: string | null; readonly note?: string; readonly isLate?: boolean } =
      outcomes[outcome];
    const mark = {
      schoolId,
      childId: testId('child', Math.floor(index / 2) + 1),
      status: how.status,
      occurredAt: how.isLate ? new Date('2026-02-01T00:00:00Z') : now,
      occurredLast: false,
      session,
      date,
      markedBy: 'teacher-1',
      ...(how.note !== undefined && { note: how.note }),
    };
    return { schoolId, today, date, outcome: days < 0 ? 'rejected' : outcome, mark };
  });

describeOnPostgres('the jobs that a statement of marks writes and the rule', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
    await seedRoster(database);
  });
  afterAll(() => database?.drop());

  test.each(limits)(`are the same of ${situations.length} marks, corrected %i days back`, async (correctDays) => {
    await seedRecords(database);
    const repository = createPostgresRepository({ pool: database.pool, timeoutMs: 120_000 });
    const results = await repository.recordMarks({
      marks: situations.map(({ mark }) => mark),
      onlyUnmarked: false,
      allOrNothing: false,
      editableDays: null,
      correctDays,
      now,
      jobIds: [jobIdOf(1), jobIdOf(2)],
      returning: 'outcomes',
    });
    expect(results.map(({ outcome }) => outcome)).toEqual(situations.map(({ outcome }) => outcome));

    const planned = planJobs(results.map(toDecided), correctDays);
    const stored = await readJobs(database);
    expect(stored).toEqual(planned);
    expect(stored).toHaveLength(2);
    expect(stored[0]?.subjects).toHaveLength(3 * 2 * daysAgo.filter((days) => days >= 0 && days <= correctDays).length);
  });

  test('are none where no ids are given', async () => {
    await seedRecords(database);
    const repository = createPostgresRepository({ pool: database.pool, timeoutMs: 120_000 });
    await repository.recordMarks({
      marks: situations.map(({ mark }) => mark),
      onlyUnmarked: false,
      allOrNothing: false,
      editableDays: null,
      correctDays: 7,
      now,
      jobIds: [],
      returning: 'outcomes',
    });
    expect(await readJobs(database)).toEqual([]);
  });
});

function toDecided(result: MarkResult, index: number): DecidedMark {
  const { schoolId = '', today = '', mark, date } = situations[index] ?? {};
  return {
    outcome: result.outcome,
    schoolId,
    today,
    childId: mark?.childId ?? '',
    date: date ?? '',
    session: mark?.session ?? '',
  };
}

async function seedRoster({ pool }: SchoolDatabase): Promise<void> {
  for (const { id, timezone } of schools) {
    await pool.query('insert into attendance.schools (id, name, timezone) values ($1, $2, $3)', [
      id,
      'A school',
      timezone,
    ]);
  }
  await pool.query(
    `insert into attendance.children (school_id, id, name)
    select distinct s, c, 'A child' from unnest($1::uuid[], $2::uuid[]) as row(s, c)`,
    [situations.map(({ schoolId }) => schoolId), situations.map(({ mark }) => mark.childId)],
  );
}

async function seedRecords({ pool }: SchoolDatabase): Promise<void> {
  await pool.query(
    'truncate attendance.records, attendance.revisions, attendance.daily_counts, attendance.notification_jobs',
  );
  const standing = situations.flatMap(({ outcome, mark, schoolId, date }) => {
    const before = outcome === 'rejected' ? undefined : outcomes[outcome].before;
    return before === undefined ? [] : [{ ...mark, schoolId, date, status: before }];
  });
  await pool.query(
    `insert into attendance.records (school_id, child_id, date, session, status, marked_by, occurred_at, confirmed_at,
      recorded_at, last_intent, last_outcome, last_revision)
    select "schoolId", "childId", date, session, status, 'teacher-2', '2026-02-20', '2026-02-20', '2026-02-20', 0, 'recorded', 1
    from jsonb_to_recordset($1) as row("schoolId" uuid, "childId" uuid, date date, session text, status text)`,
    [JSON.stringify(standing)],
  );
}

/** In the order of schools, as ids are given. */
async function readJobs({ pool }: SchoolDatabase) {
  const { rows } = await pool.query<{
    schoolId: string;
    today: string;
    childIds: string[];
    dates: string[];
    keys: string[];
  }>(
    `select school_id as "schoolId", today::text, child_ids as "childIds", dates::text[], subject_keys as keys
    from attendance.notification_jobs order by school_id`,
  );
  return rows.map(({ schoolId, today, childIds, dates, keys }) => ({
    schoolId,
    today,
    subjects: childIds.map((childId, index) => ({ childId, date: dates[index], subjectKey: keys[index] })),
  }));
}
