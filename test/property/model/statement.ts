import { type Arrived, arrive } from './arrive.ts';
import { dayAt, daysBetween, isEnrolled } from './school-day.ts';
import type { Job, State } from './state.ts';

/** One mark as asked for. */
export interface Asked {
  schoolId: string | undefined;
  childId: string;
  status: string | null;
  at: number | undefined;
  date: string | undefined;
  session: string;
  reason: string | null | undefined;
  note: string | null | undefined;
  markedBy: string;
}

export interface StatementOptions {
  now: number;
  editableDays: number | null;
  onlyUnmarked: boolean;
  allOrNothing: boolean;
}

/** What one mark of a statement came to. */
export type Result = ({ childId: string } & Arrived) | { childId: string; outcome: 'rejected'; code: string };

type Admission = { code: string } | { code?: undefined; schoolId: string; date: string; today: string };

/** Lets marks in that may come in, and writes the one job of each school. */
export function runStatement(state: State, asked: readonly Asked[], options: StatementOptions): Result[] {
  const admissions = asked.map((mark) => admit(state, mark, options));
  const isRefused = options.allOrNothing && admissions.some(({ code }) => code !== undefined);
  const jobs: Job[] = [];
  const results = asked.map((mark, index): Result => {
    const admission = admissions[index] ?? { code: 'bulk_rejected' };
    if (admission.code !== undefined) return { childId: mark.childId, outcome: 'rejected', code: admission.code };
    if (isRefused) return { childId: mark.childId, outcome: 'rejected', code: 'bulk_rejected' };
    const { schoolId, date, today } = admission;
    const arrived = arrive(state, { ...mark, schoolId, date, onlyUnmarked: options.onlyUnmarked }, options.now);
    const isNews = ['recorded', 'corrected', 'cleared'].includes(arrived.outcome);
    if (isNews && date === today)
      addToJob(jobs, schoolId, options.now, { childId: mark.childId, date, session: mark.session });
    return { childId: mark.childId, ...arrived };
  });
  state.jobs.push(...jobs);
  return results;
}

function admit(state: State, mark: Asked, { now, editableDays }: StatementOptions): Admission {
  const child = state.children.find(
    ({ id, schoolId }) => id === mark.childId && (mark.schoolId === undefined || mark.schoolId === schoolId),
  );
  const schoolId = mark.schoolId ?? child?.schoolId;
  const school = state.schools.find(({ id }) => id === schoolId);
  if (mark.schoolId !== undefined && !school) return { code: 'school_not_found' };
  if (!child) return { code: 'child_not_found' };
  if (!school) return { code: 'school_not_found' };
  const today = dayAt(school, now);
  const date = mark.date ?? dayAt(school, mark.at ?? now);
  if (date !== undefined && !isEnrolled(child, date)) return { code: 'not_enrolled' };
  if (date === undefined || today === undefined) return { code: 'school_timezone_invalid' };
  const age = daysBetween(date, today);
  if (age < 0) return { code: 'date_in_future' };
  if (editableDays !== null && age > editableDays) return { code: 'date_locked' };
  return { schoolId: school.id, date, today };
}

function addToJob(jobs: Job[], schoolId: string, now: number, change: Job['changes'][number]): void {
  const job = jobs.find((each) => each.schoolId === schoolId);
  if (job) job.changes.push(change);
  else jobs.push({ schoolId, createdAt: new Date(now), changes: [change] });
}
