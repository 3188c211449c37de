import type { DemoAttendance } from '../demo-attendance.ts';
import type { Narrate } from './narrator.ts';
import { childOf, jakarta, singapore } from './schools.ts';

const atSingapore = { schoolId: singapore.id, markedBy: singapore.teacher } as const;

/** All present, then exceptions. */
export async function openInSingapore(attendance: DemoAttendance, narrate: Narrate): Promise<void> {
  const childIds = singapore.children.map(({ id }) => id);
  await narrate(
    '08:02',
    singapore,
    `Ms Tan marks all ${childIds.length} present, then 2 exceptions`,
    () => attendance.markBulkAttendance({ ...atSingapore, childIds, status: 'present' }),
    () =>
      attendance.markBulkAttendance({
        ...atSingapore,
        marks: [
          { childId: childOf(singapore, 'Aisha'), status: 'sick' },
          { childId: childOf(singapore, 'Lim Wei Jie'), status: 'absent' },
        ],
      }),
  );
}

/** Corrections, a reason that comes later and tells nobody, siblings, and a list with another school's child on it. */
export async function correctInSingapore(attendance: DemoAttendance, narrate: Narrate): Promise<void> {
  await narrate('08:25', singapore, 'Wei Jie arrives after all: absent becomes late', () =>
    attendance.markAttendance({ ...atSingapore, childId: childOf(singapore, 'Lim Wei Jie'), status: 'late' }),
  );
  await narrate('08:30', singapore, "Aisha's mother calls: Ms Tan adds the reason", () =>
    attendance.markAttendance({
      ...atSingapore,
      childId: childOf(singapore, 'Aisha'),
      status: 'sick',
      reason: 'fever',
    }),
  );
  await narrate('08:34', singapore, 'Ms Tan excuses Nadia, Hakim and, by mistake, Budi of Jakarta', () =>
    attendance.markBulkAttendance({
      ...atSingapore,
      childIds: [childOf(singapore, 'Nadia'), childOf(singapore, 'Hakim'), childOf(jakarta, 'Budi')],
      status: 'excused',
    }),
  );
}
