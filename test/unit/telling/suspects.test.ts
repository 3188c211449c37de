import { expect, test } from 'vitest';
import { eventually } from './support/eventually.ts';
import { createHeldNotifier } from './support/held-notifier.ts';
import { guardian, openOffice } from './support/open-office.ts';

type Office = ReturnType<typeof openOffice>;

/** Leaves deliveries as a worker does that dies with them. */
async function crash({ outbox, clock }: Office, maxDeliveries: number, suspects = false): Promise<void> {
  const now = clock.now();
  await outbox.fanOut({ now, settledBefore: now, silentStatuses: [], maxChildren: 100 });
  await outbox.claim({
    now,
    leaseToken: crypto.randomUUID(),
    leaseMs: 1_000,
    maxDeliveries,
    maxAttempts: 12,
    silentStatuses: [],
    after: null,
    suspects,
  });
  clock.advance(1_000);
}

test('what may have killed a worker is sent alone, after the others and one at a time', async () => {
  const held = createHeldNotifier();
  const office = openOffice({ children: 5, notifier: held });
  for (const number of [1, 2]) await office.mark(number);
  await crash(office, 2);
  for (const number of [3, 4, 5]) await office.mark(number);
  const drained = office.attendance.notifications.drain();
  const guardians = () => held.attempts.map(({ notification }) => notification.guardian.id);
  await eventually(() => held.attempts.length === 3);
  expect(guardians()).toEqual([guardian(3), guardian(4), guardian(5)]);
  for (const count of [3, 4, 5]) {
    await eventually(() => held.attempts.length === count);
    expect(await office.attendance.notifications.stats()).toMatchObject({ leased: count === 3 ? 3 : 1 });
    for (const attempt of held.attempts) attempt.succeed();
  }
  expect(await drained).toMatchObject({ delivered: 5 });
  expect(held.attempts.slice(3).map(({ context }) => context.attempt)).toEqual([2, 2]);
});

test('while a suspect is on its way nothing else is claimed', async () => {
  const held = createHeldNotifier();
  const office = openOffice({ notifier: held });
  await office.mark(1);
  await crash(office, 1);
  await office.attendance.notifications.start();
  await eventually(() => held.attempts.length === 1);
  await office.mark(2);
  const drained = office.attendance.notifications.drain();
  office.calls.length = 0;
  await Promise.resolve();
  expect(office.calls).toEqual([]);
  held.attempts[0]?.succeed();
  await eventually(() => held.attempts.length === 2);
  held.attempts[1]?.succeed();
  await drained;
  await office.attendance.close();
});

test('what every one of its workers died with is a dead letter', async () => {
  const office = openOffice({ notifications: { retry: { maxAttempts: 2 } } });
  const heard: unknown[] = [];
  office.attendance.events.on('notification.dead', (event) => heard.push(event));
  await office.mark(1);
  await crash(office, 1);
  await crash(office, 1, true);
  expect(await office.attendance.notifications.drain()).toMatchObject({ delivered: 0, dead: 1 });
  expect(office.recorder.sent).toEqual([]);
  expect(heard).toMatchObject([{ guardianId: guardian(1), attempt: 2, reason: 'crashed' }]);
  expect(office.warnings).toMatchObject([{ fields: { reason: 'crashed' } }]);
});
