import type { AttendanceEventName } from 'rollbook';
import { expect, test } from 'vitest';
import { guardian, openOffice, school } from './support/open-office.ts';

const names = [
  'notification.delivered',
  'notification.failed',
  'notification.dead',
] as const satisfies readonly AttendanceEventName[];

function openWatchedOffice() {
  const office = openOffice({ notifications: { retry: { maxAttempts: 2, capMs: 1 } } });
  const heard: { name: AttendanceEventName; event: unknown }[] = [];
  for (const name of names) office.attendance.events.on(name, (event) => heard.push({ name, event }));
  return { ...office, heard };
}

test('each attempt is one event, ids only', async () => {
  const { attendance, clock, heard, recorder, mark } = openWatchedOffice();
  await mark(1);
  await attendance.notifications.drain();
  await mark(2);
  recorder.failNext(2);
  await attendance.notifications.drain();
  clock.advance(1);
  await attendance.notifications.drain();
  const common = { id: expect.any(String), schoolId: school };
  expect(heard).toEqual([
    { name: 'notification.delivered', event: { ...common, guardianId: guardian(1), attempt: 1 } },
    { name: 'notification.failed', event: { ...common, guardianId: guardian(2), attempt: 1, retryInMs: 1 } },
    { name: 'notification.dead', event: { ...common, guardianId: guardian(2), attempt: 2, reason: 'failed' } },
  ]);
});

test('an event comes after its result is stored', async () => {
  const { attendance, outbox, clock, mark } = openWatchedOffice();
  const leased: Promise<number>[] = [];
  attendance.events.on('notification.delivered', () =>
    leased.push(outbox.stats({ now: clock.now() }).then((stats) => stats.leased)),
  );
  await mark(1);
  await attendance.notifications.drain();
  expect(await Promise.all(leased)).toEqual([0]);
});

test('neither events nor the log hold what a notifier says, or whom it is about', async () => {
  const { attendance, clock, heard, warnings, recorder, mark, memory } = openWatchedOffice();
  await mark(1);
  recorder.failNext(2, new Error('guardian.1@example.org does not exist'));
  await attendance.notifications.drain();
  clock.advance(1);
  await attendance.notifications.drain();
  expect(warnings).toEqual([
    { message: 'a notification was given up', fields: { id: expect.any(String), attempt: '2', reason: 'failed' } },
  ]);
  const text = JSON.stringify([heard, warnings]);
  expect(text).not.toContain('example.org');
  expect(JSON.stringify(memory.tables())).not.toContain('example.org');
});

test('listeners and loggers that throw or reject stop no delivery', async () => {
  const { attendance, clock, recorder, mark } = openWatchedOffice();
  for (const name of names) {
    attendance.events.on(name, () => {
      throw new Error('not today');
    });
    attendance.events.on(name, () => Promise.reject(new Error('not today')));
  }
  await mark(1);
  recorder.failNext();
  await attendance.notifications.drain();
  clock.advance(1);
  await attendance.notifications.drain();
  expect(recorder.sent).toHaveLength(1);
});
