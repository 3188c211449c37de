import { compareAge, isKnownType } from '../../../src/rules/index.js';
import type { NotificationJobRow } from '../store/memory-state.js';

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
