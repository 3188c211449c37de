import type { Pool } from 'pg';
import type { DemoAttendance } from '../demo-attendance.ts';
import { forEachBounded } from '../for-each-bounded.ts';
import { counted, grouped } from '../format.ts';
import type { Proof } from '../proof.ts';
import { proveCounts, proveNoDuplicates } from '../prove-counts.ts';
import { proveReconciled } from '../prove-reconciled.ts';
import { compareSchoolDay } from './compare-school-day.ts';
import type { FiguresOfDay, SchoolDay } from './figures.ts';
import type { PlannedSchool } from './plan-schools.ts';
import { withProgress } from './progress.ts';

/** The days that were replayed, and the results. */
export interface Replayed {
  readonly pool: Pool;
  readonly attendance: DemoAttendance;
  readonly days: readonly FiguresOfDay[];
  readonly schools: ReadonlyMap<string, PlannedSchool>;
  /** The number of marks that were recorded. */
  readonly marks: number;
}

/** Everything that a replay claims. */
export async function proveReplay({ pool, attendance, days, schools, marks }: Replayed): Promise<Proof[]> {
  const schoolDays = days.flatMap((day) => day.schools);
  const idOf = ({ school }: SchoolDay) => schools.get(school)?.id ?? '';
  const commands = schoolDays.map((figures) => ({ schoolId: idOf(figures), date: figures.date }));
  return [
    proveMarks(schoolDays, marks),
    await proveSummaries(attendance, schoolDays, idOf),
    await proveCounts(pool),
    await proveNoDuplicates(pool),
    await proveReconciled(attendance, commands),
  ];
}

function proveMarks(schoolDays: readonly SchoolDay[], marks: number): Proof {
  const enrolled = schoolDays.reduce((sum, figures) => sum + figures.enrolled, 0);
  return {
    claim: `${grouped(enrolled)} enrolled by the file, counted anew each day, and as many marks recorded`,
    differences: marks === enrolled ? [] : [`${counted(marks, 'mark')} recorded`],
  };
}

async function proveSummaries(
  attendance: DemoAttendance,
  schoolDays: readonly SchoolDay[],
  idOf: (figures: SchoolDay) => string,
): Promise<Proof> {
  const differences: string[] = [];
  await withProgress('Comparing', schoolDays.length, (advance) =>
    forEachBounded(schoolDays, async (figures) => {
      const summary = await attendance.getDailySummary({ schoolId: idOf(figures), date: figures.date });
      differences.push(...compareSchoolDay(figures, summary));
      advance(1);
    }),
  );
  const claim = `getDailySummary equals the file for ${counted(schoolDays.length, 'school day')}`;
  return { claim, differences: differences.sort() };
}
