import type { NotificationJobRow } from '../memory-state.js';
import { compareTexts } from './delivery-row.js';

/** Jobs that have settled and are due, by turns: each school's oldest, then each school's next. */
export function readyJobs(
  jobs: Iterable<NotificationJobRow>,
  { now, settledBefore }: { readonly now: Date; readonly settledBefore: Date },
): NotificationJobRow[] {
  const ready = [...jobs].filter(
    ({ createdAt, runAt }) => createdAt <= settledBefore && (runAt === null || runAt <= now),
  );
  const bySchool = Map.groupBy(ready.sort(compareAge), ({ schoolId }) => schoolId);
  const turns = [...bySchool.values()].flatMap((jobs) => jobs.map((job, turn) => ({ job, turn })));
  return turns.sort((a, b) => a.turn - b.turn || compareAge(a.job, b.job)).map(({ job }) => job);
}

/** The order in which jobs were written. */
export function compareAge(a: NotificationJobRow, b: NotificationJobRow): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || compareTexts(a.id, b.id);
}
