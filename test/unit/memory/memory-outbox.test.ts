import { createAttendance } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { buildRoster, testId } from 'rollbook/testing';
import { expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { leaseMs, openOutbox, siblings, toldOf } from '../support/open-outbox.ts';

const school = testId('school', 1);
const child = (number: number) => testId('child', number);

test('a retried dead letter waits for what the guardian is being sent meanwhile, also when that worker dies', async () => {
  const { clock, outbox, mark, fanOut, claim, settle } = openOutbox(siblings(2));
  await mark(1);
  await fanOut();
  const first = await claim();
  await settle(first.deliveries, { outcome: 'dead', reason: 'refused' });
  await mark(2);
  await fanOut();
  const second = await claim();
  expect(toldOf(second.deliveries)).toEqual([[child(2)]]);
  const [{ id } = { id: '' }] = await outbox.deadLetters({ limit: 1 });
  expect(await outbox.retryDeadLetter({ id, now: clock.now() })).toBe(true);

  expect((await claim()).deliveries).toEqual([]);
  clock.advance(leaseMs);
  expect((await claim()).deliveries).toEqual([]);
  const suspects = await claim({ suspects: true });
  expect(toldOf(suspects.deliveries)).toEqual([[child(2)]]);
  await settle(suspects.deliveries, { outcome: 'delivered' });
  expect(toldOf((await claim()).deliveries)).toEqual([[child(1)]]);
});

test('a school whose deliveries all wait for others takes no place from the next school', async () => {
  const roster = siblings(2);
  const other = buildRoster({ schools: 2, childrenPerSchool: 2, timezones: ['Asia/Jakarta'] });
  const { mark, fanOut, claim } = openOutbox({
    ...other,
    guardians: [...roster.guardians, ...other.guardians.slice(2)],
  });
  await mark(1);
  await fanOut();
  await claim();
  await mark(2);
  await mark(3);
  await fanOut();
  expect(toldOf((await claim({ maxDeliveries: 1 })).deliveries)).toEqual([[child(3)]]);
});

test('a claim goes all the way round the schools', async () => {
  const { mark, fanOut, claim } = openOutbox(
    buildRoster({ schools: 3, childrenPerSchool: 1, timezones: ['Asia/Jakarta'] }),
  );
  await mark(1);
  await mark(2);
  await fanOut();
  const { deliveries, after, hasMore } = await claim({ maxDeliveries: 1, after: testId('school', 2) });
  expect([toldOf(deliveries), after, hasMore]).toEqual([[[child(1)]], school, true]);
});

test('jobs that a host’s queue has had fanned out do not cost their school its turn', async () => {
  const { memory, outbox, clock, mark, fanOut } = openOutbox(
    buildRoster({ schools: 2, childrenPerSchool: 2, timezones: ['Asia/Jakarta'] }),
  );
  await mark(1);
  const [job] = memory.tables().notificationJobs;
  const now = clock.now();
  await outbox.fanOut({ now, settledBefore: now, silentStatuses: [], maxChildren: 1, jobId: job?.id ?? '' });
  clock.advance(1);
  await mark(2);
  clock.advance(1);
  await mark(3);
  expect(await fanOut(1)).toEqual({ jobs: 1, deliveries: 1 });
  expect(memory.tables().deliveries.map(({ subjects }) => subjects.map(({ childId }) => childId))).toEqual([
    [child(1)],
    [child(2)],
  ]);
});

test('deliveries are numbered in the order of their guardians, integers by value', async () => {
  const guardians = ['10', '9', '100'].map((id) => ({ schoolId: '1', childId: '5', id, name: 'Guardian' }));
  const memory = createMemoryRepository({
    idType: 'bigint',
    roster: {
      schools: [{ id: '1', name: 'School', timezone: 'Asia/Jakarta' }],
      children: [{ schoolId: '1', id: '5', name: 'Child' }],
      guardians,
    },
  });
  const attendance = createAttendance({ repository: memory, notifications: { outbox: true } });
  await attendance.markAttendance({ schoolId: '1', childId: '5', status: 'absent', markedBy: 'teacher-1' });
  const now = new Date(Date.now() + 1_000);
  await memory.outbox.fanOut({ now, settledBefore: now, silentStatuses: [], maxChildren: 1 });
  const numbers = memory.tables().deliveries.map(({ number, guardianId }) => [number, guardianId]);
  expect(numbers).toEqual([
    [1, '9'],
    [2, '10'],
    [3, '100'],
  ]);
});

test('of thousands each is claimed once, the one due first first', async () => {
  const { memory, clock, attendance, fanOut, claim, settle } = openOutbox(
    buildRoster({ childrenPerSchool: 3_000, timezones: ['Asia/Jakarta'] }),
  );
  const childIds = Array.from({ length: 3_000 }, (_, index) => child(index + 1));
  for (const some of [childIds.slice(2_000), childIds.slice(0, 1_000), childIds.slice(1_000, 2_000)]) {
    await attendance.markBulkAttendance({ schoolId: school, childIds: some, status: 'absent', markedBy: 'teacher-1' });
    await fanOut();
    clock.advance(1);
  }
  const claimed: string[] = [];
  for (let hasMore = true; hasMore; ) {
    const got = await claim({ maxDeliveries: 64 });
    claimed.push(...toldOf(got.deliveries).flat());
    const outcome = { outcome: 'failed', runAt: new Date(clock.now().getTime() + 60_000) } as const;
    await settle(got.deliveries, claimed.length % 128 === 0 ? { outcome: 'delivered' } : outcome);
    hasMore = got.hasMore;
  }
  expect(claimed).toEqual([...childIds.slice(2_000), ...childIds.slice(0, 2_000)]);
  expect(memory.tables().deliveries).toHaveLength(3_000);
});

test('the tables and what is claimed are copies', async () => {
  const { memory, mark, fanOut, claim, settle } = openOutbox();
  await mark(1);
  await fanOut();
  const { deliveries } = await claim();
  const before = memory.tables().deliveries;
  for (const { changes, runAt } of memory.tables().deliveries) {
    runAt.setTime(0);
    for (const { occurredAt } of changes ?? []) occurredAt.setTime(0);
  }
  for (const { notification } of deliveries) {
    for (const { occurredAt } of notification.changes) occurredAt.setTime(0);
    if (notification.guardian.contact) Object.assign(notification.guardian.contact, { email: 'elsewhere' });
  }
  expect(memory.tables().deliveries).toEqual(before);
  await settle(deliveries, { outcome: 'released', isUnsent: true });
  const [again] = (await claim()).deliveries;
  expect(again?.notification.guardian.contact).toEqual({ email: 'guardian.1@example.org' });
});

test('what a transaction erases waits for nobody once it commits, and is as it was after a rollback', async () => {
  const { memory, mark, fanOut, claim } = openOutbox();
  await mark(1);
  await mark(2);
  await fanOut();
  const before = memory.tables();
  const erase = (number: number, isToCommit: boolean) =>
    memory.transaction(async (transaction) => {
      const erased = await memory.eraseChild({ schoolId: school, childId: child(number) }, { transaction });
      if (!isToCommit) throw new Error('rolled back');
      return erased;
    });

  await expect(erase(1, false)).rejects.toThrow('rolled back');
  expect(memory.tables()).toEqual(before);
  expect(await erase(2, true)).toEqual({ records: 1, revisions: 1, deliveries: 1 });
  expect(toldOf((await claim()).deliveries)).toEqual([[child(1)]]);
});

test('the outbox waits for a transaction that writes, and sees what it committed', async () => {
  const { memory, mark, outbox, clock, fanOut, claim } = openOutbox();
  await mark(1);
  await fanOut();
  const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>();
  const transaction = memory.transaction(async (own) => {
    await memory.eraseChild({ schoolId: school, childId: child(1) }, { transaction: own });
    await mayCommit;
  });
  const claimed = claim();
  expect(await outbox.stats({ now: clock.now() })).toMatchObject({ ready: 1, leased: 0 });
  commit();
  await transaction;
  expect((await claimed).deliveries).toEqual([]);
});

test('a purge in stretches looks at each row once', async () => {
  const { memory, clock, mark, fanOut, claim, settle } = openOutbox();
  for (const number of [1, 2, 3]) await mark(number);
  await fanOut();
  const [, ...others] = (await claim()).deliveries;
  await settle(others, { outcome: 'delivered' });
  clock.advance(3 * 86_400_000);
  const now = clock.now();
  const request = { deliveriesBefore: now, revisionsBefore: now, now, correctDays: 0, limit: 2 };
  expect(await memory.purge(request)).toEqual({ deliveries: 1, revisions: 2, next: '2' });
  expect(await memory.purge({ ...request, after: '2' })).toEqual({ deliveries: 1, revisions: 1, next: null });
  expect(memory.tables().deliveries).toHaveLength(1);
});

test('a purge refuses to go on from what no purge has answered', async () => {
  const { memory, clock } = openOutbox();
  const request = { deliveriesBefore: clock.now(), now: clock.now(), correctDays: 0, limit: 2 };
  for (const after of ['', '-1', '1.5', 'x', '9'.repeat(16)]) {
    expect((await errorOf(() => memory.purge({ ...request, after }))).code).toBe('invalid_command');
  }
});
