import type { NotificationQueue, QueuedJob } from 'rollbook';
import { expect, test } from 'vitest';
import { eventually } from './support/eventually.ts';
import { openOffice, school } from './support/open-office.ts';

const nothing = { delivered: 0, failed: 0, dead: 0, dropped: 0, queued: 0 };

function createQueue(): NotificationQueue & { readonly jobs: QueuedJob[]; failures: number } {
  const jobs: QueuedJob[] = [];
  return {
    jobs,
    failures: 0,
    enqueue(job) {
      if (this.failures === 0) {
        jobs.push(job);
        return Promise.resolve();
      }
      this.failures -= 1;
      return Promise.reject(new Error('queue is full of guardian.1@example.org'));
    },
  };
}

function openQueueOffice(options: Parameters<typeof openOffice>[0] = {}) {
  const queue = createQueue();
  return { ...openOffice({ queue, ...options }), queue };
}

test('a drain hands each job over once, by its ids, and sends nothing itself', async () => {
  const { attendance, queue, mark, recorder } = openQueueOffice();
  await mark(1);
  await mark(2);
  expect(await attendance.notifications.drain()).toEqual({ ...nothing, queued: 2 });
  expect(await attendance.notifications.drain()).toEqual(nothing);
  expect(queue.jobs).toEqual([
    { jobId: expect.any(String), schoolId: school },
    { jobId: expect.any(String), schoolId: school },
  ]);
  expect(recorder.sent).toEqual([]);
});

test('a host with a queue needs no notifier to hand over', async () => {
  const { attendance, queue, mark } = openQueueOffice({ notifier: false });
  await attendance.notifications.start();
  await mark(1);
  await eventually(() => queue.jobs.length === 1);
  await attendance.close();
});

test('a job that is not done in time is handed over again', async () => {
  const { attendance, queue, mark, clock } = openQueueOffice({ notifications: { handOverAgainMs: 60_000 } });
  await mark(1);
  await attendance.notifications.drain();
  clock.advance(59_999);
  await attendance.notifications.drain();
  expect(queue.jobs).toHaveLength(1);
  clock.advance(1);
  await attendance.notifications.drain();
  expect(queue.jobs).toEqual([queue.jobs[0], queue.jobs[0]]);
});

test('a job that is done is not handed over again', async () => {
  const { attendance, queue, mark, clock, recorder } = openQueueOffice();
  await mark(1);
  await attendance.notifications.drain();
  expect(await attendance.notifications.process(queue.jobs[0]?.jobId ?? '')).toEqual({ ...nothing, delivered: 1 });
  clock.advance(86_400_000);
  expect(await attendance.notifications.drain()).toEqual(nothing);
  expect(recorder.sent).toHaveLength(1);
});

test('a queue that takes nothing is tried again after a pause that grows, and the log says so without its words', async () => {
  const { attendance, queue, mark, clock, warnings } = openQueueOffice({ notifications: { retry: { baseMs: 2_000 } } });
  queue.failures = 2;
  await mark(1);
  expect(await attendance.notifications.drain()).toEqual({ ...nothing, failed: 1 });
  clock.advance(1_999);
  expect(await attendance.notifications.drain()).toEqual(nothing);
  clock.advance(1);
  expect(await attendance.notifications.drain()).toEqual({ ...nothing, failed: 1 });
  clock.advance(4_000);
  expect(await attendance.notifications.drain()).toEqual({ ...nothing, queued: 1 });
  expect(warnings).toHaveLength(2);
  expect(warnings[0]).toEqual({
    message: 'a job could not be handed over',
    fields: { jobId: queue.jobs[0]?.jobId, schoolId: school, code: 'unknown' },
  });
});

test('one job that the queue does not take holds up no other', async () => {
  const { attendance, queue, mark } = openQueueOffice({ notifications: { concurrency: 1 } });
  queue.failures = 1;
  for (const number of [1, 2, 3]) await mark(number);
  await attendance.notifications.start();
  await eventually(() => queue.jobs.length === 2);
  await attendance.close();
});

test('a queue that hangs is waited for no longer than a message', async () => {
  const queue = { enqueue: () => new Promise<void>(() => {}) };
  const { attendance, mark } = openOffice({ queue, notifications: { sendTimeoutMs: 1 } });
  await mark(1);
  expect(await attendance.notifications.drain()).toEqual({ ...nothing, failed: 1 });
});

test('a stop waits no longer than its grace for a queue that hangs', async () => {
  const asked: QueuedJob[] = [];
  const queue = {
    enqueue: (job: QueuedJob) => {
      asked.push(job);
      return new Promise<void>(() => {});
    },
  };
  const { attendance, mark } = openOffice({ queue });
  await mark(1);
  await attendance.notifications.start();
  await eventually(() => asked.length === 1);
  await attendance.notifications.stop({ graceMs: 0 });
});

test('jobs that come from the store after a stop are given back, and handed over by the next worker', async () => {
  const gate = Promise.withResolvers<void>();
  let isTaking = false;
  const { attendance, queue, mark } = openQueueOffice({
    before: async ({ method }) => {
      if (method !== 'takeJobs' || isTaking) return;
      isTaking = true;
      await gate.promise;
    },
  });
  await mark(1);
  await attendance.notifications.start();
  await eventually(() => isTaking);
  const stopped = attendance.notifications.stop();
  gate.resolve();
  await stopped;
  expect(queue.jobs).toEqual([]);
  expect(await attendance.notifications.drain()).toEqual({ ...nothing, queued: 1 });
  expect(queue.jobs).toHaveLength(1);
});
