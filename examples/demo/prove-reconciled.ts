import type { DemoAttendance } from './demo-attendance.ts';
import { counted } from './format.ts';
import type { Proof } from './proof.ts';

/** Has the library look for wrong counters. Run it last: it repairs what it finds. */
export async function proveReconciled(attendance: DemoAttendance, dates: readonly string[]): Promise<Proof> {
  const differences: string[] = [];
  for (const date of dates) {
    const found = await attendance.reconcileDailyCounts({ date });
    for (const { schoolId, status, counted, actual } of found.differences) {
      differences.push(`school ${schoolId}, ${date}, ${status}: counted ${counted}, records ${actual}`);
    }
  }
  return { claim: `reconcileDailyCounts finds nothing to repair on ${counted(dates.length, 'day')}`, differences };
}
