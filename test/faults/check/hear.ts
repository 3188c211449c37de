import type { AttendanceRepository, NotificationOutbox, Notifier } from 'rollbook';
import type { ToldNotification } from './telling.ts';

/** A host's repository and notifier, of which everything is heard. */
export interface Heard<Repository> {
  readonly repository: Repository;
  readonly notifier: Notifier;
}

/** Hears what a host sends to guardians, and when it had asked for it. */
export function hear<Repository extends AttendanceRepository & { readonly outbox: NotificationOutbox }>(
  repository: Repository,
  onTold: (notification: ToldNotification) => void,
): Heard<Repository> {
  const claimedAt = new Map<string, number>();
  const claim: NotificationOutbox['claim'] = async (request) => {
    const at = Date.now();
    const claimed = await repository.outbox.claim(request);
    for (const { lease } of claimed.deliveries) claimedAt.set(lease.id, at);
    return claimed;
  };
  const notifier: Notifier = {
    notify: async (notification) => onTold({ ...notification, claimedAt: claimedAt.get(notification.id) }),
  };
  return { repository: { ...repository, outbox: { ...repository.outbox, claim } }, notifier };
}
