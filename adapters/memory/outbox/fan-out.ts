import type { FanOutRequest } from '../../../src/index.js';
import { keyOf } from '../key-of.js';
import type { MemoryState, NotificationJobRow } from '../memory-state.js';
import type { RosterIndex } from '../roster-index.js';
import { compareTexts, type DeliveryRow, unleased } from './delivery-row.js';
import { compareAge, readyJobs } from './ready-jobs.js';
import { findTelling } from './telling.js';

/** One child that a job is about. */
interface Subject {
  readonly job: NotificationJobRow;
  readonly schoolId: string;
  readonly childId: string;
  readonly date: string;
  readonly session: string;
}

type News = Subject & { readonly guardianId: string };

/** Turns jobs into deliveries. See `NotificationOutbox.fanOut`. */
export function fanOut(state: MemoryState, roster: RosterIndex, request: FanOutRequest) {
  const jobs = jobsToTake(state, request);
  const news = subjectsOf(jobs)
    .flatMap((subject) => toEachGuardian(roster, subject))
    .filter((subject) => isNews(state, subject, request));
  const byJob = Map.groupBy(news, ({ job }) => job);
  const rows = jobs.flatMap((job) => toRows(roster, byJob.get(job) ?? [], request));
  for (const job of jobs) finishJob(state, job, request);
  for (const row of rows) state.deliveries.put(row);
  return { jobs: jobs.length, deliveries: rows.length };
}

function jobsToTake(state: MemoryState, request: FanOutRequest): NotificationJobRow[] {
  if (request.jobId !== undefined) {
    const job = state.jobs.get(request.jobId);
    return job?.fannedOutAt === null ? [job] : [];
  }
  let children = 0;
  const newJobs = [...state.jobs.values()].filter(({ fannedOutAt }) => fannedOutAt === null);
  const ready = readyJobs(newJobs, request);
  const end = ready.findIndex(({ changes }) => {
    if (children >= request.maxChildren) return true;
    children += changes.length;
    return false;
  });
  return end === -1 ? ready : ready.slice(0, end);
}

/** Of several jobs about one child only the last keeps it: they would all tell the same. */
function subjectsOf(jobs: readonly NotificationJobRow[]): Subject[] {
  const last = new Map<string, Subject>();
  for (const job of jobs.toSorted(compareAge)) {
    for (const { childId, date, session } of job.changes) {
      last.set(keyOf(childId, date, session), { job, schoolId: job.schoolId, childId, date, session });
    }
  }
  return [...last.values()];
}

function toEachGuardian(roster: RosterIndex, subject: Subject): News[] {
  const guardians = roster.guardiansByChild.get(keyOf(subject.schoolId, subject.childId)) ?? [];
  return guardians.map(({ id }) => ({ ...subject, guardianId: id }));
}

/** What a delivery that is not settled will say is decided only when it is claimed: another one has to follow it. */
function isNews(state: MemoryState, news: News, { silentStatuses }: FanOutRequest): boolean {
  const isWaiting = state.deliveries.inThread(news).some((row) => row.state === 'pending');
  return isWaiting || findTelling(state, news, news.childId, silentStatuses) !== undefined;
}

function toRows({ compareIds }: RosterIndex, news: readonly News[], { now }: FanOutRequest): DeliveryRow[] {
  const groups = Map.groupBy(news, ({ guardianId, date, session }) => keyOf(guardianId, date, session));
  const rows = [...groups.values()].flatMap((group) => {
    const [first] = group;
    const childIds = group.map(({ childId }) => childId).sort(compareIds);
    return first ? [newRow(first, childIds, now)] : [];
  });
  const byThread = (a: DeliveryRow, b: DeliveryRow) =>
    compareIds(a.guardianId, b.guardianId) || compareTexts(a.date, b.date) || compareTexts(a.session, b.session);
  return rows.sort(byThread).map((row, index) => ({ ...row, number: index + 1 }));
}

function newRow(
  { job, schoolId, guardianId, date, session }: News,
  childIds: readonly string[],
  now: Date,
): DeliveryRow {
  return {
    schoolId,
    jobId: job.id,
    number: 0,
    guardianId,
    date,
    session,
    childIds,
    revision: 0,
    changes: null,
    toldOrder: null,
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
