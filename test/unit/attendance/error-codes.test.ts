import { AttendanceError, type AttendanceErrorCode, createAttendance } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { goodBulk, goodMark, ids, openSchool, roster, today, yesterday } from '../support/open-school.ts';

const { attendance } = openSchool();
const { attendance: strict } = openSchool({ limits: { editableDays: 0 } });

/** A store that fails with what an adapter makes of a database's error; real faults have tests of their own. */
function withFailingStore(error: AttendanceError) {
  const repository = createMemoryRepository({ roster });
  repository.recordMarks = () => Promise.reject(error);
  return createAttendance({ repository });
}

/** A way to each code. A new code without one does not compile. */
const ways: Record<AttendanceErrorCode, () => Promise<unknown>> = {
  invalid_command: () => attendance.markAttendance({ ...goodMark, markedBy: '' }),
  invalid_options: async () => createAttendance({ repository: createMemoryRepository(), limits: { maxBulkSize: 0 } }),
  school_not_found: () => attendance.markAttendance({ ...goodMark, schoolId: ids.unknownSchool }),
  child_not_found: () => attendance.markAttendance({ ...goodMark, childId: ids.unknownChild }),
  not_enrolled: () => attendance.markAttendance({ ...goodMark, childId: ids.citra }),
  school_ambiguous: () => {
    const children = [...roster.children, { schoolId: ids.otherSchool, id: ids.ani, name: 'Ani' }];
    const repository = createMemoryRepository({ roster: { ...roster, children } });
    return createAttendance({ repository }).markAttendance(goodMark);
  },
  date_in_future: () => attendance.markAttendance({ ...goodMark, date: '2026-11-03' }),
  date_locked: () => strict.markAttendance({ ...goodMark, date: yesterday }),
  school_timezone_invalid: () => attendance.markAttendance({ ...goodMark, childId: ids.eka }),
  bulk_rejected: () =>
    attendance.markBulkAttendance({ ...goodBulk, childIds: [ids.ani, ids.citra], allOrNothing: true }),
  repository_unavailable: () =>
    withFailingStore(new AttendanceError('repository_unavailable', 'gone', { reason: 'connection' })).markAttendance(
      goodMark,
    ),
  repository_failed: () =>
    withFailingStore(new AttendanceError('repository_failed', 'refused', {})).markAttendance(goodMark),
  schema_outdated: () =>
    withFailingStore(
      new AttendanceError('schema_outdated', 'there are no tables', {
        reason: 'not_migrated',
        found: null,
        needed: '1',
        command: 'run migrateToLatest(db)',
      }),
    ).markAttendance(goodMark),
  deliveries_outstanding: async () => {
    const guardians = [{ schoolId: ids.school, childId: ids.ani, id: ids.budi, name: 'Ibu Ani' }];
    const repository = createMemoryRepository({ roster: { ...roster, guardians } });
    const notifier = { notify: () => Promise.reject(new Error('the line is busy')) };
    const attendance = createAttendance({ repository, notifier });
    await attendance.markAttendance(goodMark);
    return attendance.notifications.process(repository.tables().notificationJobs[0]?.id ?? '');
  },
  rate_limited: () => {
    const rateLimiter = { consume: () => Promise.reject({ msBeforeNext: 1_000 }) };
    return openSchool({ rateLimiter, rateLimitKey: () => 'everybody' }).attendance.markAttendance(goodMark);
  },
  overloaded: () => {
    const { attendance } = openSchool({ batching: { maxQueued: 1 } });
    return Promise.all([attendance.markAttendance(goodMark), attendance.markAttendance(goodMark)]);
  },
  aborted: () => attendance.markAttendance(goodMark, { signal: AbortSignal.abort() }),
  closed: async () => {
    const { attendance: closed } = openSchool();
    await closed.close();
    return closed.markAttendance(goodMark);
  },
};

const retryable: readonly string[] = [
  'repository_unavailable',
  'deliveries_outstanding',
  'rate_limited',
  'overloaded',
  'aborted',
];

test.each(Object.entries(ways))('%s can be raised, and says whether a retry may help', async (code, call) => {
  const error = await errorOf(call);
  expect({ code: error.code, name: error.name, retryable: error.retryable }).toEqual({
    code,
    name: 'AttendanceError',
    retryable: retryable.includes(code),
  });
  expect(error.message).not.toBe('');
});

test.each(Object.entries(ways))('%s tells no name', async (_, call) => {
  const error = await errorOf(call);
  const text = JSON.stringify([error.message, error.details, String(error.cause)]);
  for (const { name } of [...roster.schools, ...roster.children]) expect(text).not.toContain(name);
});

test('a rejected mark tells whose it was, by id', async () => {
  const error = await errorOf(() =>
    attendance.markAttendance({ ...goodMark, childId: ids.citra.toUpperCase(), schoolId: ids.school }),
  );
  expect(error.details).toEqual({ childId: ids.citra, schoolId: ids.school });
});

test("another school's child is not found, like one that does not exist", async () => {
  const foreign = await errorOf(() =>
    attendance.markAttendance({ ...goodMark, childId: ids.dewi, schoolId: ids.school }),
  );
  const unknown = await errorOf(() =>
    attendance.markAttendance({ ...goodMark, childId: ids.unknownChild, schoolId: ids.school }),
  );
  expect(foreign.code).toBe('child_not_found');
  expect({ ...foreign.details, childId: '' }).toEqual({ ...unknown.details, childId: '' });
  expect(foreign.message).toBe(unknown.message);
  const history = () => attendance.getHistory({ schoolId: ids.school, childId: ids.dewi });
  expect((await errorOf(history)).code).toBe('child_not_found');
});

/** When the marks of a bulk are that say nothing else. */
const place = { date: today, session: 'am' };

test('a bulk names the code of each rejected child, and records the others', async () => {
  const { attendance, memory } = openSchool({ limits: { editableDays: 0 } });
  const bulk = { ...goodBulk, childIds: [ids.ani, ids.citra, ids.dewi, ids.unknownChild] };
  const { outcomes, tally } = await attendance.markBulkAttendance({ ...bulk, returning: 'outcomes' });
  expect(outcomes).toEqual([
    { childId: ids.ani, ...place, outcome: 'recorded', previousStatus: null },
    { childId: ids.citra, ...place, outcome: 'rejected', code: 'not_enrolled' },
    { childId: ids.dewi, ...place, outcome: 'rejected', code: 'child_not_found' },
    { childId: ids.unknownChild, ...place, outcome: 'rejected', code: 'child_not_found' },
  ]);
  expect(tally).toMatchObject({ recorded: 1, rejected: 3 });
  expect(memory.tables().records).toHaveLength(1);
});

test('a bulk for all or nothing records nothing, and tells who was rejected and who only because of others', async () => {
  const { attendance, memory } = openSchool();
  const bulk = { ...goodBulk, childIds: [ids.ani, ids.citra], allOrNothing: true };
  const error = await errorOf(() => attendance.markBulkAttendance(bulk));
  expect(error).toMatchObject({
    code: 'bulk_rejected',
    details: {
      outcomes: [
        { childId: ids.ani, ...place, outcome: 'rejected', code: 'bulk_rejected' },
        { childId: ids.citra, ...place, outcome: 'rejected', code: 'not_enrolled' },
      ],
      tally: { recorded: 0, rejected: 2 },
    },
  });
  const { records, revisions, notificationJobs } = memory.tables();
  expect({ records, revisions, notificationJobs }).toEqual({ records: [], revisions: [], notificationJobs: [] });
});

test.each(['getRegister', 'getDailySummary'] as const)('%s tells why it has no answer', async (method) => {
  expect((await errorOf(() => attendance[method]({ schoolId: ids.unknownSchool }))).code).toBe('school_not_found');
  expect((await errorOf(() => attendance[method]({ schoolId: ids.schoolWithoutZone }))).code).toBe(
    'school_timezone_invalid',
  );
  await expect(attendance[method]({ schoolId: ids.schoolWithoutZone, date: yesterday })).resolves.toMatchObject({
    date: yesterday,
  });
});

test('an unknown school is unknown to every command that names it', async () => {
  const calls = [
    () => attendance.clearAttendance({ childId: ids.ani, markedBy: 'me', schoolId: ids.unknownSchool }),
    () => attendance.markBulkAttendance({ ...goodBulk, schoolId: ids.unknownSchool }),
    () => attendance.markBulkAttendance({ ...goodBulk, schoolId: ids.unknownSchool, allOrNothing: true }),
    () => attendance.getHistory({ schoolId: ids.unknownSchool, childId: ids.ani }),
    () => attendance.reconcileDailyCounts({ schoolId: ids.unknownSchool, date: yesterday }),
  ];
  for (const call of calls) expect((await errorOf(call)).code).toBe('school_not_found');
});
