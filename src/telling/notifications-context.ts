import type { AttendanceEvents } from '../events/events.js';
import type { AttendanceRepository } from '../ports/attendance-repository.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { NotificationQueue } from '../ports/notification-queue.js';
import type { Notifier } from '../ports/notifier.js';
import type { NotificationSettings } from './notification-options.js';

/** What telling guardians works with. */
export interface NotificationsContext {
  readonly repository: Pick<AttendanceRepository, 'canonicalId' | 'outbox'>;
  readonly notifier: Notifier | undefined;
  readonly queue: NotificationQueue | undefined;
  readonly settings: NotificationSettings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly events: Pick<AttendanceEvents, 'publish'>;
}
