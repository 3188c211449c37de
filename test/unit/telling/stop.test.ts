import { AttendanceError } from 'rollbook';
import { expect, test } from 'vitest';
import { eventually } from './support/eventually.ts';
import { createHeldNotifier } from './support/held-notifier.ts';
import { openOffice } from './support/open-office.ts';

async function openBusyOffice(notifications = {}) {
  const held = createHeldNotifier();
  const office = openOffice({ notifier: held, notifications: { concurrency: 2, ...notifications } });
  for (const number of [1, 2, 3]) await office.mark(number);
  await office.attendance.notifications.start();
  await eventually(() => held.attempts.length === 2);
  return { ...office, held };
}

test('a stop waits for what is being sent, and leaves no lease', async () => {
  const { attendance, held } = await openBusyOffice();
  const stopped = attendance.notifications.stop();
  for (const attempt of held.attempts) attempt.succeed();
  await stopped;
  expect(held.attempts).toHaveLength(2);
  expect(await attendance.notifications.stats()).toMatchObject({ leased: 0, ready: 1 });
});

test('what is still being sent after the grace is aborted, and handed back as possibly told', async () => {
  const { attendance, held, memory } = await openBusyOffice();
  await attendance.notifications.stop({ graceMs: 0 });
  expect(held.attempts.map(({ context }) => context.signal.aborted)).toEqual([true, true]);
  expect(await attendance.notifications.stats()).toMatchObject({ leased: 0, ready: 3 });
  const told = memory.tables().deliveries.filter(({ toldOrder }) => toldOrder !== null);
  expect(told.map(({ attempt, changes }) => ({ attempt, changes: changes?.length }))).toEqual([
    { attempt: 0, changes: 1 },
    { attempt: 0, changes: 1 },
  ]);
});

test('what was not begun is handed back at once, as untold', async () => {
  const notifications = { concurrency: 3, rate: { limit: 2, intervalMs: 86_400_000 } };
  const { attendance, held, memory } = await openBusyOffice(notifications);
  await eventually(async () => (await attendance.notifications.stats()).leased === 3);
  const stopped = attendance.notifications.stop();
  await eventually(async () => (await attendance.notifications.stats()).leased === 2);
  expect(memory.tables().deliveries.filter(({ toldOrder }) => toldOrder === null)).toHaveLength(1);
  for (const attempt of held.attempts) attempt.succeed();
  await stopped;
  expect(await attendance.notifications.stats()).toMatchObject({ leased: 0, ready: 1 });
});

test('what a claim brings after the stop is handed back unsent', async () => {
  const gate = Promise.withResolvers<void>();
  let isClaiming = false;
  const { attendance, mark, recorder } = openOffice({
    before: async ({ method }) => {
      if (method !== 'claim') return;
      isClaiming = true;
      await gate.promise;
    },
  });
  await mark(1);
  await attendance.notifications.start();
  await eventually(() => isClaiming);
  const stopped = attendance.notifications.stop();
  gate.resolve();
  await stopped;
  expect(recorder.sent).toEqual([]);
  expect(await attendance.notifications.stats()).toMatchObject({ leased: 0, ready: 1 });
});

test('stops that run together end together, and a stop without a start is no error', async () => {
  const { attendance, held } = await openBusyOffice();
  const stops = [attendance.notifications.stop(), attendance.notifications.stop(), attendance.close()];
  for (const attempt of held.attempts) attempt.succeed();
  await Promise.all(stops);
  await openOffice().attendance.notifications.stop();
});

test('a drain that a stop ends returns what it did', async () => {
  const held = createHeldNotifier();
  const { attendance, mark } = openOffice({ notifier: held, notifications: { concurrency: 1 } });
  for (const number of [1, 2, 3]) await mark(number);
  const drained = attendance.notifications.drain();
  await eventually(() => held.attempts.length === 1);
  const stopped = attendance.notifications.stop();
  held.attempts[0]?.succeed();
  await stopped;
  expect(await drained).toMatchObject({ delivered: 1 });
});

test('a stop does not wait for a store that takes no results beyond the grace', async () => {
  let isDown = false;
  const { attendance, mark, recorder, warnings } = openOffice({
    before: ({ method }) => {
      if (isDown && method === 'settle') throw new Error('no store');
    },
  });
  isDown = true;
  await mark(1);
  await attendance.notifications.start();
  await eventually(() => recorder.sent.length === 1 && warnings.length > 0);
  await attendance.notifications.stop({ graceMs: 1 });
  expect(await attendance.notifications.stats()).toMatchObject({ leased: 1 });
});

test('a stop does not wait at all for a store that will never take the result', async () => {
  const { attendance, mark, recorder } = openOffice({
    notifications: { leaseMs: 3_600_000 },
    before: ({ method }) => {
      if (method === 'settle') throw new AttendanceError('repository_failed', 'the pool has ended', {});
    },
  });
  await mark(1);
  await attendance.notifications.start();
  await eventually(() => recorder.sent.length === 1);
  await attendance.notifications.stop({ graceMs: 86_400_000 });
  expect(await attendance.notifications.stats()).toMatchObject({ leased: 1 });
});

test.each([-1, 1.5, '5', Number.NaN, null])('a grace of %s is none', async (graceMs) => {
  const { attendance } = openOffice();
  const stop = () => Reflect.apply(attendance.notifications.stop, undefined, [{ graceMs }]);
  await expect(stop()).rejects.toMatchObject({ code: 'invalid_command' });
});

test('a stop that comes while a start is on its way stops it', async () => {
  const gate = Promise.withResolvers<void>();
  const { attendance, mark, recorder } = openOffice({
    before: async ({ method }) => {
      if (method === 'deadLetters') await gate.promise;
    },
  });
  const started = attendance.notifications.start();
  await attendance.notifications.stop();
  gate.resolve();
  await started;
  await mark(1);
  expect(recorder.sent).toEqual([]);
  expect(await attendance.notifications.drain()).toMatchObject({ delivered: 1 });
  await attendance.close();
});

test('a second stop waits no longer than its own grace, whatever the first one’s is', async () => {
  const { attendance, held } = await openBusyOffice();
  const first = attendance.notifications.stop({ graceMs: 86_400_000 });
  await attendance.notifications.stop({ graceMs: 0 });
  await first;
  expect(held.attempts.map(({ context }) => context.signal.aborted)).toEqual([true, true]);
});
