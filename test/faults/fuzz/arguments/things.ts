import type { Attendance } from 'rollbook';
import { today } from './commands.ts';

/** A mark as a repository receives it. */
export function mark() {
  return {
    schoolId: '5c001a00-0000-4000-8000-000000000001',
    childId: 'c41d0000-0000-4000-8000-000000000001',
    status: 'present',
    occurredAt: new Date('2026-03-02T01:00:00Z'),
    occurredLast: false,
    date: today,
    session: 'day',
    reason: null,
    note: 'by bus',
    markedBy: 'teacher-1',
  };
}

/** A record as it stands. */
export function currentRecord() {
  const { occurredLast: _, ...record } = mark();
  return {
    ...record,
    status: 'late',
    confirmedAt: new Date('2026-03-02T01:00:00Z'),
    recordedAt: new Date('2026-03-02T01:00:01Z'),
  };
}

/** A notification as a notifier receives it. */
export function notification() {
  const change = { occurredAt: new Date('2026-03-02T01:00:00Z'), markedBy: 'teacher-1' };
  return {
    id: '1-1',
    kind: 'corrected',
    school: { id: 's', name: 'TK Melati', timezone: 'Asia/Jakarta' },
    guardian: { id: 'g', name: 'Ibu', locale: 'id-ID', contact: { phone: '+62' } },
    date: today,
    session: 'day',
    changes: [
      { ...change, child: { id: 'c', name: 'Bagas' }, status: 'late', previousStatus: 'absent' },
      { ...change, child: { id: 'd', name: 'Sekar' }, status: null, previousStatus: 'present' },
    ],
  };
}

/** What attendance does that was created, whatever with: each of it may fail, and each must fail as it promises. */
export async function useAttendance(attendance: Attendance<string, string>): Promise<unknown> {
  const calls = [
    () => attendance.markAttendance({ childId: 'c', schoolId: 's', status: 'present', markedBy: 'me', date: today }),
    () => attendance.markBulkAttendance({ childIds: ['c'], schoolId: 's', status: 'late', markedBy: 'me' }),
    () => attendance.getDailySummary({ schoolId: 's' }),
    () => attendance.notifications.drain(),
    () => attendance.health(),
  ];
  const failures: unknown[] = [];
  for (const call of calls) await call().catch((error: unknown) => failures.push(error));
  await attendance.close();
  return failures.length > 0 ? new Failures(failures) : undefined;
}

/** What calls failed with, one after the other. */
export class Failures {
  readonly errors: readonly unknown[];

  constructor(errors: readonly unknown[]) {
    this.errors = errors;
  }
}
