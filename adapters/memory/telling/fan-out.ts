import type { FanOutRequest } from '../../../src/index.js';
import {
  type AddressedSubject,
  gatherSubjects,
  isKnownDelivery,
  isKnownType,
  type JobSubject,
  needsDelivery,
  type PlannedDelivery,
  planDeliveries,
} from '../../../src/rules/index.js';
import type { RosterIndex } from '../roster/roster-index.js';
import type { GuardianDay } from '../store/deliveries.js';
import { type DeliveryRow, unleased, unsaid } from '../store/delivery-row.js';
import { keyOf } from '../store/key-of.js';
import type { MemoryState, NotificationJobRow } from '../store/memory-state.js';
import { readyJobs } from './host-queue.js';
import { recordOf, toldOf } from './thread.js';

type Addressed = AddressedSubject<NotificationJobRow>;

/** Turns jobs into deliveries. See `NotificationOutbox.fanOut`. */
export function fanOut(state: MemoryState, roster: RosterIndex, request: FanOutRequest) {
  const jobs = jobsToTake(state, request);
  const subjects = gatherSubjects(jobs)
    .flatMap((subject) => toEachGuardian(roster, subject))
    .filter((subject) => isToBeDelivered(state, subject, request));
  const hasPending = (subject: Addressed) => state.deliveries.pendingOfDay(dayOf(subject)).length > 0;
  const planned = planDeliveries(subjects, { hasPending, compareIds: roster.compareIds });
  for (const job of jobs) finishJob(state, job, request);
  for (const delivery of planned) state.deliveries.put(toRow(delivery, request.now));
  return { jobs: jobs.length, deliveries: planned.length };
}

function jobsToTake(state: MemoryState, request: FanOutRequest): NotificationJobRow[] {
  if (request.jobId !== undefined) {
    const job = state.jobs.get(request.jobId);
    return job?.fannedOutAt === null && isKnownType(job.subjectType) ? [job] : [];
  }
  let children = 0;
  const newJobs = [...state.jobs.values()].filter(({ fannedOutAt }) => fannedOutAt === null);
  const ready = readyJobs(newJobs, request);
  const end = ready.findIndex(({ subjects }) => {
    if (children >= request.maxChildren) return true;
    children += subjects.length;
    return false;
  });
  return end === -1 ? ready : ready.slice(0, end);
}

function toEachGuardian(roster: RosterIndex, subject: JobSubject<NotificationJobRow>): Addressed[] {
  const guardians = roster.guardiansByChild.get(keyOf(subject.job.schoolId, subject.childId)) ?? [];
  return guardians.map(({ id }) => ({ ...subject, guardianId: id }));
}

function isToBeDelivered(state: MemoryState, subject: Addressed, { silentStatuses }: FanOutRequest): boolean {
  const day = dayOf(subject);
  const isOpen = state.deliveries
    .ofDay(day)
    .filter(({ subjects }) => subjects.some(({ subjectKey }) => subjectKey === subject.subjectKey))
    .some((row) => row.state === 'pending' || !isKnownDelivery(row));
  const status = recordOf(state, day, subject)?.status ?? null;
  const { onlyCorrects } = subject;
  return needsDelivery({ status, told: toldOf(state, day, subject), isOpen }, { silentStatuses, onlyCorrects });
}

function dayOf({ job: { schoolId, subjectType }, guardianId, date }: Addressed): GuardianDay {
  return { schoolId, guardianId, subjectType, date };
}

function toRow({ job, ...delivery }: PlannedDelivery<NotificationJobRow>, now: Date): DeliveryRow {
  return {
    schoolId: job.schoolId,
    jobId: job.id,
    subjectType: job.subjectType,
    ...delivery,
    ...unsaid,
    revision: 0,
    state: 'pending',
    reason: null,
    attempt: 0,
    createdAt: new Date(job.createdAt),
    runAt: new Date(now),
    ...unleased,
    settledAt: null,
  };
}

function finishJob(state: MemoryState, job: NotificationJobRow, { jobId, now }: FanOutRequest): void {
  if (jobId === undefined) state.jobs.delete(job.id);
  else state.jobs.set(job.id, { ...job, fannedOutAt: new Date(now) });
}
