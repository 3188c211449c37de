import type { DemoAttendance } from '../demo-attendance.ts';
import { instantAt, type Narrate } from './narrator.ts';
import { childOf, jakarta } from './schools.ts';

const atTheGate = { schoolId: jakarta.id, markedBy: 'Pak Joko' } as const;

/** Marks that a tablet without network keeps until it has one, each with the instant when it was made. */
const onTheTablet = {
  schoolId: jakarta.id,
  markedBy: jakarta.teacher,
  occurredAt: instantAt('07:05', jakarta),
  marks: [
    { childId: childOf(jakarta, 'Budi'), status: 'sick', reason: 'flu' },
    { childId: childOf(jakarta, 'Citra'), status: 'absent' },
  ],
} as const;

/** One teacher's tablet is offline, and others go on meanwhile. */
export async function openInJakarta(attendance: DemoAttendance, narrate: Narrate): Promise<void> {
  await narrate('07:05', jakarta, 'Ibu Sari notes Budi sick and Citra absent on a tablet that has no network');
  await narrate('07:15', jakarta, 'Pak Joko, at the gate, marks all present but Budi', () =>
    attendance.markBulkAttendance({
      ...atTheGate,
      childIds: jakarta.children.map(({ id }) => id).filter((id) => id !== childOf(jakarta, 'Budi')),
      status: 'present',
    }),
  );
}

/** The late marks take their place by when they were made, and a retry has no further effect. */
export async function reconnectInJakarta(attendance: DemoAttendance, narrate: Narrate): Promise<void> {
  const send = () => attendance.markBulkAttendance(onTheTablet);
  await narrate(
    '07:40',
    jakarta,
    "The tablet is back and sends its marks of 07:05; Citra's is older than the gate's",
    send,
  );
  await narrate('07:41', jakarta, 'The tablet got no answer and sends the same again', send);
  await narrate('07:44', jakarta, "Pak Joko marks a child whom the school doesn't know", () =>
    attendance.markAttendance({ ...atTheGate, childId: '00000000-0000-4000-8000-000000000000', status: 'present' }),
  );
}
