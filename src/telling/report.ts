import { isAttendanceError } from '../domain/errors.js';
import type { ClaimedDelivery, DeadLetter } from '../domain/telling/delivery.js';
import type { DeliveryEvent } from '../events/events.js';
import type { Logger } from '../ports/logger.js';
import type { TellingParts } from './notification-options.js';
import type { HeldDelivery, Result, Run } from './run.js';

/** Logs a warning. A logger that fails has nowhere to report that. */
export function report(logger: Logger, message: string, fields: Readonly<Record<string, string>>): void {
  void warnIsolated(logger, message, fields);
}

async function warnIsolated(logger: Logger, message: string, fields: Readonly<Record<string, string>>): Promise<void> {
  try {
    await logger.warn(message, fields);
  } catch {
    // See `report`.
  }
}

/** The code of one of the library's errors, for the log; `unknown` for other errors, whose texts may hold anything. */
export function codeOf(error: unknown): string {
  return isAttendanceError(error) ? error.code : 'unknown';
}

/** Counts a result that is stored, and publishes its event. */
export function publishResult({ events, logger }: TellingParts, { event, run }: HeldDelivery, result: Result): void {
  if (result.outcome === 'released') return;
  run.count(result.outcome === 'skipped' ? 'dropped' : result.outcome);
  if (result.outcome === 'delivered') events.publish('notification.delivered', event, {});
  if (result.outcome === 'failed') {
    events.publish('notification.failed', { ...event, retryInMs: result.delayMs }, {});
  }
  if (result.outcome !== 'dead') return;
  reportDead(logger, event, result.reason);
  events.publish('notification.dead', { ...event, reason: result.reason }, {});
}

/** Counts a delivery that a claim gave up, and publishes its event. */
export function publishDead({ events, logger }: TellingParts, run: Run, letter: DeadLetter): void {
  const { id, schoolId, guardianId, attempts, reason } = letter;
  const event = { id, schoolId, guardianId, attempt: attempts };
  run.count('dead');
  reportDead(logger, event, reason);
  events.publish('notification.dead', { ...event, reason }, {});
}

/** The event of a delivery. */
export function toDeliveryEvent({ lease, attempt, notification }: ClaimedDelivery): DeliveryEvent {
  const { school, guardian } = notification;
  return { id: lease.id, schoolId: school.id, guardianId: guardian.id, attempt };
}

function reportDead(logger: Logger, { id, attempt }: DeliveryEvent, reason: string): void {
  report(logger, 'a notification was given up', { id, attempt: String(attempt), reason });
}
