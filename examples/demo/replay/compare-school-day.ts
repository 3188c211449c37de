import type { DailySummary, DefaultStatus } from 'rollbook';
import type { SchoolDay } from './figures.ts';

/** Everything in which a summary differs from a school's figures, a line each; nothing when it equals them. */
export function compareSchoolDay(figures: SchoolDay, summary: DailySummary<DefaultStatus>): string[] {
  const { enrolled, attended, unmarked, byStatus } = summary;
  const pairs = {
    enrolled: [enrolled, figures.enrolled],
    attended: [attended, figures.present],
    unmarked: [unmarked, 0],
    present: [byStatus.present, figures.present],
    late: [byStatus.late, 0],
    sick: [byStatus.sick, 0],
    excused: [byStatus.excused, figures.released],
    absent: [byStatus.absent, figures.absent],
  } as const;
  return Object.entries(pairs)
    .filter(([, [actual, expected]]) => actual !== expected)
    .map(
      ([name, [actual, expected]]) =>
        `${figures.school}, ${figures.date}, ${name}: summary ${actual}, file ${expected}`,
    );
}
