import { createAttendance, isAttendanceError } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { buildRoster } from 'rollbook/testing';
import { expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { child, openOffice, school } from './support/open-office.ts';

async function expectInvalid(notifications: unknown, option: string): Promise<void> {
  const options = { repository: createMemoryRepository(), notifications };
  const error = await errorOf(() => Reflect.apply(createAttendance, undefined, [options]));
  if (!isAttendanceError(error, 'invalid_options')) throw error;
  expect(error.details.option).toBe(option);
}

const never = [null, '5', Number.NaN, Number.POSITIVE_INFINITY, 1.5, -1];

test.each([
  ['settleMs', [86_400_001]],
  ['concurrency', [0, 1_001]],
  ['leaseMs', [99, 3_600_001]],
  ['pollMs', [0, 60_001]],
  ['sendTimeoutMs', [0, 3_600_001]],
  ['handOverAgainMs', [999, 604_800_001]],
  ['correctDays', [36_501]],
  ['retry.maxAttempts', [0, 1_001]],
  ['retry.baseMs', [0, 604_800_001]],
  ['retry.capMs', [0, 604_800_001]],
])('refuses wrong %s', async (option, wrong) => {
  const [outer = '', inner] = option.split('.');
  for (const value of [...never, ...wrong]) {
    await expectInvalid({ [outer]: inner === undefined ? value : { [inner]: value } }, `notifications.${option}`);
  }
});

test.each([
  [{ rate: { limit: 0, intervalMs: 1 } }, 'rate.limit'],
  [{ rate: { limit: 1, intervalMs: 0 } }, 'rate.intervalMs'],
  [{ rate: { limit: 1 } }, 'rate.intervalMs'],
  [{ rate: null }, 'rate'],
  [{ rate: { limit: 1, intervalMs: 1, burst: 2 } }, 'rate'],
  [{ retry: { attempts: 3 } }, 'retry'],
  [{ retry: null }, 'retry'],
  [{ when: true }, 'when'],
])('refuses %j', async (notifications, option) => {
  await expectInvalid(notifications, `notifications.${option}`);
});

test.each([
  () => undefined,
  () => 'yes',
  async () => true,
  () => {
    throw new Error('not today');
  },
])('refuses a `when` that answers neither true nor false: %#', async (when) => {
  await expectInvalid({ when }, 'notifications.when');
});

test('asks `when` about every status once, when the library is set up', async () => {
  const asked: unknown[] = [];
  const { mark, attendance } = openOffice({
    notifications: {
      when: (change) => {
        asked.push(change);
        return true;
      },
    },
  });
  const statuses = ['present', 'late', 'sick', 'excused', 'absent'];
  expect(asked).toEqual(statuses.map((status) => ({ status, previousStatus: null })));
  await mark(1);
  await attendance.notifications.drain();
  expect(asked).toHaveLength(5);
});

test('a status that `when` leaves out is told nobody, unless it corrects what was told', async () => {
  const { mark, attendance, recorder } = openOffice({ notifications: { when: ({ status }) => status !== 'present' } });
  await mark(1, 'present');
  await mark(2, 'absent');
  await attendance.notifications.drain();
  expect(recorder.sent.map(({ notification }) => notification.changes[0]?.child.id)).toEqual([child(2)]);
  await mark(2, 'present');
  await attendance.notifications.drain();
  expect(recorder.sent[1]?.notification).toMatchObject({
    kind: 'corrected',
    changes: [{ status: 'present', previousStatus: 'absent' }],
  });
});

test.each([
  [{}, 7],
  [{ limits: { maxOfflineDays: 3 } }, 3],
  [{ limits: { maxOfflineDays: 3 }, notifications: { correctDays: 0 } }, 0],
  [{ notifications: { correctDays: 36_500 } }, 36_500],
  [{ batching: false, notifications: { correctDays: 2 } }, 2],
] as const)('with %j changes of days before are corrected %i days back, and purges know it', async (options, days) => {
  const asked: unknown[] = [];
  const memory = createMemoryRepository({ roster: buildRoster({ timezones: ['Asia/Jakarta'] }) });
  const attendance = createAttendance({
    ...options,
    repository: {
      ...memory,
      recordMarks: (request, callOptions) => {
        asked.push(request.correctDays);
        return memory.recordMarks(request, callOptions);
      },
      purge: (request) => {
        asked.push(request.correctDays);
        return memory.purge(request);
      },
    },
  });
  const command = { schoolId: school, childId: child(1), markedBy: 'teacher-1' };
  await attendance.markAttendance({ ...command, status: 'absent' });
  await attendance.clearAttendance(command);
  const { markedBy, schoolId } = command;
  await attendance.markBulkAttendance({ schoolId, childIds: [child(1)], status: 'late', markedBy });
  await attendance.purge({ deliveriesBefore: new Date() });
  expect(asked).toEqual([days, days, days, days]);
});

test.each([
  [{ limit: 0 }, 'limit'],
  [{ limit: 1_001 }, 'limit'],
  [{ limit: '5' }, 'limit'],
  [{ schoolId: '' }, 'schoolId'],
  [{ schoolId: 7 }, 'schoolId'],
  [{ schoolId: 'no-uuid' }, 'schoolId'],
  [{ school: 'x' }, ''],
  [null, ''],
])('refuses to list the dead letters of %j', async (query, path) => {
  const { attendance } = openOffice();
  const error = await errorOf(() => Reflect.apply(attendance.notifications.deadLetters, undefined, [query]));
  if (!isAttendanceError(error, 'invalid_command')) throw error;
  expect(error.details.issues[0]?.path).toBe(path);
});

test.each([undefined, null, 7, '', 'a'.repeat(256), 'a\0'])('refuses %j for a dead letter’s id', async (id) => {
  const { attendance } = openOffice();
  const error = await errorOf(() => Reflect.apply(attendance.notifications.retryDeadLetter, undefined, [id]));
  expect(error.code).toBe('invalid_command');
});

test('knows no dead letter by a text that is none’s id', async () => {
  const { attendance } = openOffice();
  for (const id of ['x', `${crypto.randomUUID()}-1`, `${crypto.randomUUID()}-1.2`]) {
    expect(await attendance.notifications.retryDeadLetter(id)).toBe(false);
  }
});
