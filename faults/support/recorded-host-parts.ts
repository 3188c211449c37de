import type { AttendanceRepository, NotificationOutbox, Notifier } from 'rollbook';
import type { ToldNotification } from '../check/telling.ts';

/** A host's repository and notifier, which record everything that guardians are told. */
export interface RecordedHostParts<Repository> {
  readonly repository: Repository;
  readonly notifier: Notifier;
}

/**
 * Wraps a host's repository and makes a notifier for it. Both record the messages to guardians, and the times of their
 * claims.
 */
export function recordHostParts<Repository extends AttendanceRepository & { readonly outbox: NotificationOutbox }>(
  repository: Repository,
  onTold: (notification: ToldNotification) => void,
): RecordedHostParts<Repository> {
  const claimedAt = new Map<string, number>();
  const claim: NotificationOutbox['claim'] = async (request) => {
    const at = Date.now();
    const claimed = await repository.outbox.claim(request);
    for (const { lease } of claimed.deliveries) claimedAt.set(lease.id, at);
    return claimed;
  };
  const notifier: Notifier = {
    notify: async (notification, { idempotencyKey: key }) =>
      onTold({ ...notification, key, claimedAt: claimedAt.get(notification.id) }),
  };
  return { repository: { ...repository, outbox: { ...repository.outbox, claim } }, notifier };
}
