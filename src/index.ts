// Marking attendance

export type { Attendance } from './attendance/attendance.js';
export type { AttendanceOptions } from './attendance/attendance-options.js';
export { createAttendance } from './attendance/create-attendance.js';
export type { BatchingOptions } from './batching/batching-options.js';
export type {
  BulkDetails,
  ChildMark,
  ClearAttendanceCommand,
  MarkAttendanceCommand,
  MarkBulkAttendanceCommand,
  MarkDetails,
} from './domain/marks/commands.js';
export type { ReconcileDailyCountsCommand } from './domain/registers/reconciliation.js';
export type { DailySummaryQuery, HistoryQuery, RegisterQuery } from './domain/registers/register.js';
export type { EraseChildCommand } from './domain/retention/erasing.js';
export type { PurgeCommand } from './domain/retention/purging.js';
export { defaultLimits, type Limits } from './input/limits.js';
export type { MarkBulkAttendanceResult } from './use-cases/marks/bulk-answer.js';
export type { MarkAttendanceResult } from './use-cases/marks/mark-one.js';

// Statuses

export {
  type DefaultStatus,
  defaultStatuses,
  defineStatuses,
  type StatusDefinition,
  type StatusDefinitions,
} from './domain/status.js';

// Results

export type { AcceptedOutcome, BulkOutcome, Outcome, RejectionCode, Tally } from './domain/outcome.js';
export type { AttendanceRecord, Revision, RevisionOutcome } from './domain/record.js';
export type { CountDifference, Reconciliation } from './domain/registers/reconciliation.js';
export type { Register, RegisterEntry } from './domain/registers/register.js';
export type { DailySummary } from './domain/registers/summary.js';

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
} from './events/events.js';

// Health and readings

export type { Health, StoreHealth } from './attendance/health.js';
export type { StoreFault } from './domain/store-fault.js';
export type { CommandReadings } from './readings/command-meter.js';
export type { BatchingReadings, Readings } from './readings/readings.js';
export type { Durations } from './readings/recent-durations.js';
export type { OperationReadings, StatementReadings } from './readings/statement-meter.js';

// Command schemas

export { type CommandSchemas, type CommandVocabulary, createCommandSchemas } from './input/command-schemas.js';

// Telling guardians

export type { DeadLetter, DeadReason, NotificationStats } from './domain/telling/delivery.js';
export type { Notification, NotificationKind, NotifiedChange } from './domain/telling/notification.js';
export {
  type Notifier,
  NotifierError,
  type NotifierErrorAdvice,
  type NotifyContext,
  type NotifyResult,
} from './ports/notifier.js';
export type { FirstStatus, NotificationOptions } from './telling/notification-options.js';
export type { DeliveryTally, Notifications } from './telling/notifications.js';

// Retention

export type { ErasedChild } from './domain/retention/erasing.js';
export type { Purged } from './domain/retention/purging.js';

// Ports, for hosts that plug in their own

export type { Child, Enrolment, Guardian, Roster, School } from './domain/roster.js';
export type { ClaimedDelivery, Lease, Settlement } from './domain/telling/delivery.js';
export type { AttendanceRepository } from './ports/attendance-repository.js';
export type { CallOptions } from './ports/call-options.js';
export { type Clock, systemClock } from './ports/clock.js';
export type { CountKeeper, ReconcileDailyCountsRequest } from './ports/count-keeper.js';
export { forward } from './ports/forward.js';
export type { IdFormat } from './ports/id-format.js';
export { type Logger, silentLogger } from './ports/logger.js';
export type { MarkResult, MarkStore, RecordingSettings, RecordMarksRequest } from './ports/mark-store.js';
export type {
  Claim,
  ClaimRequest,
  DeadLettersRequest,
  FanOutRequest,
  FanOutResult,
  NotificationOutbox,
  OutstandingDeliveries,
  RenewRequest,
  RetryDeadLetterRequest,
  ReturnJobsRequest,
  SettleRequest,
  TakeJobsRequest,
} from './ports/notification-outbox.js';
export type { NotificationQueue, QueuedJob } from './ports/notification-queue.js';
export type {
  AttendanceOperation,
  ObservableRepository,
  PoolReading,
  StatementOperation,
  StatementReading,
} from './ports/observable-repository.js';
export type { RateLimitedCommand, RateLimiter, RateLimitKey } from './ports/rate-limiter.js';
export type { ChildHistoryQuery, DayQuery, RegisterOfDay, RegisterReader } from './ports/register-reader.js';
export type { EraseChildRequest, PurgeRequest, PurgeResult, RetentionStore } from './ports/retention-store.js';
export type { TimeLimitedRepository } from './ports/time-limited-repository.js';

// For authors of adapters, beside the rules in `rollbook/rules`

export type { IdType } from './domain/ids.js';
export type { Mark } from './domain/marks/mark.js';
export { isStatusChange } from './domain/outcome.js';
export type { DailyFigures } from './domain/registers/summary.js';
export { parseOptions } from './input/parse-options.js';
