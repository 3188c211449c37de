import { type Admission, type Aim, admit, type Reach } from './admit.ts';
import { type Arrived, arrive } from './arrive.ts';
import { daysBetween } from './school-day.ts';
import type { Job, State } from './state.ts';

/** One mark as asked for. */
export interface Asked extends Aim {
  status: string | null;
  reason: string | null | undefined;
  note: string | null | undefined;
  markedBy: string;
}

export interface StatementOptions extends Reach {
  correctDays: number;
  onlyUnmarked: boolean;
  allOrNothing: boolean;
}

/** What one mark of a statement came to. */
export type Result = { childId: string; date?: string; session: string } & (
  | Arrived
  | { outcome: 'rejected'; code: string }
);

/** Lets marks in that may come in, and writes the one job of each school. */
export function runStatement(state: State, asked: readonly Asked[], options: StatementOptions): Result[] {
  const admissions = asked.map((mark) => admit(state, mark, options));
  const isRefused = options.allOrNothing && admissions.some(({ code }) => code !== undefined);
  const jobs: Job[] = [];
  const numbers = state.places.map(({ schoolId, childId, date, lastNumber }) => ({
    schoolId,
    childId,
    date,
    lastNumber,
  }));
  const results = asked.map((mark, index): Result => {
    const admission: Admission = admissions[index] ?? { code: 'bulk_rejected', date: undefined };
    const { childId, session } = mark;
    const { date } = admission;
    const what = { childId, session, ...(date !== undefined && { date }) };
    if (admission.code !== undefined) return { ...what, outcome: 'rejected', code: admission.code };
    if (isRefused) return { ...what, outcome: 'rejected', code: 'bulk_rejected' };
    const { onlyUnmarked, now } = options;
    const place = { schoolId: admission.schoolId, date: admission.date };
    const ofDay = numbers.filter((each) => each.childId === childId && each.schoolId === place.schoolId);
    const lastNumberOfDay = Math.max(
      0,
      ...ofDay.filter((each) => each.date === place.date).map((each) => each.lastNumber),
    );
    const arrived = arrive(state, { ...mark, ...place, onlyUnmarked, position: index + 1, lastNumberOfDay }, now);
    if (isNews(arrived, admission, options)) addToJob(jobs, admission, mark, now);
    return { ...what, ...arrived };
  });
  state.jobs.push(...jobs);
  return results;
}

type Admitted = Extract<Admission, { code?: undefined }>;

/** Changes of a day before today go into a job too, to correct who was told something else of it. */
function isNews({ outcome }: Arrived, { date, today }: Admitted, { correctDays }: StatementOptions): boolean {
  return ['recorded', 'corrected', 'cleared'].includes(outcome) && daysBetween(date, today) <= correctDays;
}

function addToJob(jobs: Job[], { schoolId, date, today }: Admitted, { childId, session }: Asked, now: number): void {
  const change = { childId, date, session };
  const job = jobs.find((each) => each.schoolId === schoolId);
  if (job) job.changes.push(change);
  else jobs.push({ schoolId, createdAt: new Date(now), today, changes: [change] });
}
