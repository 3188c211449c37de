import { idPrefix, numbered } from '../demo-ids.ts';
import { type Cohort, planCohorts } from './cohorts.ts';
import type { FiguresOfDay, SchoolDay } from './figures.ts';

/** A school of the replay: who it is, and who is enrolled when. */
export interface PlannedSchool {
  /** The school's code in the file. */
  readonly code: string;
  readonly id: string;
  /** The beginning of its children's ids; the child's number is the rest. */
  readonly idPrefix: string;
  readonly cohorts: readonly Cohort[];
}

/** Plans the schools that the days' figures name, by their codes. */
export function planSchools(days: readonly FiguresOfDay[]): Map<string, PlannedSchool> {
  const bySchool = Map.groupBy(
    days.flatMap(({ schools }) => schools),
    ({ school }) => school,
  );
  return new Map([...bySchool].map(([code, figures]) => [code, planSchool(code, figures)]));
}

function planSchool(code: string, figures: readonly SchoolDay[]): PlannedSchool {
  const prefix = idPrefix(code);
  return { code, id: numbered(prefix, 0), idPrefix: prefix, cohorts: planCohorts(figures) };
}

/** Counts the children of a school over all days, with those who leave. */
export function childrenOf({ cohorts }: PlannedSchool): number {
  return cohorts.reduce((most, { last }) => Math.max(most, last), 0);
}
