import type { Outcome, Tally } from '../domain/outcome.js';
import type { DeadReason } from '../domain/telling/delivery.js';
import { invalidOption } from '../input/parse-options.js';
import type { CallOptions } from '../ports/call-options.js';
import type { Logger } from '../ports/logger.js';
import type { StatementOperation, StatementReading } from '../ports/observable-repository.js';
import type { RateLimitedCommand } from '../ports/rate-limiter.js';
import { EventChannel } from './event-channel.js';

/** One child's mark or clear, stored. Holds ids only: a listener that needs more reads the register. */
export interface MarkEvent {
  readonly schoolId: string;
  readonly childId: string;
  /** The school's calendar day, `YYYY-MM-DD`. */
  readonly date: string;
  readonly session: string;
  readonly outcome: Outcome;
}

/** A bulk, stored. */
export interface BulkMarkEvent {
  readonly schoolId: string;
  readonly tally: Tally;
  /** The children that were not rejected, in the order of the command. */
  readonly marks: readonly MarkEvent[];
}

/** A day's counts, checked. */
export interface ReconcileEvent {
  /** `null` when all schools were checked. */
  readonly schoolId: string | null;
  /** The calendar day, `YYYY-MM-DD`. */
  readonly date: string;
  /** The number of counters that were repaired. */
  readonly repaired: number;
}

/** One attempt at telling a guardian, or the end of all attempts. Holds ids only. */
export interface DeliveryEvent {
  /** The notification's id and idempotency key. */
  readonly id: string;
  readonly schoolId: string;
  readonly guardianId: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
}

/** An attempt that failed. */
export interface FailedDeliveryEvent extends DeliveryEvent {
  /** The time until the next attempt is due, in milliseconds. */
  readonly retryInMs: number;
}

/** A delivery that was given up; see `Notifications.deadLetters`. */
export interface DeadDeliveryEvent extends DeliveryEvent {
  readonly reason: DeadReason;
}

/**
 * A rate limit that could not be asked for; the command was let through. Holds neither the key nor the limiter's
 * message.
 */
export interface RateLimiterFailedEvent {
  readonly command: RateLimitedCommand['kind'];
  /** `key` when `rateLimitKey` threw or answered no string; else what the limiter did. */
  readonly reason: 'error' | 'timeout' | 'key';
}

/** A statement that took longer than `slowStatementMs`. */
export interface SlowStatementEvent {
  readonly operation: StatementOperation;
  /** From sending it to its answer, or to giving up on one, in milliseconds. */
  readonly durationMs: number;
}

/**
 * Every event and what it carries. Each command publishes one `attendance` event after its commit, and none in a host's
 * transaction. Each attempt publishes one `notification` event, once its result is stored. The other events are
 * published at once, whatever becomes of the command, and in a host's transaction too.
 */
export interface AttendanceEventMap {
  'attendance.marked': MarkEvent;
  'attendance.bulkMarked': BulkMarkEvent;
  'attendance.cleared': MarkEvent;
  'attendance.reconciled': ReconcileEvent;
  'notification.delivered': DeliveryEvent;
  'notification.failed': FailedDeliveryEvent;
  'notification.dead': DeadDeliveryEvent;
  'rateLimiter.failed': RateLimiterFailedEvent;
  'statement.ended': StatementReading;
  'statement.slow': SlowStatementEvent;
}

/** The name of an event. */
export type AttendanceEventName = keyof AttendanceEventMap;

/**
 * A host's function that hears of an event. The logger gets a warning when the function throws or rejects, and nobody
 * else does.
 */
export type AttendanceListener<Name extends AttendanceEventName> = (event: AttendanceEventMap[Name]) => unknown;

type Channels = { readonly [Name in AttendanceEventName]: EventChannel<AttendanceEventMap[Name]> };

/** Tells listeners what was stored, and what was told. */
export class AttendanceEvents {
  readonly #channels: Channels;

  constructor(logger: Logger) {
    const open = <Name extends AttendanceEventName>(name: Name) =>
      new EventChannel<AttendanceEventMap[Name]>(name, logger);
    this.#channels = {
      'attendance.marked': open('attendance.marked'),
      'attendance.bulkMarked': open('attendance.bulkMarked'),
      'attendance.cleared': open('attendance.cleared'),
      'attendance.reconciled': open('attendance.reconciled'),
      'notification.delivered': open('notification.delivered'),
      'notification.failed': open('notification.failed'),
      'notification.dead': open('notification.dead'),
      'rateLimiter.failed': open('rateLimiter.failed'),
      'statement.ended': open('statement.ended'),
      'statement.slow': open('statement.slow'),
    };
  }

  /** Calls `listener` at every event of that name. */
  on<Name extends AttendanceEventName>(name: Name, listener: AttendanceListener<Name>): this {
    this.#channelOf(name, listener).on(listener);
    return this;
  }

  /** Calls `listener` at the next event of that name only. */
  once<Name extends AttendanceEventName>(name: Name, listener: AttendanceListener<Name>): this {
    this.#channelOf(name, listener).once(listener);
    return this;
  }

  /** Stops calling `listener`; nothing happens if it wasn't called. */
  off<Name extends AttendanceEventName>(name: Name, listener: AttendanceListener<Name>): this {
    this.#channelOf(name, listener).off(listener);
    return this;
  }

  /**
   * @throws {AttendanceError} `invalid_options` for an event that there is none of, or a listener that is no function.
   */
  #channelOf<Name extends AttendanceEventName>(name: Name, listener: unknown): Channels[Name] {
    if (typeof name !== 'string' || !Object.hasOwn(this.#channels, name))
      throw invalidOption('event', 'there is no such event');
    if (typeof listener !== 'function') throw invalidOption('listener', 'must be a function');
    return this.#channels[name];
  }

  /** Publishes an event, unless the command joined a host's transaction: its commit cannot be seen from here. */
  publish<Name extends AttendanceEventName>(name: Name, event: AttendanceEventMap[Name], options: CallOptions): void {
    if (options.transaction === undefined) this.#channels[name].emit(event);
  }

  /** Forgets every listener. */
  clear(): void {
    for (const channel of Object.values(this.#channels)) channel.clear();
  }
}

/** The event of one accepted mark. */
export function toMarkEvent(
  { schoolId, childId, date, session }: Omit<MarkEvent, 'outcome'>,
  outcome: Outcome,
): MarkEvent {
  return { schoolId, childId, date, session, outcome };
}
