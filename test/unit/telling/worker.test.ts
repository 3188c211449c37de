import { afterEach, expect, test, vi } from 'vitest';
import { eventually } from './support/eventually.ts';
import { settle, settled } from './support/fake-time.ts';
import { child, openOffice, school } from './support/open-office.ts';

const hour = 3_600_000;

afterEach(() => {
  vi.useRealTimers();
});

test('nothing is delivered, and no timer runs, before it is asked for', async () => {
  vi.useFakeTimers();
  const { mark, recorder, calls } = openOffice();
  await mark(1);
  await settle();
  expect({ sent: recorder.sent, calls, timers: vi.getTimerCount() }).toEqual({ sent: [], calls: [], timers: 0 });
});

test('no timer runs after a stop', async () => {
  vi.useFakeTimers();
  const notifications = { settleMs: 5_000, rate: { limit: 1, intervalMs: hour }, pollMs: 250 };
  const { attendance, mark, recorder, clock } = openOffice({ notifications });
  await mark(1);
  await mark(2);
  clock.advance(5_000);
  await attendance.notifications.start();
  await mark(3);
  await settle();
  expect(recorder.sent).toHaveLength(1);
  expect(vi.getTimerCount()).toBeGreaterThan(0);
  await settled(attendance.notifications.stop());
  expect(vi.getTimerCount()).toBe(0);
});

test('a mark of this process is told at once', async () => {
  vi.useFakeTimers();
  const { attendance, mark, recorder } = openOffice({ notifications: { pollMs: 60_000 } });
  await attendance.notifications.start();
  await settle();
  await mark(1);
  await settle();
  expect(recorder.sent).toHaveLength(1);
  await attendance.markBulkAttendance({
    schoolId: school,
    childIds: [child(1)],
    status: 'late',
    markedBy: 'teacher-1',
  });
  await settle();
  expect(recorder.sent).toHaveLength(2);
  await attendance.clearAttendance({ childId: child(1), markedBy: 'teacher-1' });
  await settle();
  expect(recorder.sent.map(({ notification }) => notification.kind)).toEqual(['marked', 'corrected', 'cleared']);
  await settled(attendance.close());
});

test('a mark that tells nobody anything wakes nobody', async () => {
  vi.useFakeTimers();
  const { attendance, mark, calls } = openOffice({ notifications: { pollMs: 60_000 } });
  await attendance.notifications.start();
  await mark(1);
  await settle();
  calls.length = 0;
  await mark(1);
  await settle();
  expect(calls).toEqual([]);
  await settled(attendance.close());
});

test('a mark in a host’s transaction is found by polling', async () => {
  vi.useFakeTimers();
  const { attendance, memory, recorder } = openOffice({ notifications: { pollMs: 1_000 } });
  await attendance.notifications.start();
  await settle();
  await settled(
    memory.transaction((transaction) =>
      attendance.markAttendance({ childId: child(1), status: 'absent', markedBy: 'teacher-1' }, { transaction }),
    ),
  );
  await settle();
  expect(recorder.sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(recorder.sent).toHaveLength(1);
  await settled(attendance.close());
});

test('pauses grow without work, up to twenty times the shortest, and are short again after some', async () => {
  vi.useFakeTimers();
  const { attendance, mark, calls } = openOffice({ notifications: { pollMs: 1_000 } });
  const looks = () => calls.filter(({ method }) => method === 'fanOut').length;
  await attendance.notifications.start();
  await settle();
  const pauses: number[] = [];
  for (let seconds = 0, last = 0, seen = looks(); seconds < 80; seconds += 1) {
    await vi.advanceTimersByTimeAsync(1_000);
    if (looks() === seen) continue;
    pauses.push(seconds + 1 - last);
    last = seconds + 1;
    seen = looks();
  }
  expect(pauses).toEqual([2, 4, 8, 16, 20, 20]);
  await mark(1);
  await settle();
  const before = looks();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(looks()).toBe(before + 1);
  await settled(attendance.close());
});

test('with a time to settle a mark is told when that is over, and so is each one after it', async () => {
  vi.useFakeTimers();
  const { attendance, mark, recorder, clock } = openOffice({ notifications: { settleMs: 10_000, pollMs: 60_000 } });
  const pass = async (ms: number) => {
    clock.advance(ms);
    await vi.advanceTimersByTimeAsync(ms);
  };
  await attendance.notifications.start();
  await settle();
  await mark(1);
  await pass(4_000);
  await mark(2);
  await pass(5_999);
  expect(recorder.sent).toHaveLength(0);
  await pass(1);
  expect(recorder.sent).toHaveLength(1);
  await pass(4_000);
  expect(recorder.sent).toHaveLength(2);
  await settled(attendance.close());
});

test('a correction within the time to settle is all that is told', async () => {
  const { attendance, mark, recorder, clock } = openOffice({ notifications: { settleMs: 10_000 } });
  await mark(1, 'absent');
  clock.advance(5_000);
  await mark(1, 'late');
  clock.advance(10_000);
  await attendance.notifications.drain();
  expect(recorder.sent.map(({ notification }) => notification.changes[0]?.status)).toEqual(['late']);
});

test('a store that fails is asked less and less often, whatever is marked meanwhile, and is used again once it answers', async () => {
  vi.useFakeTimers();
  let isDown = true;
  const { attendance, mark, recorder, calls, warnings } = openOffice({
    notifications: { pollMs: 1_000 },
    before: () => {
      if (isDown) throw new Error('no store: guardian.1@example.org');
    },
  });
  await attendance.notifications.start();
  await settle();
  await mark(1);
  await mark(2);
  await vi.advanceTimersByTimeAsync(14_000);
  const looks = calls.filter(({ method }) => method !== 'deadLetters'); // By which starting sees whether there are tables
  expect(looks).toHaveLength(4);
  expect(warnings).toEqual(
    looks.map(() => ({
      message: 'the notification worker could not reach its store',
      fields: { code: 'unknown' },
    })),
  );
  isDown = false;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(recorder.sent).toHaveLength(2);
  await settled(attendance.close());
});

test('starting twice is starting once, and a stopped worker starts again', async () => {
  const { attendance, mark, recorder } = openOffice();
  await attendance.notifications.start();
  await attendance.notifications.start();
  await mark(1);
  await eventually(() => recorder.sent.length === 1);
  await attendance.notifications.stop();
  await mark(2);
  await attendance.notifications.start();
  await eventually(() => recorder.sent.length === 2);
  await attendance.close();
});

test('a start during a stop comes after it', async () => {
  const { attendance, mark, recorder } = openOffice();
  await attendance.notifications.start();
  const stopped = attendance.notifications.stop();
  await attendance.notifications.start();
  await stopped;
  await mark(1);
  await eventually(() => recorder.sent.length === 1);
  await attendance.close();
});

test('no mark fails or waits because of a notifier', async () => {
  const notifier = {
    notify: () => {
      throw new Error('not today');
    },
  };
  const { attendance, mark } = openOffice({ notifier });
  await attendance.notifications.start();
  expect(await mark(1)).toMatchObject({ outcome: 'recorded' });
  expect(await mark(2)).toMatchObject({ outcome: 'recorded' });
  await eventually(async () => (await attendance.notifications.stats()).scheduled === 2);
  await attendance.close();
});

test('who has neither a notifier nor a queue cannot deliver', async () => {
  const { attendance } = openOffice({ notifier: false });
  for (const call of [attendance.notifications.start, attendance.notifications.drain]) {
    await expect(call()).rejects.toMatchObject({ code: 'invalid_options', details: { option: 'notifier' } });
  }
  await expect(attendance.notifications.stop()).resolves.toBeUndefined();
});

test('after close nothing is delivered any more', async () => {
  const { attendance } = openOffice();
  await attendance.notifications.start();
  await attendance.close();
  await attendance.close();
  const { start, drain, process, deadLetters, retryDeadLetter, stats } = attendance.notifications;
  const id = crypto.randomUUID();
  for (const call of [start, drain, () => process(id), deadLetters, () => retryDeadLetter(id), stats]) {
    await expect(call()).rejects.toMatchObject({ code: 'closed' });
  }
  await expect(attendance.notifications.stop()).resolves.toBeUndefined();
});
