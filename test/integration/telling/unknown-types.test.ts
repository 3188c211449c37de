import { type AttendanceRepository, createAttendance, isAttendanceError } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { createRecordingNotifier, createTestClock, testId } from 'rollbook/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { openInnerMemory } from '../../support/inner-memory.ts';
import {
  aDelivery,
  type Delivery,
  date,
  emptyOutbox,
  insertDeliveries,
  insertJobs,
  insertLinks,
  type Job,
  jobIdOf,
  minutes,
  now,
  occurredAt,
  readDeliveries,
  schoolId,
  teacher,
  tokenOf,
} from '../rules/outbox-world.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';

const child = testId('child', 1);
const guardian = testId('guardian', 1);
const nothing = { delivered: 0, failed: 0, dead: 0, dropped: 0, queued: 0 };
const links = [{ childId: child, guardianId: guardian }];

/** A store into which a newer release has written. */
interface Store {
  readonly repository: AttendanceRepository;
  insertJobs(jobs: readonly Job[]): Promise<void>;
  insertDeliveries(deliveries: readonly Delivery[]): Promise<void>;
  readDeliveries(): Promise<readonly Delivery[]>;
  readJobIds(): Promise<readonly string[]>;
}

function openMemory(): Store {
  const { repository, state } = openInnerMemory({
    schools: [{ id: schoolId, name: 'A school', timezone: 'Asia/Jakarta' }],
    children: [{ schoolId, id: child, name: 'A child' }],
    guardians: [{ schoolId, childId: child, id: guardian, name: 'A guardian' }],
  });
  return {
    repository,
    insertJobs: async (jobs) => {
      for (const job of jobs) state().jobs.set(job.id, job);
    },
    insertDeliveries: async (deliveries) => {
      for (const delivery of deliveries) state().deliveries.put(delivery);
    },
    readDeliveries: async () => [...state().deliveries.all()].map(({ row }) => row),
    readJobIds: async () => [...state().jobs.keys()],
  };
}

async function openPostgres({ pool }: SchoolDatabase): Promise<Store> {
  await emptyOutbox(pool);
  await insertLinks(pool, links);
  return {
    repository: createPostgresRepository({ pool }),
    insertJobs: (jobs) => insertJobs(pool, jobs),
    insertDeliveries: (deliveries) => insertDeliveries(pool, deliveries),
    readDeliveries: () => readDeliveries(pool),
    readJobIds: async () => (await pool.query('select id from attendance.notification_jobs')).rows.map(({ id }) => id),
  };
}

describe('in memory, what only a newer release knows', () => {
  defineTests(async () => openMemory());
});

describeOnPostgres('what only a newer release knows', (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(() => database?.drop());
  defineTests(() => openPostgres(database));
});

const subjects = [{ childId: child, subjectKey: 'am' }];
const said = { childId: child, session: 'am', status: 'absent', previousStatus: null, occurredAt, markedBy: teacher };

const unknownJob: Job = {
  id: jobIdOf(1),
  schoolId,
  subjectType: 'excursion',
  today: date,
  createdAt: minutes(-90),
  subjects: [{ childId: child, date, subjectKey: 'zoo' }],
  runAt: null,
  fannedOutAt: null,
};

/** A delivery of a type that this release doesn't know: due, never tried. */
const ofUnknownType = aDelivery({
  jobId: jobIdOf(2),
  guardianId: guardian,
  subjectType: 'excursion',
  subjects: [{ childId: child, subjectKey: 'zoo' }],
});

/** A delivery in a form that this release cannot read: due, tried before. */
const ofUnknownForm = aDelivery({
  jobId: jobIdOf(3),
  guardianId: guardian,
  subjects,
  changes: [said],
  contentVersion: 2,
  toldOrder: 1,
  attempt: 1,
});

const dead = { state: 'dead', reason: 'failed', settledAt: minutes(-5) } as const;
const letGo = { leaseToken: tokenOf(1), leaseUntil: minutes(-1) };

const inEveryState: readonly Delivery[] = [ofUnknownType, ofUnknownForm].flatMap((delivery, index) => [
  { ...delivery, jobId: jobIdOf(10 + index), toldOrder: 11 },
  { ...delivery, jobId: jobIdOf(20 + index), toldOrder: 12, ...letGo },
  { ...delivery, jobId: jobIdOf(30 + index), toldOrder: 13, ...dead },
]);

function defineTests(open: () => Promise<Store>): void {
  let closing: (() => Promise<void>) | undefined;
  afterEach(async () => {
    await closing?.();
    closing = undefined;
  });

  async function openOffice() {
    const store = await open();
    const notifier = createRecordingNotifier();
    const queued: string[] = [];
    const clock = createTestClock(now);
    const attendance = createAttendance({ repository: store.repository, clock, notifier });
    const handing = createAttendance({
      repository: store.repository,
      clock,
      queue: { enqueue: async ({ jobId }) => void queued.push(jobId) },
    });
    closing = async () => {
      await attendance.close();
      await handing.close();
    };
    const mark = (status: 'absent' | 'late' | 'present', session: 'day' = 'day') =>
      attendance.markAttendance({ schoolId, childId: child, status, session, markedBy: teacher });
    return { store, notifier, queued, clock, attendance, handing, mark };
  }

  test('is neither fanned out nor claimed nor counted, but for one figure of its own; and drain() ends', async () => {
    const { store, notifier, attendance } = await openOffice();
    await store.insertJobs([unknownJob]);
    await store.insertDeliveries(inEveryState);
    const before = await store.readDeliveries();

    expect(await attendance.notifications.drain()).toEqual(nothing);
    expect(notifier.sent).toEqual([]);
    expect(await attendance.notifications.stats()).toEqual({
      jobs: 0,
      scheduled: 0,
      ready: 0,
      leased: 0,
      dead: 0,
      unknown: 5,
      oldestAgeMs: null,
    });
    expect(await store.readDeliveries()).toEqual(before);
    expect(await store.readJobIds()).toEqual([unknownJob.id]);
  });

  test('holds up nothing that this release knows', async () => {
    const { store, notifier, attendance, clock, mark } = await openOffice();
    await store.insertJobs([unknownJob]);
    await store.insertDeliveries([ofUnknownType, ofUnknownForm]);
    clock.advance(60_000);
    await mark('late');
    expect(await attendance.notifications.drain()).toEqual({ ...nothing, delivered: 1 });
    expect(notifier.sent[0]?.notification.changes).toMatchObject([{ status: 'late', session: 'day' }]);
  });

  test('in the same thread is waited for, since nobody can know what it says', async () => {
    const { store, notifier, attendance, clock, mark } = await openOffice();
    await store.insertDeliveries([
      {
        ...ofUnknownForm,
        subjects: [{ childId: child, subjectKey: 'day' }],
        state: 'delivered',
        settledAt: minutes(-5),
      },
    ]);
    clock.advance(60_000);
    await mark('late');
    expect(await attendance.notifications.drain()).toEqual(nothing);
    expect(notifier.sent).toEqual([]);
    expect(await attendance.notifications.stats()).toMatchObject({ jobs: 0, ready: 1, unknown: 0 });
    const waiting = (await store.readDeliveries()).filter(({ state }) => state === 'pending');
    expect(waiting).toMatchObject([{ attempt: 0, changes: null }]);
  });

  test('is handed to no queue, nor is a job restored for it', async () => {
    const { store, queued, handing } = await openOffice();
    await store.insertJobs([unknownJob]);
    await store.insertDeliveries(inEveryState);
    expect(await handing.notifications.drain()).toEqual(nothing);
    expect(queued).toEqual([]);
    expect(await store.readJobIds()).toEqual([unknownJob.id]);
  });

  test('is left by process(), which is done at once', async () => {
    const { store, attendance } = await openOffice();
    const fannedOut = { ...unknownJob, id: jobIdOf(4), fannedOutAt: minutes(-1) };
    await store.insertJobs([unknownJob, fannedOut]);
    await store.insertDeliveries([{ ...ofUnknownType, jobId: fannedOut.id }]);
    for (const { id } of [unknownJob, fannedOut]) expect(await attendance.notifications.process(id)).toEqual(nothing);
    expect([...(await store.readJobIds())].sort()).toEqual([unknownJob.id, fannedOut.id].sort());
    expect(await store.repository.outbox.closeJob(fannedOut.id)).toEqual({ outstanding: 0, dueAt: null });
    expect(await store.readDeliveries()).toHaveLength(1);
  });

  test('is no dead letter, and is not tried again as one', async () => {
    const { store, attendance } = await openOffice();
    await store.insertDeliveries(inEveryState);
    const before = await store.readDeliveries();
    expect(await attendance.notifications.deadLetters()).toEqual([]);
    for (const { jobId } of before) {
      expect(await attendance.notifications.retryDeadLetter(`${jobId}-1`)).toBe(false);
    }
    expect(await store.readDeliveries()).toEqual(before);
  });

  test('is purged like anything else once it is settled and old', async () => {
    const { store, attendance, clock } = await openOffice();
    await store.insertDeliveries(inEveryState);
    clock.advance(30 * 86_400_000);
    expect((await attendance.purge({ deliveriesBefore: clock.now() })).deliveries).toBe(2);
    const left = await store.readDeliveries();
    expect(left.map(({ state }) => state)).toEqual(['pending', 'pending', 'pending', 'pending']);
  });

  test('loses an erased child like anything else', async () => {
    const { store, attendance } = await openOffice();
    await store.insertJobs([unknownJob]);
    await store.insertDeliveries(inEveryState);
    expect(await attendance.eraseChild({ schoolId, childId: child })).toMatchObject({ deliveries: 6 });
    expect([await store.readJobIds(), await store.readDeliveries()]).toEqual([[], []]);
  });

  test('does not end a worker that was started', async () => {
    const { store, attendance } = await openOffice();
    await store.insertJobs([unknownJob]);
    await store.insertDeliveries(inEveryState);
    await attendance.notifications.start();
    await attendance.notifications.stop();
    const error: unknown = await attendance.notifications.drain().catch((reason: unknown) => reason);
    expect(isAttendanceError(error)).toBe(false);
  });
}
