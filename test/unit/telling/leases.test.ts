import { afterEach, expect, test, vi } from 'vitest';
import { eventually } from './support/eventually.ts';
import { settle, settled } from './support/fake-time.ts';
import { createHeldNotifier } from './support/held-notifier.ts';
import { openOffice } from './support/open-office.ts';

const token = () => crypto.randomUUID();

afterEach(() => {
  vi.useRealTimers();
});

/** One message on its way, under a lease of three seconds. */
async function openSendingOffice(before?: Parameters<typeof openOffice>[0]) {
  const held = createHeldNotifier();
  const office = openOffice({
    notifier: held,
    notifications: { leaseMs: 3_000, sendTimeoutMs: 3_600_000, pollMs: 60_000 },
    ...before,
  });
  await office.mark(1);
  await office.attendance.notifications.start();
  await eventually(() => held.attempts.length === 1);
  const pass = async (ms: number) => {
    office.clock.advance(ms);
    await vi.advanceTimersByTimeAsync(ms);
  };
  const attempt = held.attempts[0];
  if (!attempt) throw new Error('expected an attempt');
  return { ...office, held, attempt, pass };
}

/** What another worker does that finds an expired lease. */
function takeOver({ outbox, clock }: Pick<ReturnType<typeof openOffice>, 'outbox' | 'clock'>) {
  return outbox.claim({
    now: clock.now(),
    leaseToken: token(),
    leaseMs: 3_000,
    maxDeliveries: 1,
    maxAttempts: 12,
    silentStatuses: [],
    after: null,
    suspects: true,
  });
}

test('a lease is renewed every third of it, for as long as the attempt takes', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const office = await openSendingOffice();
  for (let seconds = 0; seconds < 20; seconds += 1) await office.pass(1_000);
  expect(office.calls.filter(({ method }) => method === 'renew')).toHaveLength(20);
  expect((await takeOver(office)).deliveries).toEqual([]);
  office.attempt.succeed();
  await settled(office.attendance.notifications.drain());
  expect(await office.attendance.notifications.stats()).toMatchObject({ leased: 0, ready: 0 });
  await settled(office.attendance.close());
});

test('who has lost a lease aborts the attempt and says nothing of it', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const office = await openSendingOffice();
  office.clock.advance(3_000);
  const { deliveries } = await takeOver(office);
  expect(deliveries).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(office.attempt.context.signal.aborted).toBe(true);
  office.attempt.succeed();
  await settled(office.attendance.notifications.stop());
  expect(office.calls.map(({ method }) => method)).not.toContain('settle');
  expect(await office.attendance.notifications.stats()).toMatchObject({ leased: 1 });
});

test('a result that comes after the lease was lost is refused, and nobody hears of it', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const office = await openSendingOffice();
  const heard: unknown[] = [];
  office.attendance.events.on('notification.delivered', (event) => heard.push(event));
  office.clock.advance(3_000);
  await takeOver(office);
  office.attempt.succeed();
  await settle();
  expect(office.calls.map(({ method }) => method)).toContain('settle');
  expect(await office.attendance.notifications.stats()).toMatchObject({ leased: 1 });
  await settled(office.attendance.close());
  expect(heard).toEqual([]);
});

test('a lease that cannot be renewed counts as lost when it has run out, and not before', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const office = await openSendingOffice({
    before: ({ method }) => {
      if (method === 'renew') throw new Error('no store');
    },
  });
  await office.pass(1_000);
  await office.pass(1_000);
  expect(office.attempt.context.signal.aborted).toBe(false);
  await office.pass(1_000);
  expect(office.attempt.context.signal.aborted).toBe(true);
  expect(office.warnings).toContainEqual({ message: 'leases could not be renewed', fields: { code: 'unknown' } });
  await settled(office.attendance.close());
});

test('what was not begun when its lease ran out, as in a process that froze, is handed back unsent', async () => {
  const held = createHeldNotifier();
  const { attendance, mark, clock, recorder } = openOffice({
    notifier: {
      notify: async (notification, context) => {
        await recorder.notify(notification, context);
        if (recorder.sent.length === 1) await held.notify(notification, context);
      },
    },
    notifications: { concurrency: 2, rate: { limit: 1, intervalMs: 1 }, leaseMs: 60_000 },
  });
  await mark(1);
  await mark(2);
  const drained = attendance.notifications.drain();
  clock.advance(60_000);
  await eventually(() => held.attempts.length === 1);
  held.attempts[0]?.succeed();
  await drained;
  expect(recorder.sent.map(({ context }) => context.attempt)).toEqual([1, 1]);
});

test('a result that the store does not take is offered again while the lease lasts', async () => {
  let failures = 3;
  const { attendance, mark, recorder, warnings } = openOffice({
    before: ({ method }) => {
      if (method !== 'settle' || failures === 0) return;
      failures -= 1;
      throw new Error('no store');
    },
  });
  await mark(1);
  await mark(2);
  expect(await attendance.notifications.drain()).toMatchObject({ delivered: 2 });
  expect(recorder.sent).toHaveLength(2);
  expect(warnings).toHaveLength(3);
});

test('a result that the store never takes is left, and the drain fails with the store', async () => {
  const { attendance, mark, clock, recorder } = openOffice({
    notifications: { leaseMs: 100 },
    before: ({ method }) => {
      if (method === 'settle') throw new Error('no store');
    },
  });
  await mark(1);
  await expect(attendance.notifications.drain()).rejects.toThrow('no store');
  expect(recorder.sent).toHaveLength(1);
  clock.advance(100);
  expect(await attendance.notifications.stats()).toMatchObject({ leased: 0, ready: 1 });
});

test('results that come while others are being stored are stored together', async () => {
  const held = createHeldNotifier();
  const gate = Promise.withResolvers<void>();
  const office = openOffice({
    children: 5,
    notifier: held,
    before: async ({ method }) => {
      if (method === 'settle') await gate.promise;
    },
  });
  for (const number of [1, 2, 3, 4, 5]) await office.mark(number);
  const drained = office.attendance.notifications.drain();
  await eventually(() => held.attempts.length === 5);
  const settles = () => office.calls.filter(({ method }) => method === 'settle');
  held.attempts[0]?.succeed();
  await eventually(() => settles().length === 1);
  for (const attempt of held.attempts) attempt.succeed();
  gate.resolve();
  await drained;
  expect(settles()).toHaveLength(2);
});

test('renewals come one after the other, and none after the close, also where the store is slow', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let slow = Promise.withResolvers<void>();
  let renewals = 0;
  const office = await openSendingOffice({
    before: async ({ method }) => {
      if (method !== 'renew') return;
      renewals += 1;
      await slow.promise;
    },
  });
  await office.mark(2);
  await office.pass(1_000);
  expect(renewals).toBe(1);
  office.attempt.succeed();
  await settled(eventually(() => office.held.attempts.length === 2));
  slow.resolve();
  slow = Promise.withResolvers();
  await settle();
  await office.pass(1_000);
  expect(renewals).toBe(2);
  slow.resolve();
  office.held.attempts[1]?.succeed();
  await settled(office.attendance.close());
  await office.pass(60_000);
  expect({ renewals, timers: vi.getTimerCount() }).toEqual({ renewals: 2, timers: 0 });
});
