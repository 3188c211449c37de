import * as z from 'zod';
import { type BatchingSettings, batchingOptions } from '../batching/batching-options.js';
import { defaultStatuses, defineStatuses, type StatusDefinitions } from '../domain/status.js';
import { timeOrderedUuid } from '../domain/time-ordered-uuid.js';
import { type Limits, limitsSchema } from '../input/limits.js';
import { invalidOption, parseOptions } from '../input/parse-options.js';
import { aFunction, hasMethods, portWith } from '../input/plugged-in.js';
import type { AttendanceRepository } from '../ports/attendance-repository.js';
import { type Clock, systemClock } from '../ports/clock.js';
import { type Logger, silentLogger } from '../ports/logger.js';
import type { NotificationOutbox } from '../ports/notification-outbox.js';
import type { NotificationQueue } from '../ports/notification-queue.js';
import type { Notifier } from '../ports/notifier.js';
import type { RateLimiter, RateLimitKey } from '../ports/rate-limiter.js';
import type { RateLimitSettings } from '../rate-limit/limit-rate.js';
import { findSilentStatuses, type NotificationSettings, notificationOptions } from '../telling/notification-options.js';
import type { AttendanceOptions } from './attendance-options.js';

/** The options of any host, with their defaults filled in. */
export interface ResolvedOptions {
  readonly repository: AttendanceRepository<unknown>;
  readonly statuses: StatusDefinitions;
  readonly sessions: readonly [string, ...string[]];
  readonly notifier?: Notifier | undefined;
  readonly queue?: NotificationQueue | undefined;
  readonly writesJobs: boolean;
  readonly notifications: NotificationSettings;
  readonly limits: Limits;
  readonly batching: BatchingSettings | false;
  readonly rateLimit: RateLimitSettings | undefined;
  readonly slowStatementMs: number;
  readonly clock: Clock;
  readonly ids: () => string;
  readonly logger: Logger;
}

/**
 * Reads each option once, so that what was checked is what is used.
 * @throws {AttendanceError} `invalid_options` for an unknown option or one that doesn't fit.
 */
export function resolveOptions(given: AttendanceOptions<string, string, unknown>): ResolvedOptions {
  const options = parseOptions(optionsSchema, given);
  const { outbox, when, correctDays = options.limits.maxOfflineDays, ...notifications } = options.notifications;
  const [firstSession = 'day', ...otherSessions] = options.sessions;
  const statuses = options.statuses === undefined ? defaultStatuses : defineStatuses(options.statuses);
  return {
    ...options,
    statuses,
    sessions: [firstSession, ...otherSessions],
    writesJobs: outbox ?? Boolean(options.notifier ?? options.queue),
    notifications: { ...notifications, correctDays, silentStatuses: findSilentStatuses(Object.keys(statuses), when) },
    rateLimit: toRateLimit(options),
    clock: checkedClock(options.clock ?? systemClock),
    ids: options.ids ? checkedIds(options.ids) : timeOrderedUuid,
    logger: options.logger ?? silentLogger,
  };
}

const outboxMethods: readonly (keyof NotificationOutbox)[] = [
  'fanOut',
  'claim',
  'renew',
  'settle',
  'takeJobs',
  'returnJobs',
  'closeJob',
  'deadLetters',
  'retryDeadLetter',
  'stats',
];

function hasOutbox(repository: unknown): boolean {
  if (typeof repository !== 'object' || repository === null) return false;
  return hasMethods(Reflect.get(repository, 'outbox'), outboxMethods);
}

/** More parts than any day has. */
const mostSessions = 100;
/** At most what a timer can wait. */
const milliseconds = z.number().int().min(0).max(2_147_483_647);

const optionsSchema = z
  .strictObject({
    repository: portWith<AttendanceRepository<unknown>>(
      'canonicalId',
      'recordMarks',
      'getRegister',
      'getDailyFigures',
      'getHistory',
      'reconcileDailyCounts',
      'purge',
      'eraseChild',
      'ping',
    ).refine(hasOutbox, `must have an outbox with ${outboxMethods.join(', ')}`),
    // `defineStatuses` looks into them.
    statuses: z.custom<StatusDefinitions>().optional(),
    sessions: z
      .array(z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/))
      .min(1)
      .max(mostSessions)
      .refine((names) => new Set(names).size === names.length, 'must be distinct')
      .default(['day']),
    notifier: portWith<Notifier>('notify').optional(),
    queue: portWith<NotificationQueue>('enqueue').optional(),
    notifications: notificationOptions.prefault({}),
    limits: limitsSchema.prefault({}),
    batching: batchingOptions,
    clock: portWith<Clock>('now').optional(),
    ids: aFunction<() => string>().optional(),
    rateLimiter: portWith<RateLimiter>('consume').optional(),
    rateLimitKey: aFunction<RateLimitKey>().optional(),
    rateLimitTimeoutMs: milliseconds.min(1).default(500),
    slowStatementMs: milliseconds.default(500),
    logger: portWith<Logger>('warn').optional(),
  })
  .refine(({ rateLimiter, rateLimitKey }) => Boolean(rateLimiter) === Boolean(rateLimitKey), {
    path: ['rateLimitKey'],
    error: 'must be given with rateLimiter, and only with it',
  });

/** A clock that answers no time would fail later, and elsewhere. */
function checkedClock(clock: Clock): Clock {
  return {
    now: () => {
      const now: unknown = clock.now();
      if (now instanceof Date && !Number.isNaN(now.getTime())) return new Date(now);
      throw invalidOption('clock', 'now() must answer a valid Date');
    },
  };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function checkedIds(ids: () => string): () => string {
  return () => {
    const id: unknown = ids();
    if (typeof id === 'string' && uuid.test(id)) return id.toLowerCase();
    throw invalidOption('ids', 'must answer uuids');
  };
}

function toRateLimit(options: z.infer<typeof optionsSchema>): RateLimitSettings | undefined {
  const { rateLimiter, rateLimitKey, rateLimitTimeoutMs: timeoutMs } = options;
  return rateLimiter && rateLimitKey && { limiter: rateLimiter, keyOf: rateLimitKey, timeoutMs };
}
