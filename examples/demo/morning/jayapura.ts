import type { DefaultStatus } from 'rollbook';
import type { DemoAttendance } from '../demo-attendance.ts';
import type { Narrate } from './narrator.ts';
import { childOf, jayapura } from './schools.ts';

const atJayapura = { schoolId: jayapura.id, markedBy: jayapura.teacher } as const;

/**
 * Single marks, a wrong tap that nobody hears of, and the rest of the group. In UTC it is still Sunday, and the day is
 * Monday all the same.
 */
export async function openInJayapura(attendance: DemoAttendance, narrate: Narrate): Promise<void> {
  const tap = (name: string, status: DefaultStatus) => () =>
    attendance.markAttendance({ ...atJayapura, childId: childOf(jayapura, name), status });

  await narrate(
    '07:28',
    jayapura,
    'Ibu Yohana marks Yosef present (in UTC it is still Sunday)',
    tap('Yosef', 'present'),
  );
  await narrate('07:31', jayapura, 'Ibu Yohana marks Maria present', tap('Maria', 'present'));
  await narrate('07:33', jayapura, 'Ibu Yohana taps Markus absent, the wrong child', tap('Markus', 'absent'));
  await narrate('07:34', jayapura, 'Ibu Yohana takes the wrong tap back before anybody is told', () =>
    attendance.clearAttendance({ ...atJayapura, childId: childOf(jayapura, 'Markus') }),
  );
  await narrate('07:40', jayapura, "Debora's mother calls: Ibu Yohana marks her sick", tap('Debora', 'sick'));
  await narrate('07:50', jayapura, 'Ibu Yohana marks everyone but Markus, where nothing is marked yet', () =>
    attendance.markBulkAttendance({
      ...atJayapura,
      childIds: jayapura.children.map(({ id }) => id).filter((id) => id !== childOf(jayapura, 'Markus')),
      status: 'present',
      onlyUnmarked: true,
    }),
  );
}
