import type { DemoAttendance } from '../demo-attendance.ts';
import { counted } from '../format.ts';
import type { Proof } from '../proof.ts';
import { compareSchoolDay } from './compare-school-day.ts';
import type { FiguresOfDay } from './figures.ts';
import { forEachBounded } from './for-each-bounded.ts';
import type { PlannedSchool } from './plan-schools.ts';
import { withProgress } from './progress.ts';

/** What is compared. */
export interface ProveSummariesOptions {
  readonly attendance: DemoAttendance;
  readonly days: readonly FiguresOfDay[];
  readonly schools: ReadonlyMap<string, PlannedSchool>;
}

/** Asks for the summary of every school and day, and compares it with the file. */
export async function proveSummaries({ attendance, days, schools }: ProveSummariesOptions): Promise<Proof> {
  const schoolDays = days.flatMap((day) => day.schools);
  const differences = await withProgress('Comparing', schoolDays.length, async (advance) => {
    const found: string[] = [];
    await forEachBounded(schoolDays, async (figures) => {
      const schoolId = schools.get(figures.school)?.id ?? '';
      const summary = await attendance.getDailySummary({ schoolId, date: figures.date });
      found.push(...compareSchoolDay(figures, summary));
      advance(1);
    });
    return found.sort();
  });
  return { claim: `getDailySummary equals the file for ${counted(schoolDays.length, 'school day')}`, differences };
}
