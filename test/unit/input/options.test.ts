import { createAttendance, isAttendanceError } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { goodMark, ids, now, roster } from '../support/open-school.ts';

const repository = createMemoryRepository({ roster });

async function expectInvalidOption(options: unknown, option: string): Promise<void> {
  const error = await errorOf(() => Reflect.apply(createAttendance, undefined, [options]));
  expect({ code: error.code, retryable: error.retryable }).toEqual({ code: 'invalid_options', retryable: false });
  if (isAttendanceError(error, 'invalid_options')) expect(error.details.option).toBe(option);
}

test.each([undefined, null, 7, 'options', [], () => ({ repository })])('refuses %s for options', async (options) => {
  await expectInvalidOption(options, '');
});

const wrong: Record<string, readonly unknown[]> = {
  repository: [
    undefined,
    null,
    {},
    'postgres',
    { recordMarks: () => {} },
    { ...repository, ping: undefined },
    { ...repository, outbox: { claim: () => {} } },
  ],
  statuses: [null, [], 'present', { 'two words': { attended: true } }, {}, { present: {} }],
  sessions: [null, 'day', [], [''], ['day', 'day'], ['two words'], [7], ['a'.repeat(65)]],
  notifier: [null, {}, () => {}, { notify: 'me' }],
  queue: [null, {}, { enqueue: true }],
  notifications: [null, true, []],
  'notifications.outbox': ['yes', 1, null],
  limits: [null, 5, []],
  'limits.maxBulkSize': [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5', null],
  'limits.maxClockSkewMs': [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5', null],
  'limits.maxOfflineDays': [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 36_501, '7', null],
  'limits.editableDays': [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 36_501, '7'],
  'limits.requireSchoolId': ['yes', 1, null],
  rateLimiter: [null, {}, () => {}, { consume: 5 }],
  rateLimitKey: [null, 'school', {}, () => 'a key without a limiter'],
  rateLimitTimeoutMs: [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5', null],
  slowStatementMs: [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5', null],
  clock: [null, {}, Date.now, { now: 5 }],
  ids: [null, 'uuid', {}],
  logger: [null, {}, { warn: 'loudly' }],
};

test.each(Object.entries(wrong))('refuses wrong %s', async (option, values) => {
  const [outer = '', inner] = option.split('.');
  for (const value of values) {
    const changed = inner === undefined ? { [outer]: value } : { [outer]: { [inner]: value } };
    await expectInvalidOption({ repository, ...changed }, option === 'sessions' ? await pathOf(changed) : option);
  }
});

/** A wrong session is named by its place. */
async function pathOf(changed: object): Promise<string> {
  const error = await errorOf(() => Reflect.apply(createAttendance, undefined, [{ repository, ...changed }]));
  if (!isAttendanceError(error, 'invalid_options')) throw error;
  expect(error.details.option).toMatch(/^sessions(\.\d)?$/);
  return error.details.option;
}

test.each([
  [{ transactions: true }, ''],
  [{ limits: { maxBulk: 5 } }, 'limits'],
  [{ notifications: { outBox: true } }, 'notifications'],
])('refuses the unknown option in %j', async (unknown, option) => {
  await expectInvalidOption({ repository, ...unknown }, option);
});

test('refuses options that throw when read', async () => {
  const options = Object.defineProperty({ repository }, 'limits', {
    enumerable: true,
    get: () => {
      throw new Error('not today');
    },
  });
  const error = await errorOf(() => createAttendance(options)).catch((other: unknown) => other);
  expect(error).toBeInstanceOf(Error);
});

test('needs nothing but a repository', async () => {
  const attendance = createAttendance({ repository: createMemoryRepository({ roster }) });
  const { record } = await attendance.markAttendance(goodMark);
  expect(record.session).toBe('day');
  expect(Math.abs(Date.now() - record.recordedAt.getTime())).toBeLessThan(60_000);
});

test('takes undefined for an option left out', async () => {
  const { limits, clock, sessions } = { limits: undefined, clock: undefined, sessions: undefined };
  const options = { repository: createMemoryRepository({ roster }), limits, clock, sessions };
  const attendance = Reflect.apply(createAttendance, undefined, [options]);
  await expect(attendance.markAttendance(goodMark)).resolves.toMatchObject({ outcome: 'recorded' });
});

test('takes the first session for a command that names none', async () => {
  const attendance = createAttendance({
    repository: createMemoryRepository({ roster }),
    sessions: ['morning', 'evening'],
  });
  const { record } = await attendance.markAttendance(goodMark);
  expect(record.session).toBe('morning');
});

test('replaces the default statuses by the host’s own', async () => {
  const attendance = createAttendance({
    repository: createMemoryRepository({ roster }),
    statuses: { here: { attended: true }, away: { attended: false } },
  });
  const { record } = await attendance.markAttendance({ ...goodMark, status: 'here' });
  expect(record.status).toBe('here');
  const summary = await attendance.getDailySummary({ schoolId: ids.school });
  expect(summary.byStatus).toEqual({ here: 1, away: 0 });
  expect((await errorOf(() => Reflect.apply(attendance.markAttendance, attendance, [goodMark]))).code).toBe(
    'invalid_command',
  );
});

test('asks the clock once a command', async () => {
  let asked = 0;
  const clock = {
    now: () => {
      asked += 1;
      return new Date(now);
    },
  };
  const attendance = createAttendance({ repository: createMemoryRepository({ roster }), clock });
  await attendance.markBulkAttendance({
    schoolId: ids.school,
    childIds: [ids.ani, ids.budi],
    status: 'late',
    markedBy: 'me',
  });
  expect(asked).toBe(1);
});

test.each([
  ['no notifier or queue', {}, 0],
  ['a notifier', { notifier: { notify: async () => {} } }, 1],
  ['a queue', { queue: { enqueue: async () => {} } }, 1],
  ['a notifier, but no outbox', { notifier: { notify: async () => {} }, notifications: { outbox: false } }, 0],
  ['an outbox for a process that delivers', { notifications: { outbox: true } }, 1],
])('with %s writes as many jobs as it should', async (_, options, jobs) => {
  const memory = createMemoryRepository({ roster });
  const attendance = createAttendance({ repository: memory, clock: { now: () => new Date(now) }, ...options });
  await attendance.markAttendance(goodMark);
  expect(memory.tables().notificationJobs).toHaveLength(jobs);
  await attendance.close();
});

test('refuses a rate limiter without a key, which would limit nobody', async () => {
  await expectInvalidOption({ repository, rateLimiter: { consume: async () => {} } }, 'rateLimitKey');
});
