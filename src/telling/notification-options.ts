import * as z from 'zod';
import type { AttendanceEvents } from '../events/events.js';
import { invalidOption } from '../input/parse-options.js';
import type { AttendanceRepository } from '../ports/attendance-repository.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { NotificationQueue } from '../ports/notification-queue.js';
import type { Notifier } from '../ports/notifier.js';

/** A status that `notifications.when` decides about. The guardian was told nothing of the child before. */
export interface FirstStatus<Status extends string = string> {
  readonly status: Status;
  readonly previousStatus: null;
}

/** Options of telling guardians. All options have defaults. */
export interface NotificationOptions<Status extends string = string> {
  /** Makes marks write notification jobs. Default true with a notifier or queue, else false. */
  readonly outbox?: boolean;
  /**
   * The correction window: the time in which a mark may be corrected before anybody is told, in milliseconds. The
   * status at its end counts. 0 to 86,400,000 (a day). Default 0.
   */
  readonly settleMs?: number;
  /** Messages that this process sends at a time, or jobs that it hands over at a time. 1 to 1,000. Default 16. */
  readonly concurrency?: number;
  /** At most `limit` messages in any stretch of `intervalMs`, from this process. Default unlimited. */
  readonly rate?: {
    /** 1 to 1,000,000. */
    readonly limit: number;
    /** In milliseconds, 1 to 86,400,000. */
    readonly intervalMs: number;
  };
  /** After the n-th failure the next attempt waits a random time of up to `baseMs` × 2ⁿ⁻¹, and never over `capMs`. */
  readonly retry?: {
    /** Attempts at one message before it becomes a dead letter. 1 to 1,000. Default 12. */
    readonly maxAttempts?: number;
    /** In milliseconds, 1 to 604,800,000 (a week). Default 2,000. */
    readonly baseMs?: number;
    /** In milliseconds, 1 to 604,800,000 (a week). Default 3,600,000 (an hour). */
    readonly capMs?: number;
  };
  /**
   * The time after which other workers take over the deliveries of a dead worker, in milliseconds. A living worker
   * renews its leases every third of this time. 100 to 3,600,000. Default 30,000.
   */
  readonly leaseMs?: number;
  /**
   * The shortest pause between looks for work, in milliseconds. Without work the pause grows to 20 times as much. 1 to
   * 60,000. Default 250.
   */
  readonly pollMs?: number;
  /**
   * The time after which an attempt, or handing a job over, has failed, in milliseconds. 1 to 3,600,000. Default
   * 10,000.
   */
  readonly sendTimeoutMs?: number;
  /**
   * The time after which a job that the host's queue got is handed over again, if the job isn't done by then, in
   * milliseconds. 1,000 to 604,800,000 (a week). Default 900,000 (a quarter of an hour).
   */
  readonly handOverAgainMs?: number;
  /**
   * Days back from the school's today whose changes correct guardians who were told something else. 0 to 36,500.
   * Default `limits.maxOfflineDays`.
   */
  readonly correctDays?: number;
  /**
   * Says if a status is worth telling to a guardian who was told nothing of the child that day and session.
   * `createAttendance` asks once for each status, never about corrections, which are always told. Default: every status
   * is worth telling.
   */
  readonly when?: (change: FirstStatus<Status>) => boolean;
}

const day = 86_400_000;
const milliseconds = (least: number, most: number) => z.number().int().min(least).max(most);
const number = milliseconds;

/** The schema of the options. The front door fills in `outbox`, `when` and `correctDays`. */
export const notificationOptions = z.strictObject({
  outbox: z.boolean().optional(),
  settleMs: milliseconds(0, day).default(0),
  concurrency: number(1, 1_000).default(16),
  rate: z.strictObject({ limit: number(1, 1_000_000), intervalMs: milliseconds(1, day) }).optional(),
  retry: z
    .strictObject({
      maxAttempts: number(1, 1_000).default(12),
      baseMs: milliseconds(1, 7 * day).default(2_000),
      capMs: milliseconds(1, 7 * day).default(3_600_000),
    })
    .prefault({}),
  leaseMs: milliseconds(100, 3_600_000).default(30_000),
  pollMs: milliseconds(1, 60_000).default(250),
  sendTimeoutMs: milliseconds(1, 3_600_000).default(10_000),
  handOverAgainMs: milliseconds(1_000, 7 * day).default(900_000),
  correctDays: number(0, 36_500).optional(),
  when: z
    .custom<(change: FirstStatus) => unknown>((value) => typeof value === 'function', 'must be a function')
    .optional(),
});

/** The settings of the worker. */
export type NotificationSettings = Readonly<
  Omit<z.infer<typeof notificationOptions>, 'outbox' | 'when' | 'correctDays'>
> & {
  /** Days back from the school's today whose changes correct guardians who were told something else. */
  readonly correctDays: number;
  /** Statuses that are not worth telling on their own. */
  readonly silentStatuses: readonly string[];
};

/**
 * Asks `when` about every status.
 * @throws {AttendanceError} `invalid_options` when it throws, or answers neither true nor false.
 */
export function findSilentStatuses(
  statuses: readonly string[],
  when: (change: FirstStatus) => unknown = () => true,
): readonly string[] {
  return statuses.filter((status) => {
    const isTold = answerOf(() => when({ status, previousStatus: null }));
    if (typeof isTold === 'boolean') return !isTold;
    throw invalidOption('notifications.when', 'must answer true or false for every status');
  });
}

/** Hides the error of a host's function, which may hold anything. */
function answerOf(ask: () => unknown): unknown {
  try {
    return ask();
  } catch {
    return undefined;
  }
}

/** The parts that telling guardians works with. */
export interface TellingParts {
  readonly repository: Pick<AttendanceRepository, 'canonicalId' | 'outbox'>;
  readonly notifier: Notifier | undefined;
  readonly queue: NotificationQueue | undefined;
  readonly settings: NotificationSettings;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly events: Pick<AttendanceEvents, 'publish'>;
}

/** The time that a stop waits for attempts under way, in milliseconds. */
export const defaultGraceMs = 10_000;
