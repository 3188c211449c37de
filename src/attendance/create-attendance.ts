import type { BatchSettings } from '../batching/batch.js';
import { Batcher } from '../batching/batcher.js';
import type { DefaultStatus } from '../domain/status.js';
import { AttendanceEvents } from '../events/events.js';
import { createCommandSchemas } from '../input/command-schemas.js';
import { daysBackOf } from '../input/limits.js';
import { createPlainReader } from '../input/plain-mark.js';
import { timeLimitOf } from '../ports/time-limited-repository.js';
import { createRateLimit } from '../rate-limit/limit-rate.js';
import { Meters } from '../readings/meters.js';
import { createNotifications } from '../telling/create-notifications.js';
import { clearAttendance, markAttendance } from '../use-cases/marks/mark-attendance.js';
import { markBulkAttendance } from '../use-cases/marks/mark-bulk-attendance.js';
import type { Attendance } from './attendance.js';
import type { AttendanceOptions } from './attendance-options.js';
import { Calls } from './calls.js';
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
  const { parts, wired, meters } = wire(resolveOptions(options));
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
    health: async () => {
      const { isClosed } = calls;
      return (await besideMarking()).checkHealth(parts.repository, isClosed, meters);
    },
    close: async () => {
      await calls.close();
      await parts.batcher?.close();
      await wired.close();
      meters.close();
      parts.events.clear();
    },
    notifications: wired.notifications,
    events: parts.events,
    schemas: parts.schemas,
  };
}

/** Loads what marking needs nothing of when it is first called for: a process that only marks carries nothing else. */
function besideMarking() {
  return import('./beside-marking.js');
}

type BesideMarking = Awaited<ReturnType<typeof besideMarking>>;

function later<Args extends unknown[], Result>(pick: (all: BesideMarking) => (...args: Args) => Promise<Result>) {
  return async (...args: Args): Promise<Result> => pick(await besideMarking())(...args);
}

function wire(options: ResolvedOptions) {
  const { statuses, sessions, limits, repository, clock, logger, notifier, queue, slowStatementMs } = options;
  const { notifications: settings, rateLimit } = options;
  const events = new AttendanceEvents(logger);
  const wired = createNotifications({ repository, notifier, queue, settings, clock, logger, events });
  const nextJobId = options.writesJobs ? options.ids : undefined;
  const recording = { editableDays: daysBackOf(limits), correctDays: settings.correctDays };
  const vocabulary = { statuses: Object.keys(statuses), sessions, limits };
  const batcher = createBatcher(options, { ...recording, nextJobId });
  const parts = {
    repository,
    statuses,
    limits,
    clock,
    recording,
    nextJobId,
    nudge: wired.nudge,
    schemas: createCommandSchemas(vocabulary),
    readPlain: createPlainReader(vocabulary),
    events,
    limitRate: rateLimit && createRateLimit(rateLimit, events),
    answerBulk: later(({ answerBulk }) => answerBulk),
    batcher,
  };
  const meters = new Meters({ repository, events, slowStatementMs, batching: () => batcher?.readings() ?? null });
  return { parts, wired, meters };
}

function createBatcher({ batching, repository }: ResolvedOptions, settings: BatchSettings): Batcher | undefined {
  if (!batching) return undefined;
  return new Batcher({ ...settings, repository, settings: batching, timeoutMs: timeLimitOf(repository) });
}
