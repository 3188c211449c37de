import { deepEqual } from 'node:assert/strict';
import { linkKey } from './cast.ts';
import { type Morning, placeKey } from './morning.ts';

/**
 * After a drain no message waits for its next attempt that says what is no longer true: a correction is sent at once.
 * It may have to wait for a worker that holds a message, for marks that have not settled, and for jobs that a queue
 * has.
 */
export async function expectNothingStaleToWait(morning: Morning): Promise<void> {
  const { ledger, office, lastChanges, linksMoved, lookUp } = morning;
  if (ledger.held.length > 0 || (await office.notifications.stats()).jobs > 0) return;
  const { statusOf } = await lookUp(ledger.waiting);
  for (const notification of ledger.waiting) {
    const { school, guardian, date } = notification;
    for (const change of notification.changes) {
      const { child, session, status } = change;
      if (lastChanges.get(placeKey({ schoolId: school.id, childId: child.id, date, session })) === 'too late') continue;
      if (linksMoved.has(linkKey(school.id, child.id, guardian.id))) continue;
      // Of a child who was erased nothing is known any more, and what was told since may leave nothing to say.
      if (!ledger.isLastWord(notification, change)) continue;
      const waits = { id: notification.id, child: child.id };
      deepEqual({ ...waits, status }, { ...waits, status: statusOf(notification, change) });
    }
  }
}
