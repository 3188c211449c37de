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

/** Values in a notification that no message may say: its guardian, the contact, and the author of the mark. */
export const unsaid: readonly string[] = ['Wulandari', '+62811000111', 'teacher-1'];

/** A notification as a notifier receives it. */
export function notification() {
  const change = { occurredAt: new Date('2026-03-02T01:00:00Z'), markedBy: 'teacher-1' };
  return {
    id: '1-1',
    kind: 'corrected',
    school: { id: 's', name: 'TK Melati', timezone: 'Asia/Jakarta' },
    guardian: { id: 'g', name: 'Wulandari', locale: 'id-ID', contact: { phone: '+62811000111' } },
    date: today,
    session: 'day',
    changes: [
      { ...change, child: { id: 'c', name: 'Bagas' }, status: 'late', previousStatus: 'absent' },
      { ...change, child: { id: 'd', name: 'Sekar' }, status: null, previousStatus: 'present' },
    ],
  };
}

/** Uses attendance that was created with any options. Each call may fail, and each must end as it promises. */
export async function useAttendance(attendance: Attendance<string, string>): Promise<Uses> {
  const mark = { schoolId: 's', markedBy: 'me', date: today };
  const calls: Readonly<Record<string, () => Promise<unknown>>> = {
    markAttendance: () => attendance.markAttendance({ ...mark, childId: 'c', status: 'present' }),
    markBulkAttendance: () => attendance.markBulkAttendance({ ...mark, childIds: ['c'], status: 'late' }),
    getDailySummary: () => attendance.getDailySummary({ schoolId: 's' }),
    'notifications.drain': () => attendance.notifications.drain(),
    health: () => attendance.health(),
  };
  const uses = new Uses();
  for (const [name, call] of Object.entries(calls)) await uses.add(`attendance.${name}`, call);
  await attendance.close();
  return uses;
}

/** The results of calls, one after the other. */
export class Uses {
  readonly answers: (readonly [name: string, value: unknown])[] = [];
  readonly errors: unknown[] = [];

  async add(name: string, call: () => Promise<unknown>): Promise<void> {
    try {
      this.answers.push([name, await call()]);
    } catch (error) {
      this.errors.push(error);
    }
  }
}
