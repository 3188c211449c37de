import { NotifierError } from 'rollbook';
import { testId } from 'rollbook/testing';
import { expect, test } from 'vitest';
import { eventually } from './support/eventually.ts';
import { createHeldNotifier } from './support/held-notifier.ts';
import { child, guardian, openOffice, school } from './support/open-office.ts';

const nothing = { delivered: 0, failed: 0, dead: 0, dropped: 0, queued: 0 };

test('a drain tells everybody who is to be told, once', async () => {
  const { attendance, recorder, mark } = openOffice();
  await mark(1);
  await mark(2, 'late');
  expect(await attendance.notifications.drain()).toEqual({ ...nothing, delivered: 2 });
  expect(await attendance.notifications.drain()).toEqual(nothing);
  expect(recorder.sent.map(({ notification }) => notification.changes[0]?.child.id)).toEqual([child(1), child(2)]);
});

test('an attempt comes with its number, a signal, and the notification’s id for a key', async () => {
  const { attendance, recorder, mark } = openOffice();
  await mark(1);
  await attendance.notifications.drain();
  const [sent] = recorder.sent;
  expect(sent?.context).toMatchObject({ attempt: 1, idempotencyKey: sent?.notification.id });
  expect(sent?.context.signal.aborted).toBe(false);
});

test('nothing to do takes one look', async () => {
  const { attendance, calls } = openOffice();
  expect(await attendance.notifications.drain()).toEqual(nothing);
  expect(calls.map(({ method }) => method)).toEqual(['fanOut', 'claim']);
});

test('a failed attempt is made again after its pause, with the same key, and not before', async () => {
  const { attendance, recorder, clock, mark } = openOffice({ notifications: { retry: { baseMs: 60_000 } } });
  await mark(1);
  recorder.failNext(1, new NotifierError('busy', { retryAfterMs: 90_000 }));
  expect(await attendance.notifications.drain()).toEqual({ ...nothing, failed: 1 });
  clock.advance(89_999);
  expect(await attendance.notifications.drain()).toEqual(nothing);
  clock.advance(1);
  expect(await attendance.notifications.drain()).toEqual({ ...nothing, delivered: 1 });
  expect(recorder.sent[0]?.context).toMatchObject({ attempt: 2, idempotencyKey: recorder.sent[0]?.notification.id });
});

test.each([[new NotifierError('no such number', { permanent: true })], [{ retryable: false }]])(
  'a failure that no attempt can mend is given up at once: %#',
  async (error) => {
    const { attendance, recorder, clock, mark } = openOffice();
    await mark(1);
    recorder.failNext(1, error);
    expect(await attendance.notifications.drain()).toEqual({ ...nothing, dead: 1 });
    const [letter] = await attendance.notifications.deadLetters();
    expect(letter).toEqual({
      id: expect.any(String),
      schoolId: school,
      guardianId: guardian(1),
      childIds: [child(1)],
      date: '2026-03-02',
      session: 'day',
      kind: 'marked',
      attempts: 1,
      reason: 'refused',
      diedAt: clock.now(),
    });
  },
);

test('a drain ends on a clock that stands still: what has just failed is not due', async () => {
  const { attendance, recorder, mark } = openOffice({ notifications: { retry: { capMs: 1 } } });
  await mark(1);
  recorder.failNext(100);
  expect(await attendance.notifications.drain()).toEqual({ ...nothing, failed: 1 });
  expect(await attendance.notifications.drain()).toEqual(nothing);
});

test('a message whose every attempt fails is given up', async () => {
  const { attendance, recorder, clock, mark } = openOffice({ notifications: { retry: { maxAttempts: 3, capMs: 1 } } });
  await mark(1);
  recorder.failNext(100);
  const tallies = [];
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    tallies.push(await attendance.notifications.drain());
    clock.advance(1);
  }
  expect(tallies.map(({ failed, dead }) => [failed, dead])).toEqual([
    [1, 0],
    [1, 0],
    [0, 1],
    [0, 0],
  ]);
  expect(await attendance.notifications.deadLetters()).toMatchObject([{ attempts: 3, reason: 'failed' }]);
});

test('a dead letter is sent again when asked, with the same key', async () => {
  const { attendance, recorder, mark } = openOffice({ notifications: { retry: { maxAttempts: 1 } } });
  await mark(1);
  recorder.failNext();
  await attendance.notifications.drain();
  const [letter] = await attendance.notifications.deadLetters({ schoolId: school, limit: 1 });
  expect(await attendance.notifications.retryDeadLetter(letter?.id ?? '')).toBe(true);
  expect(await attendance.notifications.drain()).toEqual({ ...nothing, delivered: 1 });
  expect(recorder.sent[0]?.context).toMatchObject({ attempt: 1, idempotencyKey: letter?.id });
  expect(await attendance.notifications.deadLetters()).toEqual([]);
  expect(await attendance.notifications.retryDeadLetter(letter?.id ?? '')).toBe(false);
});

test('a dead letter whose school is another’s is not listed', async () => {
  const { attendance, recorder, mark } = openOffice({ notifications: { retry: { maxAttempts: 1 } } });
  await mark(1);
  recorder.failNext();
  await attendance.notifications.drain();
  expect(await attendance.notifications.deadLetters({ schoolId: testId('school', 2) })).toEqual([]);
  expect(await attendance.notifications.deadLetters({ schoolId: school.toUpperCase() })).toHaveLength(1);
});

test('one child’s bad number costs nobody else their message', async () => {
  const { attendance, recorder, mark } = openOffice({
    notifier: {
      notify: async (notification, context) => {
        if (notification.guardian.id === guardian(2)) throw new NotifierError('no such number', { permanent: true });
        await recorder.notify(notification, context);
      },
    },
  });
  for (const number of [1, 2, 3]) await mark(number);
  expect(await attendance.notifications.drain()).toEqual({ ...nothing, delivered: 2, dead: 1 });
});

test('an attempt that hangs has failed after its time, takes its signal with it and frees its place', async () => {
  const held = createHeldNotifier();
  const { attendance, mark } = openOffice({ notifier: held, notifications: { sendTimeoutMs: 1, concurrency: 1 } });
  await mark(1);
  await mark(2);
  expect(await attendance.notifications.drain()).toEqual({ ...nothing, failed: 2 });
  expect(held.attempts.map(({ context }) => context.signal.reason)).toMatchObject([
    { name: 'TimeoutError' },
    { name: 'TimeoutError' },
  ]);
});

test('what a notifier does after its time changes nothing', async () => {
  const held = createHeldNotifier();
  const { attendance, mark } = openOffice({ notifier: held, notifications: { sendTimeoutMs: 1 } });
  await mark(1);
  await mark(2);
  await attendance.notifications.drain();
  held.attempts[0]?.succeed();
  held.attempts[1]?.fail();
  expect(await attendance.notifications.stats()).toMatchObject({ scheduled: 2, leased: 0 });
});

test('a notifier that throws, or answers no promise, is a notifier all the same', async () => {
  const answers: (() => unknown)[] = [
    () => {
      throw new Error('at once');
    },
    () => undefined,
  ];
  const notifier = { notify: (): Promise<void> => Reflect.apply(answers.shift() ?? Object, undefined, []) };
  const { attendance, mark } = openOffice({ notifier, notifications: { concurrency: 1 } });
  await mark(1);
  await mark(2);
  expect(await attendance.notifications.drain()).toEqual({ ...nothing, failed: 1, delivered: 1 });
});

test('no more attempts run at a time than asked for', async () => {
  let running = 0;
  const most: number[] = [];
  const notifier = {
    notify: async () => {
      running += 1;
      most.push(running);
      await Promise.resolve();
      running -= 1;
    },
  };
  const { attendance } = openOffice({ children: 20, notifier, notifications: { concurrency: 3 } });
  const childIds = Array.from({ length: 20 }, (_, index) => child(index + 1));
  await attendance.markBulkAttendance({ schoolId: school, childIds, status: 'absent', markedBy: 'teacher-1' });
  await attendance.notifications.drain();
  expect(most).toHaveLength(20);
  expect(Math.max(...most)).toBe(3);
});

test('a rate limit holds, and what waits for it is claimed late', async () => {
  const held = createHeldNotifier();
  const notifications = { rate: { limit: 2, intervalMs: 86_400_000 } };
  const { attendance, mark } = openOffice({ children: 8, notifier: held, notifications });
  for (const number of [1, 2, 3, 4, 5, 6, 7, 8]) await mark(number);
  await attendance.notifications.start();
  await eventually(() => held.attempts.length === 2);
  await eventually(async () => (await attendance.notifications.stats()).leased === 4);
  expect(held.attempts).toHaveLength(2);
  expect(await attendance.notifications.stats()).toMatchObject({ leased: 4, ready: 4 });
  await attendance.notifications.stop({ graceMs: 0 });
  expect(await attendance.notifications.stats()).toMatchObject({ leased: 0, ready: 8 });
});

test('one slow message holds up no other', async () => {
  const held = createHeldNotifier();
  const { attendance, mark } = openOffice({ children: 9, notifier: held, notifications: { concurrency: 2 } });
  for (const number of [1, 2, 3, 4, 5, 6, 7, 8, 9]) await mark(number);
  const drained = attendance.notifications.drain();
  for (let count = 2; count <= 9; count += 1) {
    await eventually(() => held.attempts.length === count);
    held.attempts[count - 1]?.succeed();
  }
  await eventually(async () => (await attendance.notifications.stats()).leased === 1);
  held.attempts[0]?.succeed();
  expect(await drained).toEqual({ ...nothing, delivered: 9 });
});

test('drains that run together tell everybody once, and each returns when all is told', async () => {
  const { attendance, recorder } = openOffice({ children: 30, notifications: { concurrency: 4 } });
  const childIds = Array.from({ length: 30 }, (_, index) => child(index + 1));
  await attendance.markBulkAttendance({ schoolId: school, childIds, status: 'absent', markedBy: 'teacher-1' });
  const tallies = await Promise.all([1, 2, 3].map(() => attendance.notifications.drain()));
  expect(recorder.sent).toHaveLength(30);
  expect(tallies.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(30);
});

test('a drain waits for what the started worker is sending', async () => {
  const held = createHeldNotifier();
  const { attendance, mark } = openOffice({ notifier: held });
  await attendance.notifications.start();
  await mark(1);
  await eventually(() => held.attempts.length === 1);
  let isDrained = false;
  const drained = attendance.notifications.drain().then(() => {
    isDrained = true;
  });
  await mark(2);
  await eventually(() => held.attempts.length === 2);
  expect(isDrained).toBe(false);
  for (const attempt of held.attempts) attempt.succeed();
  await drained;
  await attendance.close();
});

test('what changes while a message is on its way is told after it, in the same drain', async () => {
  const held = createHeldNotifier();
  const { attendance, mark } = openOffice({ notifier: held });
  await mark(1, 'absent');
  const drained = attendance.notifications.drain();
  await eventually(() => held.attempts.length === 1);
  await mark(1, 'late');
  held.attempts[0]?.succeed();
  await eventually(() => held.attempts.length === 2);
  held.attempts[1]?.succeed();
  expect(await drained).toEqual({ ...nothing, delivered: 2 });
  expect(held.attempts[1]?.notification).toMatchObject({
    kind: 'corrected',
    changes: [{ status: 'late', previousStatus: 'absent' }],
  });
});

test('a drain fails with the store, after what it had begun has ended', async () => {
  const failing = new Set<string>();
  const { attendance, mark, recorder } = openOffice({
    before: ({ method }) => {
      if (failing.has(method)) throw new Error('no store');
    },
  });
  await mark(1);
  failing.add('claim');
  await expect(attendance.notifications.drain()).rejects.toThrow('no store');
  failing.clear();
  expect(await attendance.notifications.drain()).toEqual({ ...nothing, delivered: 1 });
  expect(recorder.sent).toHaveLength(1);
});
