import { AttendanceError } from 'rollbook';
import { afterEach, expect, test, vi } from 'vitest';
import { eventually } from './support/eventually.ts';
import { settle, settled } from './support/fake-time.ts';
import { createHeldNotifier } from './support/held-notifier.ts';
import { type OfficeOptions, type OutboxCall, openOffice } from './support/open-office.ts';

const timedOut = () =>
  new AttendanceError('repository_unavailable', 'the database did not answer in time', { reason: 'timeout' });

afterEach(() => {
  vi.useRealTimers();
});

/** Two schools of a child each, both of whose messages are on their way. While it is locked, the store can't write those of the first. */
async function openTwoSchools(notifications: OfficeOptions['notifications'] = {}) {
  const held = createHeldNotifier();
  const lock = { isOn: true };
  const isOfFirst = ({ request }: OutboxCall) => {
    const id = held.attempts[0]?.notification.id;
    return id !== undefined && JSON.stringify(request).includes(id);
  };
  const office = openOffice({
    schools: 2,
    children: 1,
    notifier: held,
    notifications,
    before: (call) => {
      if (lock.isOn && (call.method === 'settle' || call.method === 'renew') && isOfFirst(call)) throw timedOut();
    },
  });
  await office.mark(1);
  await office.mark(2);
  await office.attendance.notifications.start();
  const areOnTheirWay = () => held.attempts.length === 2;
  await (vi.isFakeTimers() ? settled(eventually(areOnTheirWay)) : eventually(areOnTheirWay));
  const [first, second] = held.attempts;
  if (!first || !second) throw new Error('expected two attempts');
  return { ...office, held, lock, first, second };
}

test('a result of one school that cannot be stored holds up none of another', async () => {
  const { attendance, held, lock, first, second } = await openTwoSchools();
  // A notifier may do as it likes with what it is given.
  Object.assign(second.notification.school, { id: first.notification.school.id });
  first.succeed();
  second.succeed();
  await eventually(async () => (await attendance.notifications.stats()).leased === 1);
  lock.isOn = false;
  await attendance.notifications.drain();
  expect(await attendance.notifications.stats()).toMatchObject({ leased: 0, ready: 0, scheduled: 0 });
  await attendance.close();
  expect(held.attempts).toHaveLength(2);
});

test('results of a school that cannot be stored are left alone by those that come later', async () => {
  const { attendance, calls, mark, held, lock, first, second } = await openTwoSchools();
  first.succeed();
  second.succeed();
  await eventually(async () => (await attendance.notifications.stats()).leased === 1);
  await mark(2, 'late');
  await eventually(() => held.attempts.length === 3);
  const failures = () => calls.filter(({ method }) => method === 'settle').length;
  const before = failures();
  held.attempts[2]?.succeed();
  await eventually(async () => (await attendance.notifications.stats()).leased === 1);
  expect(failures()).toBeGreaterThan(before);
  lock.isOn = false;
  await attendance.notifications.drain();
  await attendance.close();
  expect(held.attempts).toHaveLength(3);
});

test('a lease of one school that cannot be renewed costs no other school its own', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { attendance, clock, first, second } = await openTwoSchools({ leaseMs: 3_000, sendTimeoutMs: 3_600_000 });
  for (let seconds = 0; seconds < 4; seconds += 1) {
    clock.advance(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(first.context.signal.aborted).toBe(true);
  expect(second.context.signal.aborted).toBe(false);
  second.succeed();
  await settle();
  await settled(attendance.close());
});

test('what the database refused to store once, as for want of room, is stored later and sent once', async () => {
  let refusals = 2;
  const { attendance, mark, recorder } = openOffice({
    before: ({ method }) => {
      if (method !== 'settle' || refusals === 0) return;
      refusals -= 1;
      throw new AttendanceError('repository_failed', 'the database refused the statement', { sqlState: 'XX000' });
    },
  });
  await mark(1);
  await mark(2);
  expect(await attendance.notifications.drain()).toMatchObject({ delivered: 2 });
  expect(recorder.sent).toHaveLength(2);
});

test('messages that hang leave the other lanes to others, though fewer than half are free', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const held = createHeldNotifier();
  const { attendance, mark } = openOffice({
    children: 4,
    notifier: held,
    notifications: { concurrency: 4, pollMs: 250, sendTimeoutMs: 60_000 },
  });
  for (const number of [1, 2, 3]) await mark(number);
  await attendance.notifications.start();
  await settled(eventually(() => held.attempts.length === 3));
  await mark(4);
  await settle();
  expect(held.attempts).toHaveLength(3);
  await vi.advanceTimersByTimeAsync(250);
  await settle();
  expect(held.attempts).toHaveLength(4);
  for (const attempt of held.attempts) attempt.succeed();
  await settled(attendance.close());
});
