import type { Pool } from 'pg';
import { type AttendanceRepository, createAttendance } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { createPostgresRepository } from 'rollbook/postgres';
import { createTestClock, testId } from 'rollbook/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { openInnerMemory } from '../../support/inner-memory.ts';
import { textsIn } from '../../support/walk-objects.ts';
import {
  aDelivery,
  type Delivery,
  date,
  emptyOutbox,
  insertDeliveries,
  insertJobs,
  insertLinks,
  type Job,
  jobIdOf,
  minutes,
  now,
  occurredAt,
  schoolId,
  teacher,
  tokenOf,
} from '../rules/outbox-world.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';

const child = testId('child', 1);
const sibling = testId('child', 2);
/** A guardian of the child only: with the child, this id goes too. */
const guardian = testId('guardian', 1);
/** A guardian of the sibling as well. */
const shared = testId('guardian', 2);
const links = [
  { childId: child, guardianId: guardian },
  { childId: child, guardianId: shared },
  { childId: sibling, guardianId: shared },
];
const roster = {
  schools: [{ id: schoolId, name: 'A school', timezone: 'Asia/Jakarta' }],
  children: [child, sibling].map((id) => ({ schoolId, id, name: 'A child' })),
  guardians: links.map(({ childId, guardianId: id }) => ({ schoolId, childId, id, name: 'A guardian' })),
};

/**
 * Marks, corrects and clears both children, in two sessions and on two days, and tells their guardians in every way.
 * In the end a job, deliveries and a lease are left over.
 */
async function liveADay(repository: AttendanceRepository): Promise<void> {
  const clock = createTestClock(now);
  let attempts = 0;
  const attendance = createAttendance({
    repository,
    clock,
    sessions: ['am', 'pm'],
    notifications: { retry: { baseMs: 3_600_000 } },
    notifier: {
      notify: async () => {
        attempts += 1;
        if (attempts % 4 === 2) throw Object.assign(new Error('refused'), { permanent: true });
        if (attempts % 4 === 3) throw new Error('down');
        return { skipped: attempts % 8 === 4 };
      },
    },
  });
  const bulk = async (status: 'absent' | 'late' | 'sick') => {
    const marks = [child, sibling].flatMap((childId) =>
      (['am', 'pm'] as const).map((session) => ({ childId, session, status })),
    );
    await attendance.markBulkAttendance({ schoolId, marks, markedBy: teacher });
    clock.advance(60_000);
  };
  for (const status of ['absent', 'late', 'absent', 'sick'] as const) {
    await bulk(status);
    await attendance.notifications.drain();
  }
  clock.advance(86_400_000);
  await attendance.markAttendance({ schoolId, childId: child, status: 'late', session: 'am', date, markedBy: teacher });
  await attendance.notifications.drain();
  await attendance.markAttendance({
    schoolId,
    childId: child,
    status: 'absent',
    markedBy: teacher,
    occurredAt: minutes(-9),
    date,
  });
  await attendance.clearAttendance({ schoolId, childId: child, session: 'pm', date, markedBy: teacher });
  await bulk('late');
  const { outbox } = repository;
  const request = { now: clock.now(), silentStatuses: [] };
  await outbox.fanOut({ ...request, settledBefore: request.now, maxChildren: 1_000 });
  const lease = { leaseToken: tokenOf(9), leaseMs: 60_000, maxAttempts: 9 };
  await outbox.claim({ ...request, ...lease, maxDeliveries: 1, after: null, suspects: false });
  await bulk('absent');
  await attendance.close();
}

const said = (childId: string, session: string) => {
  return { childId, session, status: 'absent', previousStatus: 'late', occurredAt, markedBy: teacher };
};

/** Deliveries that a newer release has written: of the child alone and of both, in every state. */
const foreignDeliveries: readonly Delivery[] = [[child], [child, sibling]].flatMap((childIds, group) =>
  (['pending', 'delivered', 'dropped', 'dead'] as const).flatMap((state, place) =>
    [true, false].map((isHeld, turn) => {
      const number = 1_000 + 100 * group + 10 * place + turn;
      return aDelivery({
        jobId: jobIdOf(number),
        guardianId: childIds.length > 1 ? shared : guardian,
        subjectType: 'excursion',
        subjects: childIds.map((childId) => ({ childId, subjectKey: 'zoo' })),
        changes: childIds.map((childId) => said(childId, 'zoo')),
        contentVersion: 4,
        toldOrder: number,
        state,
        settledAt: state === 'pending' ? null : minutes(-5),
        ...(isHeld && { leaseToken: tokenOf(1), leaseUntil: minutes(1) }),
      });
    }),
  ),
);

const foreignJobs: readonly Job[] = [[child], [sibling, child]].map((childIds, index) => ({
  id: jobIdOf(2_000 + index),
  schoolId,
  subjectType: 'excursion',
  today: date,
  createdAt: minutes(-9),
  subjects: childIds.map((childId) => ({ childId, date, subjectKey: 'zoo' })),
  runAt: null,
  fannedOutAt: null,
}));

/** A column of a table, by `table.column`. */
type Column = string;

/** The roster is the host's own to change. */
const rosterTables = ['schools', 'children', 'enrolments', 'guardians'];

/** Columns that may hold several texts, but none that names anybody. */
const namesNobody: readonly Column[] = ['notification_jobs.subject_keys', 'deliveries.subject_keys'];

/** Every column outside the roster that can hold the id of a child or guardian: by its name, or by what it is. */
async function columnsWithPeople(pool: Pool): Promise<readonly Column[]> {
  const { rows } = await pool.query<{ column: Column }>(
    `select c.relname || '.' || a.attname as column
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
    where c.relnamespace = 'attendance'::regnamespace and c.relkind in ('r', 'p', 'm') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped and c.relname <> all($1)
      and (a.attname ~ '(child|guardian|parent|person|subject)' or t.typname in ('json', 'jsonb', 'xml', 'hstore')
        or t.typcategory = 'A' and t.typelem in ('uuid'::regtype, 'text'::regtype, 'bigint'::regtype, 'jsonb'::regtype))
      and t.typname not in ('bool') and a.attname <> 'subject_type'
    order by 1`,
    [rosterTables],
  );
  return rows.map(({ column }) => column).filter((column) => !namesNobody.includes(column));
}

/** Columns of which no row names the child or its own guardian: what this test does not fill proves nothing. */
async function columnsWithout(
  pool: Pool,
  columns: readonly Column[],
  ids: readonly string[],
): Promise<readonly Column[]> {
  const found = await Promise.all(
    columns.map(async (column) => {
      const [table, name] = column.split('.');
      const { rows } = await pool.query(
        `select from attendance.${table} where exists (select from unnest($1::text[]) as id where position(id in "${name}"::text) > 0)
        limit 1`,
        [ids],
      );
      return rows.length > 0 ? [] : [column];
    }),
  );
  return found.flat();
}

/** Tables outside the roster with a row that names one of the ids anywhere. */
async function tablesThatName(pool: Pool, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'attendance'::regnamespace and relkind in ('r', 'p', 'm')
      and relname <> all($1) order by 1`,
    [rosterTables],
  );
  const naming = await Promise.all(
    rows.map(async ({ name }) => {
      const found = await pool.query(
        `select from attendance."${name}" t where exists (select from unnest($1::text[]) as id where position(id in t::text) > 0) limit 1`,
        [ids],
      );
      return found.rows.length > 0 ? [name] : [];
    }),
  );
  return naming.flat();
}

describeOnPostgres('erasing a child', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(() => database?.drop());

  async function fill(): Promise<AttendanceRepository> {
    const { pool } = database;
    const repository = createPostgresRepository({ pool });
    await emptyOutbox(pool);
    await insertLinks(pool, links);
    await liveADay(repository);
    await insertJobs(pool, foreignJobs);
    await insertDeliveries(pool, foreignDeliveries);
    return repository;
  }

  test('leaves its id, and that of a guardian of its own, in no row of any table', async () => {
    const { pool } = database;
    const repository = await fill();
    const columns = await columnsWithPeople(pool);
    expect(columns).toEqual(
      expect.arrayContaining([
        'deliveries.changes',
        'deliveries.child_ids',
        'deliveries.guardian_id',
        'notification_jobs.child_ids',
        'records.child_id',
        'revisions.child_id',
      ]),
    );
    expect(await columnsWithout(pool, columns, [child, guardian])).toEqual([]);
    const { rows: states } = await pool.query(
      `select distinct state from attendance.deliveries where subject_type = 'attendance' and position($1 in child_ids::text) > 0`,
      [child],
    );
    expect(states.map(({ state }) => state).sort()).toEqual(['dead', 'delivered', 'dropped', 'pending']);

    await repository.eraseChild({ schoolId, childId: child });
    expect(await tablesThatName(pool, [child, guardian])).toEqual([]);
    // What was about the sibling too is still there.
    expect(await tablesThatName(pool, [sibling])).toEqual(['deliveries', 'notification_jobs', 'records', 'revisions']);
    expect(await tablesThatName(pool, [shared])).toEqual(['deliveries']);
  });

  test('would be found out by a new table that is neither filled here nor erased', async () => {
    const { pool } = database;
    const repository = await fill();
    await pool.query(
      'create table attendance.visits (school_id uuid, child_id uuid, details jsonb, companions text[])',
    );
    try {
      const columns = await columnsWithPeople(pool);
      const planted = ['visits.child_id', 'visits.companions', 'visits.details'];
      expect(await columnsWithout(pool, columns, [child, guardian])).toEqual(planted);

      await pool.query(
        `insert into attendance.visits values ($1, $2, jsonb_build_object('with', $3::text), array[$3::text])`,
        [schoolId, child, guardian],
      );
      expect(await columnsWithout(pool, columns, [child, guardian])).toEqual([]);
      await repository.eraseChild({ schoolId, childId: child });
      expect(await tablesThatName(pool, [child])).toEqual(['visits']);
      expect(await tablesThatName(pool, [guardian])).toEqual(['visits']);
    } finally {
      await pool.query('drop table attendance.visits');
    }
  });
});

describe('erasing a child in memory', () => {
  test('leaves its id, and that of a guardian of its own, in no table', async () => {
    const repository = createMemoryRepository({ roster });
    await liveADay(repository);
    const naming = (ids: readonly string[]) =>
      Object.entries(repository.tables())
        .filter(([, rows]) => ids.some((id) => JSON.stringify(rows).includes(id)))
        .map(([table]) => table)
        .sort();
    expect(naming([child])).toEqual(['deliveries', 'notificationJobs', 'records', 'revisions']);
    expect(naming([guardian])).toEqual(['deliveries']);

    await repository.eraseChild({ schoolId, childId: child });
    expect(naming([child, guardian])).toEqual([]);
    expect(naming([sibling])).toEqual(['deliveries', 'notificationJobs', 'records', 'revisions']);
  });

  test('leaves them nowhere in the state, also of what only a newer release knows', async () => {
    const { repository, state } = openInnerMemory(roster);
    await liveADay(repository);
    for (const job of foreignJobs) state().jobs.set(job.id, job);
    for (const delivery of foreignDeliveries) state().deliveries.put(delivery);
    const naming = (id: string) => [...textsIn(state())].filter((text) => text.includes(id));
    expect(naming(child).length).toBeGreaterThan(0);
    expect(naming(guardian).length).toBeGreaterThan(0);

    await repository.eraseChild({ schoolId, childId: child });
    expect([naming(child), naming(guardian)]).toEqual([[], []]);
    expect(naming(sibling).length).toBeGreaterThan(0);
  });
});
