import type { BatchSettings } from '../batching/batch.js';
import { Batcher } from '../batching/batcher.js';
import type { Mark } from '../domain/marks/mark.js';
import type { DefaultStatus } from '../domain/status.js';
import { AttendanceEvents } from '../events/events.js';
import { createCommandSchemas } from '../input/command-schemas.js';
import { daysBackOf } from '../input/limits.js';
import { timeLimitOf } from '../ports/time-limited-repository.js';
import { createRateLimit } from '../rate-limit/limit-rate.js';
import { Meters } from '../readings/meters.js';
import { createNotifications } from '../telling/create-notifications.js';
import { clearAttendance, markAttendance } from '../use-cases/marks/mark-attendance.js';
import { markBulkAttendance } from '../use-cases/marks/mark-bulk-attendance.js';
import type { Attendance } from './attendance.js';
import type { AttendanceOptions } from './attendance-options.js';
import { Calls, type UseCase } from './calls.js';
import { checkHealth } from './health.js';
import { type ResolvedOptions, resolveOptions } from './resolve-options.js';

/**
 * Wires a repository and the host's own parts into the use cases.
 * @throws {AttendanceError} `invalid_options` for an unknown option or one that doesn't fit.
 */
export function createAttendance<
  const Status extends string = DefaultStatus,
  const Session extends string = 'day',
  Transaction = unknown,
>(options: AttendanceOptions<Status, Session, Transaction>): Attendance<Status, Session, Transaction>;
export function createAttendance(
  options: AttendanceOptions<string, string, unknown>,
): Attendance<string, string, unknown> {
  const { parts, wired, batcher, meters } = wire(resolveOptions(options));
  const calls = new Calls(meters.commands);
  const isAwaited = true;
  return {
    markAttendance: calls.open(markAttendance, parts, { isAwaited }),
    markBulkAttendance: calls.open(markBulkAttendance, parts, { isAwaited }),
    clearAttendance: calls.open(clearAttendance, parts, { isAwaited }),
    getRegister: calls.open(
      later(({ getRegister }) => getRegister),
      parts,
    ),
    getDailySummary: calls.open(
      later(({ getDailySummary }) => getDailySummary),
      parts,
    ),
    getHistory: calls.open(
      later(({ getHistory }) => getHistory),
      parts,
    ),
    reconcileDailyCounts: calls.open(
      later(({ reconcileDailyCounts }) => reconcileDailyCounts),
      parts,
      { isAwaited },
    ),
    purge: calls.open(
      later(({ purge }) => purge),
      parts,
    ),
    eraseChild: calls.open(
      later(({ eraseChild }) => eraseChild),
      parts,
    ),
    health: async () => ({ ...(await checkHealth(parts.repository, calls.isClosed)), readings: meters.read() }),
    close: async () => {
      await calls.close();
      await batcher?.close();
      await wired.close();
      meters.close();
      parts.events.clear();
    },
    notifications: wired.notifications,
    events: parts.events,
    schemas: parts.schemas,
  };
}

type BesideMarking = typeof import('./beside-marking.js');

/** Loads a use case when it is first called: a process that only marks carries nothing else. */
function later<Parts, Result>(pick: (all: BesideMarking) => UseCase<Parts, Result>): UseCase<Parts, Result> {
  return async (...call) => pick(await import('./beside-marking.js'))(...call);
}

function wire(options: ResolvedOptions) {
  const { statuses, sessions, limits, repository, clock, logger, notifier, queue, slowStatementMs } = options;
  const { notifications: settings, rateLimit } = options;
  const events = new AttendanceEvents(logger);
  const wired = createNotifications({ repository, notifier, queue, settings, clock, logger, events });
  const nextJobId = options.writesJobs ? options.ids : undefined;
  const recording = { editableDays: daysBackOf(limits), correctDays: settings.correctDays };
  const batcher = createBatcher(options, { ...recording, nextJobId });
  const parts = {
    repository,
    statuses,
    limits,
    clock,
    recording,
    nextJobId,
    nudge: wired.nudge,
    schemas: createCommandSchemas({ statuses: Object.keys(statuses), sessions, limits }),
    events,
    limitRate: rateLimit && createRateLimit(rateLimit, events),
    submit: batcher && ((mark: Mark, now: Date, signal?: AbortSignal) => batcher.submit(mark, now, signal)),
  };
  const meters = new Meters({ repository, events, slowStatementMs, batching: () => batcher?.readings() ?? null });
  return { parts, wired, batcher, meters };
}

function createBatcher({ batching, repository }: ResolvedOptions, settings: BatchSettings): Batcher | undefined {
  if (!batching) return undefined;
  return new Batcher({ ...settings, repository, settings: batching, timeoutMs: timeLimitOf(repository) });
}
