import type { SchoolDay } from './figures.ts';

/** Children of one school, numbered from `first` to `last`, who come and leave together. */
export interface Cohort {
  readonly first: number;
  readonly last: number;
  /** The first day of the children, `YYYY-MM-DD`. */
  readonly from: string;
  /** The last day of the children, `YYYY-MM-DD`; null while they stay. */
  readonly until: string | null;
}

/**
 * Plans when children come and leave, so that a school has as many children each day as its figures say. Children who
 * came last leave first and don't come back, so most children stay for all days.
 * @param days  One school's figures, by date.
 */
export function planCohorts(days: readonly SchoolDay[]): Cohort[] {
  const left: Cohort[] = [];
  let enrolled: Cohort[] = [];
  let before = { date: '', enrolled: 0 };
  let children = 0;
  for (const day of days) {
    const joining = day.enrolled - before.enrolled;
    if (joining > 0) {
      enrolled.push({ first: children + 1, last: children + joining, from: day.date, until: null });
      children += joining;
    } else if (joining < 0) {
      const parted = partLast(enrolled, -joining, before.date);
      enrolled = parted.staying;
      left.push(...parted.leaving);
    }
    before = day;
  }
  return [...left, ...enrolled];
}

/** The children who are enrolled on a day. */
export function* enrolledOn(cohorts: readonly Cohort[], date: string): Generator<number> {
  for (const { first, last, from, until } of cohorts) {
    if (date < from || (until !== null && date > until)) continue;
    for (let child = first; child <= last; child++) yield child;
  }
}

/** Takes the last `count` children away, whose last day is `until`. */
function partLast(cohorts: readonly Cohort[], count: number, until: string) {
  const staying = [...cohorts];
  const leaving: Cohort[] = [];
  for (let rest = count; rest > 0; ) {
    const cohort = staying.pop();
    if (!cohort) break;
    const stays = Math.max(0, cohort.last - cohort.first + 1 - rest);
    rest -= cohort.last - cohort.first + 1 - stays;
    if (stays > 0) staying.push({ ...cohort, last: cohort.first + stays - 1 });
    leaving.push({ ...cohort, first: cohort.first + stays, until });
  }
  return { staying, leaving };
}
