import type { DemoAttendance } from '../demo-attendance.ts';
import type { Narrate } from './narrator.ts';
import { childOf, jayapura } from './schools.ts';

const atJayapura = { schoolId: jayapura.id, markedBy: jayapura.teacher } as const;

/** Single marks, a wrong tap and the rest of the group. It is still Sunday in UTC, and the day is Monday all the same. */
export async function openInJayapura(attendance: DemoAttendance, narrate: Narrate): Promise<void> {
  const tap = (name: string) => () =>
    attendance.markAttendance({ ...atJayapura, childId: childOf(jayapura, name), status: 'present' });

  await narrate('07:28', jayapura, 'Ibu Yohana marks Yosef present (in UTC it is still Sunday)', tap('Yosef'));
  await narrate('07:31', jayapura, 'Ibu Yohana marks Maria present', tap('Maria'));
  await narrate('07:33', jayapura, 'Ibu Yohana taps Markus, the wrong child', tap('Markus'));
  await narrate('07:34', jayapura, 'Ibu Yohana takes the wrong tap back', () =>
    attendance.clearAttendance({ ...atJayapura, childId: childOf(jayapura, 'Markus') }),
  );
  await narrate('07:50', jayapura, 'Ibu Yohana marks everyone but Markus, where nothing is marked yet', () =>
    attendance.markBulkAttendance({
      ...atJayapura,
      childIds: jayapura.children.map(({ id }) => id).filter((id) => id !== childOf(jayapura, 'Markus')),
      status: 'present',
      onlyUnmarked: true,
    }),
  );
}
