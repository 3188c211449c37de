import type { OutstandingDeliveries, QueuedJob, ReturnJobsRequest, TakeJobsRequest } from '../../../src/index.js';
import { compareAge, dueAt, isKnownDelivery, isKnownType } from '../../../src/rules/index.js';
import type { MemoryState, NotificationJobRow } from '../store/memory-state.js';

/** Takes jobs that a host's queue is to have. See `NotificationOutbox.takeJobs`. */
export function takeJobs(state: MemoryState, request: TakeJobsRequest): QueuedJob[] {
  const ready = readyJobs(state.jobs.values(), request).slice(0, request.maxJobs);
  const jobs = [...ready, ...lostJobs(state, request).slice(0, request.maxJobs)];
  for (const job of jobs) state.jobs.set(job.id, { ...job, runAt: new Date(request.againAt) });
  return jobs.map(({ id, schoolId }) => ({ jobId: id, schoolId }));
}

/** Jobs of deliveries that are due and have no job any more, such as a dead letter that is tried again. */
function lostJobs({ deliveries, jobs }: MemoryState, { now }: TakeJobsRequest): NotificationJobRow[] {
  const lost = [...deliveries.all()]
    .map(({ row }) => row)
    .filter((row) => row.state === 'pending' && dueAt(row) <= now.getTime() && !jobs.has(row.jobId))
    .filter(isKnownDelivery);
  const byJob = new Map(lost.map((row) => [row.jobId, row]));
  return [...byJob.values()].map(({ jobId, schoolId, subjectType, date, createdAt }) => ({
    id: jobId,
    schoolId,
    subjectType,
    today: date,
    createdAt,
    subjects: [],
    runAt: null,
    fannedOutAt: new Date(now),
  }));
}

/** Makes jobs due at another time. See `NotificationOutbox.returnJobs`. */
export function returnJobs(state: MemoryState, { jobs, runAt }: ReturnJobsRequest): void {
  for (const { jobId } of jobs) {
    const job = state.jobs.get(jobId);
    if (job) state.jobs.set(jobId, { ...job, runAt: new Date(runAt) });
  }
}

/** Forgets a job, once its deliveries were made, if all of them are settled. See `NotificationOutbox.closeJob`. */
export function closeJob(state: MemoryState, jobId: string): OutstandingDeliveries {
  const pending = [...state.deliveries.pendingOfJob(jobId)].filter(isKnownDelivery);
  const [next] = pending;
  if (next) return { outstanding: pending.length, dueAt: new Date(dueAt(next)) };
  const job = state.jobs.get(jobId);
  if (job?.fannedOutAt && isKnownType(job.subjectType)) state.jobs.delete(jobId);
  return { outstanding: 0, dueAt: null };
}

/**
 * Jobs that have settled and are due, of subject types that are known, by turns: each school's oldest, then each
 * school's next.
 */
export function readyJobs(
  jobs: Iterable<NotificationJobRow>,
  { now, settledBefore }: { readonly now: Date; readonly settledBefore: Date },
): NotificationJobRow[] {
  const ready = [...jobs].filter(
    ({ subjectType, createdAt, runAt }) =>
      isKnownType(subjectType) && createdAt <= settledBefore && (runAt === null || runAt <= now),
  );
  const bySchool = Map.groupBy(ready.sort(compareAge), ({ schoolId }) => schoolId);
  const turns = [...bySchool.values()].flatMap((jobs) => jobs.map((job, turn) => ({ job, turn })));
  return turns.sort((a, b) => a.turn - b.turn || compareAge(a.job, b.job)).map(({ job }) => job);
}
