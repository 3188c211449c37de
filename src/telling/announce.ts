import type { ClaimedDelivery, DeadLetter } from '../domain/telling/delivery.js';
import type { DeliveryEvent } from '../events/events.js';
import type { HeldDelivery, Result } from './held-delivery.js';
import type { NotificationsContext } from './notifications-context.js';
import { report } from './report.js';
import type { Round } from './round.js';

/** Counts a result that is stored, and tells listeners of it. */
export function announceResult({ events, logger }: NotificationsContext, delivery: HeldDelivery, result: Result): void {
  const { event } = delivery;
  if (result.outcome === 'released') return;
  delivery.round.count(result.outcome === 'skipped' ? 'dropped' : result.outcome);
  if (result.outcome === 'delivered') events.publish('notification.delivered', event, {});
  if (result.outcome === 'failed') {
    events.publish('notification.failed', { ...event, retryInMs: result.delayMs }, {});
  }
  if (result.outcome !== 'dead') return;
  reportDead(logger, event, result.reason);
  events.publish('notification.dead', { ...event, reason: result.reason }, {});
}

/** The same of a delivery that a claim gave up. */
export function announceDead({ events, logger }: NotificationsContext, round: Round, letter: DeadLetter): void {
  const { id, schoolId, guardianId, attempts, reason } = letter;
  const event = { id, schoolId, guardianId, attempt: attempts };
  round.count('dead');
  reportDead(logger, event, reason);
  events.publish('notification.dead', { ...event, reason }, {});
}

/** What listeners are told of a delivery. */
export function toDeliveryEvent({ lease, attempt, notification }: ClaimedDelivery): DeliveryEvent {
  const { school, guardian } = notification;
  return { id: lease.id, schoolId: school.id, guardianId: guardian.id, attempt };
}

function reportDead(logger: NotificationsContext['logger'], { id, attempt }: DeliveryEvent, reason: string): void {
  report(logger, 'a notification was given up', { id, attempt: String(attempt), reason });
}
