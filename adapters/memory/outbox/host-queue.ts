import type { NotificationOutbox, QueuedJob } from '../../../src/index.js';
import type { MemoryState } from '../memory-state.js';
import { dueAt } from './delivery-row.js';
import { readyJobs } from './ready-jobs.js';

/** Takes jobs that a host's queue is to have. See `NotificationOutbox.takeJobs`. */
export function takeJobs(state: MemoryState, request: Parameters<NotificationOutbox['takeJobs']>[0]): QueuedJob[] {
  const jobs = readyJobs(state.jobs.values(), request).slice(0, request.maxJobs);
  for (const job of jobs) state.jobs.set(job.id, { ...job, runAt: new Date(request.againAt) });
  return jobs.map(({ id, schoolId }) => ({ jobId: id, schoolId }));
}

/** Makes jobs due at another time. See `NotificationOutbox.returnJobs`. */
export function returnJobs(state: MemoryState, { jobs, runAt }: Parameters<NotificationOutbox['returnJobs']>[0]): void {
  for (const { jobId } of jobs) {
    const job = state.jobs.get(jobId);
    if (job) state.jobs.set(jobId, { ...job, runAt: new Date(runAt) });
  }
}

/** Forgets a job, once its deliveries were made, if all of them are settled. See `NotificationOutbox.closeJob`. */
export function closeJob(
  state: MemoryState,
  jobId: string,
): { readonly outstanding: number; readonly dueAt: Date | null } {
  const pending = [...state.deliveries.pendingOfJob(jobId)];
  const [next] = pending;
  if (next) return { outstanding: pending.length, dueAt: new Date(dueAt(next)) };
  if (state.jobs.get(jobId)?.fannedOutAt) state.jobs.delete(jobId);
  return { outstanding: 0, dueAt: null };
}
