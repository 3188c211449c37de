import type { TestClock } from 'rollbook/testing';
import type { DemoAttendance } from '../demo-attendance.ts';
import { forEachBounded } from '../for-each-bounded.ts';
import { enrolledIn, type FiguresOfDay } from './figures.ts';
import { markSchoolDay } from './mark-school-day.ts';
import type { PlannedSchool } from './plan-schools.ts';
import { withProgress } from './progress.ts';

/** The days to mark, and the parts to mark them with. */
export interface MarkDaysOptions {
  readonly attendance: DemoAttendance;
  /** The clock that `attendance` goes by. */
  readonly clock: TestClock;
  readonly days: readonly FiguresOfDay[];
  readonly schools: ReadonlyMap<string, PlannedSchool>;
}

/**
 * Marks every child of every school, day after day, several schools at a time.
 * @returns  How many marks were recorded, and the seconds that took.
 */
export async function markDays({ attendance, clock, days, schools }: MarkDaysOptions) {
  const total = days.reduce((sum, day) => sum + enrolledIn(day), 0);
  const startedAt = performance.now();
  const marks = await withProgress('Marking', total, async (advance) => {
    let recorded = 0;
    for (const day of days) {
      clock.set(noonOf(day.date));
      await forEachBounded(day.schools, async (figures) => {
        const school = schools.get(figures.school);
        if (!school) throw new Error(`school ${figures.school} was not planned`);
        const count = await markSchoolDay(attendance, school, figures);
        recorded += count;
        advance(figures.enrolled);
      });
    }
    return recorded;
  });
  return { marks, seconds: (performance.now() - startedAt) / 1_000 };
}

/** Noon in New York's winter is one o'clock in its summer: the same day, all year. */
function noonOf(date: string): string {
  return `${date}T12:00:00-05:00`;
}
