import type { Transaction as KyselyTransaction } from 'kysely';
import type { PoolClient } from 'pg';
import {
  type Attendance,
  AttendanceError,
  type AttendanceErrorCode,
  type AttendanceRepository,
  type BulkOutcome,
  createAttendance,
  type DefaultStatus,
  defaultStatuses,
  defineStatuses,
  isAttendanceError,
  type Tally,
} from 'rollbook';
import { createMemoryRepository, type MemoryTransaction } from 'rollbook/memory';
import type { createPostgresRepository, PostgresTransaction } from 'rollbook/postgres';
import { describe, expectTypeOf, test } from 'vitest';

declare const postgres: ReturnType<typeof createPostgresRepository>;
declare const somebodysOwn: AttendanceRepository<{ readonly session: symbol }>;
const repository = createMemoryRepository();
const attendance = createAttendance({ repository });
const onTrips = createAttendance({
  repository,
  statuses: defineStatuses({ ...defaultStatuses, onTrip: { attended: true } }),
  sessions: ['am', 'pm'],
});

const schoolId = 'school';
const markedBy = 'teacher-1';
const mark = { childId: 'child', status: 'present', markedBy } as const;

describe('statuses', () => {
  test('are the default ones where the host defines none', () => {
    expectTypeOf(attendance).toEqualTypeOf<Attendance<DefaultStatus, 'day', MemoryTransaction>>();
    expectTypeOf<DefaultStatus>().toEqualTypeOf<'present' | 'late' | 'sick' | 'excused' | 'absent'>();
  });

  test('are those that the host defines', () => {
    expectTypeOf(onTrips).toEqualTypeOf<Attendance<DefaultStatus | 'onTrip', 'am' | 'pm', MemoryTransaction>>();
    const inline = createAttendance({ repository, statuses: { here: { attended: true }, away: { attended: false } } });
    expectTypeOf(inline.markAttendance).parameter(0).toHaveProperty('status').toEqualTypeOf<'here' | 'away'>();
  });

  test('of another host do not compile', async () => {
    // @ts-expect-error: the default statuses know no trips
    await attendance.markAttendance({ ...mark, status: 'onTrip' });
    // @ts-expect-error: a status is a name, not any text
    await attendance.markAttendance({ ...mark, status: String('present') });
    await onTrips.markAttendance({ ...mark, status: 'onTrip' });
  });

  test('say whether they attend', () => {
    // @ts-expect-error: a status without `attended`
    defineStatuses({ present: {} });
    expectTypeOf(defineStatuses({ here: { attended: true } })).toEqualTypeOf<{
      readonly here: { readonly attended: true };
    }>();
  });
});

describe('sessions', () => {
  test('are those that the host names', async () => {
    await onTrips.markAttendance({ ...mark, session: 'pm' });
    // @ts-expect-error: nobody named an evening
    await onTrips.markAttendance({ ...mark, session: 'evening' });
    // @ts-expect-error: without sessions of the host's there is only `day`
    await attendance.getRegister({ schoolId, session: 'am' });
  });

  test('are at least one', () => {
    // @ts-expect-error: a school day without a session
    createAttendance({ repository, sessions: [] });
  });
});

describe('a bulk', () => {
  const bulk = { schoolId, markedBy } as const;
  const marks = [{ childId: 'child', status: 'sick' }] as const;

  test('has one status for all, or one per child', async () => {
    await attendance.markBulkAttendance({ ...bulk, childIds: ['child'], status: 'present' });
    await attendance.markBulkAttendance({ ...bulk, marks });
  });

  test('has not both, and not neither', async () => {
    // @ts-expect-error: both forms
    await attendance.markBulkAttendance({ ...bulk, childIds: ['child'], status: 'present', marks });
    // @ts-expect-error: a status for all beside one per child
    await attendance.markBulkAttendance({ ...bulk, status: 'present', marks });
    // @ts-expect-error: children without a status
    await attendance.markBulkAttendance({ ...bulk, childIds: ['child'] });
    // @ts-expect-error: no children
    await attendance.markBulkAttendance(bulk);
    // @ts-expect-error: no school
    await attendance.markBulkAttendance({ markedBy, marks });
    // @ts-expect-error: a status that nobody defined
    await attendance.markBulkAttendance({ ...bulk, marks: [{ childId: 'child', status: 'onTrip' }] });
  });

  test('answers with an outcome for each child, and how many had each', () => {
    const answer = attendance.markBulkAttendance({ ...bulk, marks });
    expectTypeOf(answer).resolves.toHaveProperty('outcomes').toEqualTypeOf<readonly BulkOutcome<DefaultStatus>[]>();
    expectTypeOf(answer).resolves.toHaveProperty('tally').toEqualTypeOf<Tally>();
    expectTypeOf<Tally['superseded']>().toBeNumber();
  });
});

describe('a mark', () => {
  test('answers with the record that stands, whose status is null once cleared', () => {
    const answer = attendance.markAttendance(mark);
    expectTypeOf(answer)
      .resolves.toHaveProperty('record')
      .toHaveProperty('status')
      .toEqualTypeOf<DefaultStatus | null>();
    expectTypeOf(answer).resolves.toHaveProperty('previousStatus').toEqualTypeOf<DefaultStatus | null>();
    expectTypeOf(answer)
      .resolves.toHaveProperty('outcome')
      .toEqualTypeOf<'recorded' | 'corrected' | 'amended' | 'unchanged' | 'kept' | 'superseded' | 'cleared'>();
  });

  test('takes what may be left out as undefined too', async () => {
    await attendance.markAttendance({
      ...mark,
      schoolId: undefined,
      occurredAt: undefined,
      reason: undefined,
      note: null,
    });
  });

  test('takes no misspelt detail', async () => {
    // @ts-expect-error: occurredAt has two r
    await attendance.markAttendance({ ...mark, occuredAt: new Date() });
    // @ts-expect-error: a date is text
    await attendance.markAttendance({ ...mark, date: new Date() });
    // @ts-expect-error: a clear has no status
    await attendance.clearAttendance({ childId: 'child', status: 'present', markedBy });
  });
});

describe('reads', () => {
  test('carry the host’s statuses', () => {
    expectTypeOf(onTrips.getRegister({ schoolId }))
      .resolves.toHaveProperty('entries')
      .items.toHaveProperty('status')
      .toEqualTypeOf<DefaultStatus | 'onTrip' | null>();
    expectTypeOf(onTrips.getDailySummary({ schoolId }))
      .resolves.toHaveProperty('byStatus')
      .toEqualTypeOf<Readonly<Record<DefaultStatus | 'onTrip', number>>>();
    expectTypeOf(onTrips.getHistory({ schoolId, childId: 'child' }))
      .resolves.items.toHaveProperty('status')
      .toEqualTypeOf<DefaultStatus | 'onTrip' | null>();
  });
});

describe('a transaction', () => {
  test('is one of the repository’s own', async () => {
    await repository.transaction(async (transaction) => {
      expectTypeOf(transaction).toEqualTypeOf<MemoryTransaction>();
      return attendance.markAttendance(mark, { transaction });
    });
    // @ts-expect-error: a memory repository has no SQL
    await attendance.markAttendance(mark, { transaction: { query: async () => ({ rows: [] }) } });
    // @ts-expect-error: misspelt, it would commit on its own
    await attendance.markAttendance(mark, { trx: undefined });
  });

  test('on Postgres is a Kysely transaction or a client', () => {
    const onPostgres = createAttendance({ repository: postgres });
    expectTypeOf(onPostgres).toEqualTypeOf<Attendance<DefaultStatus, 'day', PostgresTransaction>>();
    expectTypeOf<KyselyTransaction<{ host: { id: number } }>>().toExtend<PostgresTransaction>();
    expectTypeOf<PoolClient>().toExtend<PostgresTransaction>();
    expectTypeOf<string>().not.toExtend<PostgresTransaction>();
  });

  test('is what somebody else’s repository says it is', () => {
    const own = createAttendance({ repository: somebodysOwn });
    expectTypeOf(own.clearAttendance)
      .parameter(1)
      .toExtend<{ transaction?: { readonly session: symbol } } | undefined>();
  });
});

describe('errors', () => {
  test('have the details of their code', () => {
    const error: unknown = undefined;
    if (isAttendanceError(error, 'bulk_rejected')) {
      expectTypeOf(error).toEqualTypeOf<AttendanceError<'bulk_rejected'>>();
      expectTypeOf(error.details.outcomes).toEqualTypeOf<readonly BulkOutcome<string>[]>();
    }
    if (isAttendanceError(error, 'repository_unavailable')) {
      expectTypeOf(error.details.reason).toEqualTypeOf<'timeout' | 'connection' | 'conflict'>();
    }
    if (isAttendanceError(error)) expectTypeOf(error.code).toEqualTypeOf<AttendanceErrorCode>();
  });

  test('have no code that nobody knows', () => {
    // @ts-expect-error: no such code
    isAttendanceError(undefined, 'child_missing');
    // @ts-expect-error: a code without its details
    new AttendanceError('child_not_found', 'not found', {});
  });
});

describe('events', () => {
  test('have a payload by their name', () => {
    attendance.events.on('attendance.marked', (event) => expectTypeOf(event.childId).toBeString());
    attendance.events.on('attendance.bulkMarked', ({ tally }) => expectTypeOf(tally).toEqualTypeOf<Tally>());
    attendance.events.on('attendance.reconciled', ({ schoolId }) =>
      expectTypeOf(schoolId).toEqualTypeOf<string | null>(),
    );
    // @ts-expect-error: no such event
    attendance.events.on('attendance.changed', () => {});
  });
});
