import { AttendanceError, createAttendance, defineStatuses } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { createPostgresRepository, migrateDown, migrateToLatest } from 'rollbook/postgres';
import { buildRoster } from 'rollbook/testing';
import { describe, expect, test, vi } from 'vitest';
import { errorOf } from '../support/error-of.ts';

const roster = buildRoster({ childrenPerSchool: 1 });
const [child] = roster.children;
const command = { childId: child?.id ?? '', status: 'present', markedBy: 'teacher' } as const;

/** As JavaScript calls it, which no types hold back. */
function calling(create: unknown, ...args: unknown[]): () => unknown {
  if (typeof create !== 'function') throw new TypeError('not a function');
  return () => Reflect.apply(create, undefined, args);
}

describe('an option that does not fit is refused where it is given', () => {
  const pool = { connect: async () => {}, on: () => {} };
  test.each([
    ['a memory repository of an unknown id type', calling(createMemoryRepository, { idType: 'constructor' })],
    ['a memory repository without options', calling(createMemoryRepository, null)],
    ['a memory repository with a misspelt option', calling(createMemoryRepository, { rooster: {} })],
    ['a memory repository without time', calling(createMemoryRepository, { timeoutMs: Number.NaN })],
    ['a school that is none', calling(createMemoryRepository, { roster: { schools: [null] } })],
    [
      'a school without a time zone',
      calling(createMemoryRepository, { roster: { schools: [{ id: 's', name: 'S' }] } }),
    ],
    ['a Postgres repository without options', calling(createPostgresRepository, undefined)],
    ['a pool that is none', calling(createPostgresRepository, { pool: {} })],
    ['a pool that nobody can listen to', calling(createPostgresRepository, { pool: { connect: async () => {} } })],
    ['both a pool and an instance', calling(createPostgresRepository, { pool, db: { connection: () => {} } })],
    ['a misspelt option of Postgres', calling(createPostgresRepository, { pool, timeoutMS: 100 })],
    ['a schema that is none', calling(createPostgresRepository, { pool, schema: null })],
    ['a time limit in text', calling(createPostgresRepository, { pool, timeoutMs: '5' })],
    ['a migration without options', calling(migrateToLatest, {}, null)],
    ['a migration of a pool', calling(migrateToLatest, pool)],
    ['a migration of nothing', calling(migrateDown, null)],
    ['statuses that are none', calling(defineStatuses, null)],
    [
      'statuses that cannot be read',
      calling(defineStatuses, {
        get present() {
          throw new Error('no');
        },
      }),
    ],
  ])('%s', async (_, call) => {
    expect((await errorOf(async () => call())).code).toBe('invalid_options');
  });
});

describe('what a host plugs in is checked when it answers', () => {
  test.each([
    ['a clock that answers no valid Date', { clock: { now: () => new Date(Number.NaN) } }],
    ['ids that are no uuids', { ids: () => 'job-1', notifications: { outbox: true } }],
  ])('%s', async (_, options) => {
    const attendance = createAttendance({ repository: createMemoryRepository({ roster }), ...options });
    expect((await errorOf(() => attendance.markAttendance(command))).code).toBe('invalid_options');
  });

  test('ids that throw what nothing can look at fail their mark, which holds up no other', async () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const thrown = [proxy];
    const ids = () => {
      if (thrown.length > 0) throw thrown.pop();
      return crypto.randomUUID();
    };
    const repository = createMemoryRepository({ roster });
    const attendance = createAttendance({ repository, ids, notifications: { outbox: true } });
    const end = () =>
      attendance.markAttendance(command).then(
        ({ outcome }) => outcome,
        () => 'failed',
      );
    expect(await end()).toBe('failed');
    expect(await end()).toBe('recorded');
  });

  test('a clock that answers a number is refused, though JavaScript would take it', async () => {
    const clock = { now: () => new Date() };
    Reflect.set(clock, 'now', Date.now);
    const attendance = createAttendance({ repository: createMemoryRepository({ roster }), clock });
    expect((await errorOf(() => attendance.markAttendance(command))).details).toEqual({ option: 'clock' });
  });

  test('an event that there is none of, and a listener that is none', () => {
    const { events } = createAttendance({ repository: createMemoryRepository() });
    expect(calling(events.on.bind(events), 'constructor', () => {})).toThrow(AttendanceError);
    expect(calling(events.on.bind(events), ['attendance.marked'], () => {})).toThrow(AttendanceError);
    expect(calling(events.on.bind(events), 'attendance.marked', {})).toThrow(AttendanceError);
  });

  test('a logger that rejects reaches nobody', async () => {
    const warn = vi.fn(() => Promise.reject(new Error('disk full')));
    const attendance = createAttendance({ repository: createMemoryRepository({ roster }), logger: { warn } });
    attendance.events.on('attendance.marked', () => {
      throw new Error('listener');
    });
    await expect(attendance.markAttendance(command)).resolves.toMatchObject({ outcome: 'recorded' });
    await vi.waitFor(() => expect(warn).toHaveBeenCalledOnce());
  });

  test('a signal that is none is refused', async () => {
    const attendance = createAttendance({ repository: createMemoryRepository({ roster }) });
    for (const signal of [{ aborted: false }, Object.create(AbortSignal.prototype)]) {
      const call = calling(attendance.markAttendance, command, { signal });
      expect((await errorOf(call)).code).toBe('invalid_command');
    }
  });

  test('a value that cannot even be described is refused', async () => {
    const attendance = createAttendance({ repository: createMemoryRepository({ roster }) });
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const query = { schoolId: child?.schoolId ?? '', date: proxy };
    expect((await errorOf(calling(attendance.getDailySummary, query))).code).toBe('invalid_command');
    expect((await errorOf(async () => calling(createMemoryRepository, { idType: proxy })())).code).toBe(
      'invalid_options',
    );
  });
});

test('the form of a bulk that is not meant may be undefined', async () => {
  const attendance = createAttendance({ repository: createMemoryRepository({ roster }) });
  const bulk = { schoolId: child?.schoolId ?? '', markedBy: 'teacher' };
  const marks = [{ childId: command.childId, status: 'late' as const }];
  const first = await attendance.markBulkAttendance({
    ...bulk,
    childIds: [command.childId],
    status: 'present',
    marks: undefined,
  });
  const second = await attendance.markBulkAttendance({ ...bulk, marks, childIds: undefined, status: undefined });
  expect([first.tally.recorded, second.tally.corrected]).toEqual([1, 1]);
});
