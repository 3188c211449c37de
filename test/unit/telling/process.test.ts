import type { QueuedJob } from 'rollbook';
import { expect, test } from 'vitest';
import { eventually } from './support/eventually.ts';
import { createHeldNotifier } from './support/held-notifier.ts';
import { guardian, openOffice } from './support/open-office.ts';

const nothing = { delivered: 0, failed: 0, dead: 0, dropped: 0, queued: 0 };

/** An office whose host has taken a job for each of the children marked. */
async function openWorkingOffice(children: readonly number[], options: Parameters<typeof openOffice>[0] = {}) {
  const jobs: QueuedJob[] = [];
  const office = openOffice({
    queue: {
      enqueue: async (job) => {
        jobs.push(job);
      },
    },
    ...options,
  });
  for (const number of children) {
    await office.mark(number);
    await office.attendance.notifications.drain();
  }
  const process = (index: number) => office.attendance.notifications.process(jobs[index]?.jobId ?? '');
  return { ...office, jobs, process };
}

test('a host’s worker delivers one job, and no other', async () => {
  const { process, recorder } = await openWorkingOffice([1, 2]);
  expect(await process(1)).toEqual({ ...nothing, delivered: 1 });
  expect(recorder.sent.map(({ notification }) => notification.guardian.id)).toEqual([guardian(2)]);
});

test('a job that is done, or was never written, is done again without effect', async () => {
  const { process, recorder, attendance } = await openWorkingOffice([1]);
  await process(0);
  expect(await process(0)).toEqual(nothing);
  expect(await attendance.notifications.process(crypto.randomUUID())).toEqual(nothing);
  expect(recorder.sent).toHaveLength(1);
});

test('a job’s id may be spelt in capitals', async () => {
  const { attendance, jobs } = await openWorkingOffice([1]);
  expect(await attendance.notifications.process(jobs[0]?.jobId.toUpperCase() ?? '')).toEqual({
    ...nothing,
    delivered: 1,
  });
});

test('a job with deliveries to come is not done, and says when to come again', async () => {
  const { process, recorder, jobs, clock } = await openWorkingOffice([1]);
  recorder.failNext(1, { retryAfterMs: 90_000 });
  const error = await process(0).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: 'deliveries_outstanding',
    retryable: true,
    details: { jobId: jobs[0]?.jobId, outstanding: 1, retryAfterMs: 90_000 },
  });
  clock.advance(90_000);
  expect(await process(0)).toEqual({ ...nothing, delivered: 1 });
});

test('a job whose message was given up is done', async () => {
  const { process, recorder } = await openWorkingOffice([1]);
  recorder.failNext(1, { permanent: true });
  expect(await process(0)).toEqual({ ...nothing, dead: 1 });
  expect(await process(0)).toEqual(nothing);
});

test('a job that comes twice at once is delivered once, and is to come again where it is not sent', async () => {
  const held = createHeldNotifier();
  const { process } = await openWorkingOffice([1], { notifier: held, notifications: { leaseMs: 30_000 } });
  const first = process(0);
  await eventually(() => held.attempts.length === 1);
  await expect(process(0)).rejects.toMatchObject({ code: 'deliveries_outstanding', details: { retryAfterMs: 30_000 } });
  held.attempts[0]?.succeed();
  expect(await first).toEqual({ ...nothing, delivered: 1 });
  expect(held.attempts).toHaveLength(1);
});

test('a job that corrects what another one is telling waits for that', async () => {
  const held = createHeldNotifier();
  const office = await openWorkingOffice([1], { notifier: held });
  const first = office.process(0);
  await eventually(() => held.attempts.length === 1);
  await office.mark(1, 'late');
  await office.attendance.notifications.drain();
  const second = office.process(1);
  await eventually(() => office.calls.filter(({ method }) => method === 'closeJob').length === 1);
  held.attempts[0]?.succeed();
  expect(await first).toEqual({ ...nothing, delivered: 1 });
  await eventually(() => held.attempts.length === 2);
  held.attempts[1]?.succeed();
  expect(await second).toEqual({ ...nothing, delivered: 1 });
});

test('a job that a stop interrupts is to come again', async () => {
  const held = createHeldNotifier();
  const { process, attendance } = await openWorkingOffice([1], { notifier: held });
  const processed = process(0).catch((thrown: unknown) => thrown);
  await eventually(() => held.attempts.length === 1);
  await attendance.notifications.stop({ graceMs: 0 });
  expect(await processed).toMatchObject({ code: 'deliveries_outstanding', details: { retryAfterMs: 0 } });
});

test('without a notifier there is nothing to process with', async () => {
  const { process } = await openWorkingOffice([1], { notifier: false });
  await expect(process(0)).rejects.toMatchObject({ code: 'invalid_options' });
});

test.each(['', 'job', 7, null, undefined, {}, '0-0-0-0-0'])('%s is no job’s id', async (id) => {
  const { attendance } = openOffice();
  const process = () => Reflect.apply(attendance.notifications.process, undefined, [id]);
  await expect(process()).rejects.toMatchObject({ code: 'invalid_command' });
});
