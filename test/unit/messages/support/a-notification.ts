import type { Notification, NotifiedChange } from 'rollbook';
import { kindOf } from 'rollbook/rules';

/** 07:05 in Jakarta, 09:05 in Jayapura. */
export const morning = new Date('2026-11-02T00:05:00Z');

/** A change of the child `Sekar`, marked in the morning. */
export function aChange(change: Partial<NotifiedChange> = {}): NotifiedChange {
  return {
    child: { id: 'child-1', name: 'Sekar' },
    session: 'day',
    status: 'present',
    occurredAt: morning,
    markedBy: 'teacher-1',
    ...change,
  };
}

/** A notification of TK Melati in Jakarta to a guardian without a locale. A session that is given is that of every change. */
export function aNotification(
  changes: readonly NotifiedChange[] = [aChange()],
  given: Partial<Notification> = {},
): Notification {
  return {
    id: 'job-1',
    kind: kindOf(changes),
    school: { id: 'school-1', name: 'TK Melati', timezone: 'Asia/Jakarta' },
    guardian: { id: 'guardian-1', name: 'Ibu Laras', locale: null, contact: null },
    date: '2026-11-02',
    session: changes[0]?.session ?? 'day',
    changes: changes.map((change) => ({ ...change, session: given.session ?? change.session })),
    ...given,
  };
}
