import type { ReconcileDailyCountsCommand } from 'rollbook';
import type { DemoAttendance } from './demo-attendance.ts';
import { forEachBounded } from './for-each-bounded.ts';
import { counted } from './format.ts';
import type { Proof } from './proof.ts';

/** Has the library look for wrong counters. Run it last: it repairs what it finds. */
export async function proveReconciled(
  attendance: DemoAttendance,
  commands: readonly ReconcileDailyCountsCommand[],
): Promise<Proof> {
  const differences: string[] = [];
  await forEachBounded(commands, async (command) => {
    const found = await attendance.reconcileDailyCounts(command);
    for (const { schoolId, status, counted, actual } of found.differences) {
      differences.push(`school ${schoolId}, ${command.date}, ${status}: counted ${counted}, records ${actual}`);
    }
  });
  const times = counted(commands.length, 'time');
  return { claim: `reconcileDailyCounts, asked ${times}, finds nothing to repair`, differences: differences.sort() };
}
