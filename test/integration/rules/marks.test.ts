import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Pool } from 'pg';
import { type AttendanceRecord, isStatusChange, type Mark, type MarkResult, type RecordMarksRequest } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { admitMark, applyMark, decideMark, isInHistory, isLoggedByFirstTry, nextRevisionId } from 'rollbook/rules';
import { testId } from 'rollbook/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { type Combination, date, markCombinations, now, toMark } from './mark-combinations.ts';

const schoolId = testId('school', 1);
const timezone = 'Asia/Jakarta';
const combinations = markCombinations();
/** The id of the last revision of each record that stands: one that time has passed, and one that it has not. */
const lastRevisions = [1n, BigInt(now.getTime() + 60_000) * 1_000n];

/** The ways of marks into the tables: so many go together, in a statement that is prepared or not. */
const ways = [
  { way: 'the statement', size: combinations.length, preparedStatements: true },
  { way: 'the function of sets', size: 500, preparedStatements: false },
  { way: 'the function of lone marks', size: 1, preparedStatements: true },
] as const;

/** How the request itself may vary. A second try takes the statement, whatever its size. */
const requests = ways.flatMap((way) =>
  [false, true].flatMap((onlyUnmarked) =>
    (way.size === combinations.length ? [false, true] : [false]).map((mayBeRecorded) => ({
      ...way,
      onlyUnmarked,
      mayBeRecorded,
    })),
  ),
);

describeOnPostgres('the statement of marks and the rule', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
    await seedRoster(database.pool);
  });
  afterEach(async () => {
    for (const table of ['records', 'revisions', 'daily_counts', 'notification_jobs']) {
      await database.pool.query(`delete from attendance.${table}`);
    }
  });
  afterAll(() => database?.drop());

  test.each(requests)(
    `decide alike in ${combinations.length} combinations, by $way, $onlyUnmarked $mayBeRecorded`,
    async ({ size, preparedStatements, onlyUnmarked, mayBeRecorded }) => {
      const how = { onlyUnmarked, mayBeRecorded, size };
      await seedStore(database.pool);
      const repository = createPostgresRepository({ pool: database.pool, timeoutMs: 120_000, preparedStatements });
      const marks = combinations.map((combination, index) => toMark(combination, childIdOf(index)));
      const request: Omit<RecordMarksRequest, 'marks' | 'jobIds'> = {
        schoolId,
        onlyUnmarked,
        mayBeRecorded,
        allOrNothing: false,
        editableDays: null,
        correctDays: 7,
        now,
        returning: 'records',
      };
      const results: MarkResult[] = [];
      for (let index = 0; index < marks.length; index += size) {
        const some = marks.slice(index, index + size);
        results.push(...(await repository.recordMarks({ ...request, marks: some, jobIds: [randomUUID()] })));
      }
      const stored = await readStore(database.pool);
      const differences = combinations.flatMap((combination, index) => {
        const expected = expectedOf(combination, index, how);
        const actual = actualOf(index, results[index], stored);
        return isDeepStrictEqual(expected, actual) ? [] : [{ name: combination.name, expected, actual }];
      });
      expect(differences.slice(0, 3)).toEqual([]);
      expect(differences).toHaveLength(0);
      expect(new Set(results.map(({ outcome }) => outcome)).size).toBeGreaterThan(how.onlyUnmarked ? 4 : 5);
    },
  );
});

interface Effect {
  readonly result: MarkResult | undefined;
  readonly record: AttendanceRecord | undefined;
  readonly assumed: boolean | undefined;
  readonly lastRevision: string | undefined;
  readonly logged: readonly unknown[];
  readonly isInJob: boolean;
}

function childIdOf(index: number): string {
  return testId('child', index + 1);
}

function recordOf({ current }: Combination, index: number): AttendanceRecord | undefined {
  return current ? { schoolId, childId: childIdOf(index), date, session: 'am', ...current } : undefined;
}

function lastRevisionOf({ current }: Combination, index: number): bigint | null {
  return current ? (lastRevisions[index % lastRevisions.length] ?? null) : null;
}

/** By the rules of the domain alone. */
function expectedOf(
  combination: Combination,
  index: number,
  {
    onlyUnmarked,
    mayBeRecorded,
    size,
  }: { readonly onlyUnmarked: boolean; readonly mayBeRecorded: boolean; readonly size: number },
): Effect {
  const mark = toMark(combination, childIdOf(index));
  const before = recordOf(combination, index);
  const last = lastRevisionOf(combination, index);
  const candidate = { schoolId, timezone, enrolments: combination.enrolments, hasRecord: () => before !== undefined };
  const admission = admitMark(mark, [candidate], { now, editableDays: null });
  if (admission.code !== undefined) {
    const result = { outcome: 'rejected', childId: mark.childId, code: admission.code, date, session: 'am' } as const;
    const unchanged = { record: before, assumed: before && combination.assumed, lastRevision: last?.toString() };
    return { result, ...unchanged, logged: [], isInJob: false };
  }
  const { history } = combination;
  const decision = decideMark(before, mark, { onlyUnmarked, mayBeRecorded, now, history });
  const record = applyMark(before, mark, decision, { schoolId, date }, now);
  const { outcome } = decision;
  const revisionId = nextRevisionId(last, now, (index % size) + 1);
  const isKept = outcome === 'unchanged' || outcome === 'kept';
  const isLoggedAlready =
    outcome === 'superseded' &&
    (isInHistory(mark, record, history) || (mayBeRecorded && isLoggedByFirstTry(mark, now, history)));
  const key = { schoolId, childId: mark.childId, date, session: 'am' };
  const previousStatus = before?.status ?? null;
  return {
    result: { ...key, outcome, previousStatus, record },
    record,
    assumed: combination.assumed && (outcome === 'kept' || outcome === 'superseded'),
    lastRevision: (isKept && before ? last : revisionId)?.toString(),
    logged: isKept || isLoggedAlready ? [] : [loggedOf(mark, record, decision, revisionId, previousStatus)],
    isInJob: isStatusChange(outcome),
  };
}

function loggedOf(
  mark: Mark,
  record: AttendanceRecord,
  { outcome, happenedAt }: ReturnType<typeof decideMark>,
  revisionId: bigint,
  previousStatus: string | null,
) {
  const { reason = null, note = null } = outcome === 'superseded' ? mark : record;
  return { id: String(revisionId), outcome, status: mark.status, previousStatus, reason, note, occurredAt: happenedAt };
}

interface StoredRecord extends Omit<Effect, 'result' | 'logged' | 'isInJob'> {
  readonly record: AttendanceRecord;
}

interface Store {
  readonly records: ReadonlyMap<string, StoredRecord>;
  readonly logged: ReadonlyMap<string, readonly unknown[]>;
  readonly told: ReadonlySet<string>;
}

function actualOf(index: number, result: MarkResult | undefined, { records, logged, told }: Store): Effect {
  const childId = childIdOf(index);
  const nothing = { record: undefined, assumed: undefined, lastRevision: undefined };
  return {
    result,
    ...(records.get(childId) ?? nothing),
    logged: logged.get(childId) ?? [],
    isInJob: told.has(childId),
  };
}

async function seedRoster(pool: Pool): Promise<void> {
  await pool.query(`insert into attendance.schools (id, name, timezone) values ($1, 'A school', $2)`, [
    schoolId,
    timezone,
  ]);
  const children = combinations.flatMap(({ enrolments }, index) => (enrolments ? [{ id: childIdOf(index) }] : []));
  await insert(pool, 'children', `school_id, id, name) select $1, id, 'A child'`, 'id uuid', children);
  const enrolments = combinations.flatMap(({ enrolments = [] }, index) =>
    enrolments.map((enrolment) => ({ id: childIdOf(index), ...enrolment })),
  );
  const columns = 'id uuid, "enrolledFrom" date, "enrolledUntil" date';
  const into = 'school_id, child_id, enrolled_from, enrolled_until) select $1, id, "enrolledFrom", "enrolledUntil"';
  await insert(pool, 'enrolments', into, columns, enrolments);
}

async function seedStore(pool: Pool): Promise<void> {
  const records = combinations.flatMap((combination, index) => {
    const record = recordOf(combination, index);
    const last = lastRevisionOf(combination, index)?.toString();
    return record ? [{ ...record, assumed: combination.assumed, last }] : [];
  });
  await insert(
    pool,
    'records',
    `school_id, child_id, date, session, status, reason, note, marked_by, occurred_at, confirmed_at, recorded_at, assumed,
      last_revision, last_outcome, last_intent) select $1, "childId", date, session, status, reason, note, "markedBy", "occurredAt",
      "confirmedAt", "recordedAt", assumed, last, 'recorded', 0`,
    `"childId" uuid, date date, session text, status text, reason text, note text, "markedBy" text, "occurredAt" timestamptz,
      "confirmedAt" timestamptz, "recordedAt" timestamptz, assumed boolean, last bigint`,
    records,
  );
  const revisions = combinations.flatMap(({ history }, index) =>
    history.map((entry, place) => ({
      ...entry,
      childId: childIdOf(index),
      id: place - 10,
      ...spanOf(entry.endedSpan),
    })),
  );
  await insert(
    pool,
    'revisions',
    `school_id, child_id, date, session, id, outcome, status, reason, note, marked_by, occurred_at, recorded_at,
      previous_status, previous_occurred_at, previous_confirmed_at) select $1, "childId", '${date}', 'am', id, outcome, status, reason,
      note, "markedBy", "occurredAt", "recordedAt", previous, "from", until`,
    `"childId" uuid, id bigint, outcome text, status text, reason text, note text, "markedBy" text, "occurredAt" timestamptz,
      "recordedAt" timestamptz, previous text, "from" timestamptz, until timestamptz`,
    revisions,
  );
}

function spanOf(span: Combination['history'][number]['endedSpan']) {
  return span ? { previous: span.status, from: span.occurredAt, until: span.confirmedAt } : {};
}

async function insert(pool: Pool, table: string, into: string, columns: string, rows: readonly unknown[]) {
  const text = `insert into attendance.${table} (${into} from jsonb_to_recordset($2) as row(${columns})`;
  await pool.query(text, [schoolId, JSON.stringify(rows)]);
}

async function readStore(pool: Pool): Promise<Store> {
  const records = await pool.query<Omit<AttendanceRecord, 'schoolId'> & { assumed: boolean; lastRevision: string }>(
    `select child_id as "childId", date::text, session, status, reason, note, marked_by as "markedBy", occurred_at as "occurredAt",
      confirmed_at as "confirmedAt", recorded_at as "recordedAt", assumed, last_revision::text as "lastRevision"
    from attendance.records`,
  );
  const logged = await pool.query<{ childId: string }>(
    `select child_id as "childId", id::text, outcome, status, previous_status as "previousStatus", reason, note,
      occurred_at as "occurredAt" from attendance.revisions where id > 0`,
  );
  const told = await pool.query<{ id: string }>('select unnest(child_ids) as id from attendance.notification_jobs');
  return {
    records: new Map(
      records.rows.map(({ assumed, lastRevision, ...record }) => [
        record.childId,
        { record: { schoolId, ...record }, assumed, lastRevision },
      ]),
    ),
    logged: new Map(logged.rows.map(({ childId, ...entry }) => [childId, [entry]])),
    told: new Set(told.rows.map(({ id }) => id)),
  };
}
