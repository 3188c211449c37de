// Marking attendance

export { type Attendance, createAttendance } from './attendance.js';
export type { AttendanceOptions } from './attendance-options.js';
export type { BatchingOptions } from './batching/batching-options.js';
export type {
  BulkDetails,
  ChildMark,
  ClearAttendanceCommand,
  DailySummaryQuery,
  EraseChildCommand,
  HistoryQuery,
  MarkAttendanceCommand,
  MarkBulkAttendanceCommand,
  MarkDetails,
  PurgeCommand,
  ReconcileDailyCountsCommand,
  RegisterQuery,
} from './domain/commands.js';
export { defaultLimits, type Limits } from './limits.js';
export type { MarkBulkAttendanceResult } from './use-cases/mark-bulk-attendance.js';
export type { MarkAttendanceResult } from './use-cases/mark-one.js';

// Statuses

export {
  type DefaultStatus,
  defaultStatuses,
  defineStatuses,
  type StatusDefinition,
  type StatusDefinitions,
} from './domain/status.js';

// What comes back

export type { AcceptedOutcome, BulkOutcome, Outcome, RejectionCode, Tally } from './domain/outcome.js';
export type { CountDifference, Reconciliation } from './domain/reconciliation.js';
export type { AttendanceRecord, Revision, RevisionOutcome } from './domain/record.js';
export type { Register, RegisterEntry } from './domain/register.js';
export type { DailySummary } from './domain/summary.js';

// Errors

export {
  AttendanceError,
  type AttendanceErrorCode,
  type AttendanceErrorDetails,
  type CommandIssue,
  isAttendanceError,
  type MarkSubject,
} from './domain/errors.js';

// Events

export type {
  AttendanceEventMap,
  AttendanceEventName,
  AttendanceEvents,
  AttendanceListener,
  BulkMarkEvent,
  DeadDeliveryEvent,
  DeliveryEvent,
  FailedDeliveryEvent,
  MarkEvent,
  RateLimiterFailedEvent,
  ReconcileEvent,
  SlowStatementEvent,
} from './events.js';

// What to watch

export type { StoreFault } from './domain/store-fault.js';
export type { Health } from './health.js';
export type { CommandReadings } from './readings/command-meter.js';
export type { BatchingReadings, Readings } from './readings/readings.js';
export type { Durations } from './readings/recent-durations.js';
export type { OperationReadings, StatementReadings } from './readings/statement-meter.js';
export type { StoreHealth } from './use-cases/check-health.js';

// Command schemas

export { type CommandSchemas, type CommandVocabulary, createCommandSchemas } from './use-cases/commands.js';

// Telling guardians

export type { DeadLetter, DeadReason, NotificationStats } from './domain/delivery.js';
export type { Notification, NotificationKind, NotifiedChange } from './domain/notification.js';
export type { FirstStatus, NotificationOptions } from './notifications/notification-options.js';
export type { DeliveryTally, Notifications } from './notifications/notifications.js';
export {
  type Notifier,
  NotifierError,
  type NotifierErrorAdvice,
  type NotifyContext,
  type NotifyResult,
} from './ports/notifier.js';

// Retention

export type { ErasedChild, Purged } from './domain/erasure.js';

// Ports, for hosts that plug in their own

export type { ClaimedDelivery, Lease, Settlement } from './domain/delivery.js';
export type { Child, Enrolment, Guardian, Roster, School } from './domain/roster.js';
export type {
  AttendanceRepository,
  CallOptions,
  DayQuery,
  HistoryQuery as ChildHistoryQuery,
  MarkResult,
  PurgeRequest,
  PurgeResult,
  RecordMarksRequest,
} from './ports/attendance-repository.js';
export { type Clock, systemClock } from './ports/clock.js';
export { type Logger, silentLogger } from './ports/logger.js';
export type { Claim, ClaimRequest, FanOutRequest, NotificationOutbox } from './ports/notification-outbox.js';
export type { NotificationQueue, QueuedJob } from './ports/notification-queue.js';
export type {
  ObservableRepository,
  PoolReading,
  StatementOperation,
  StatementReading,
} from './ports/observable-repository.js';
export type { RateLimitedCommand, RateLimiter, RateLimitKey } from './ports/rate-limiter.js';
export type { TimeLimitedRepository } from './ports/time-limited-repository.js';

// For authors of adapters, beside the rules in `rollbook/rules`

export { canonicalId, type IdType } from './domain/canonical-id.js';
export type { Mark } from './domain/mark.js';
export { kindOf } from './domain/notification.js';
export { isStatusChange } from './domain/outcome.js';
export { childNotFound, schoolNotFound, schoolTimezoneInvalid } from './domain/rejection.js';
export { addDays, schoolDay } from './domain/school-day.js';
export type { DailyFigures } from './domain/summary.js';
export { parseOptions } from './parse-options.js';
