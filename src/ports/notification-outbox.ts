import type {
  ClaimedDelivery,
  DeadLetter,
  DeadReason,
  Lease,
  NotificationStats,
  Settlement,
} from '../domain/telling/delivery.js';
import type { QueuedJob } from './notification-queue.js';

/** Says which jobs become deliveries. */
export interface FanOutRequest {
  readonly now: Date;
  /** Leaves jobs that were written later: their correction window is open. Ignored when a job is named. */
  readonly settledBefore: Date;
  /** Statuses that are not worth telling on their own (see `decideTelling`). */
  readonly silentStatuses: readonly string[];
  /** Takes no further job once the jobs taken are about so many children. Takes one job at least. Schools rotate. */
  readonly maxChildren: number;
  /** Takes this job only. The job's row stays until `closeJob`: a host's queue answers for it. */
  readonly jobId?: string;
}

/** The result of a fan-out. */
export interface FanOutResult {
  readonly jobs: number;
  readonly deliveries: number;
}

/** Says which deliveries a worker wants. */
export interface ClaimRequest {
  readonly now: Date;
  /** A uuid, of this claim alone. */
  readonly leaseToken: string;
  readonly leaseMs: number;
  readonly maxDeliveries: number;
  /** Deliveries claimed as often as this are dead. */
  readonly maxAttempts: number;
  readonly silentStatuses: readonly string[];
  /** Begins with the schools after this one; `null` begins with the first. See `Claim.after`. */
  readonly after: string | null;
  /**
   * True takes deliveries whose last worker let the lease run out, false takes the others. One of the suspects may have
   * killed that worker, so suspects are sent one at a time.
   */
  readonly suspects: boolean;
  /** Takes only deliveries of this job, and those that must be sent before them. */
  readonly jobId?: string;
}

/** The deliveries that a worker got. */
export interface Claim {
  /** In the order in which they are sent. */
  readonly deliveries: readonly ClaimedDelivery[];
  /** Deliveries that this claim gave up, because every attempt had ended with its worker. */
  readonly dead: readonly DeadLetter[];
  /** Deliveries that this claim dropped, because they had nothing to tell any more. */
  readonly dropped: number;
  /** Where the next claim goes on, so that schools rotate; `null`: from the first. */
  readonly after: string | null;
  /** Says if another claim, from `after`, may find more at once. */
  readonly hasMore: boolean;
  /** Says if deliveries wait whose last worker let the lease run out. */
  readonly hasSuspects: boolean;
}

/** Leases to prolong. */
export interface RenewRequest {
  readonly leases: readonly Lease[];
  readonly now: Date;
  readonly leaseMs: number;
}

/** Results to store. */
export interface SettleRequest {
  readonly settlements: readonly Settlement[];
  readonly now: Date;
}

/** Says which jobs a host's queue gets. */
export interface TakeJobsRequest {
  readonly now: Date;
  /** As in `FanOutRequest`. */
  readonly settledBefore: Date;
  /** When a job that was taken may be taken again. */
  readonly againAt: Date;
  readonly maxJobs: number;
}

/** Jobs that the host's queue did not take. */
export interface ReturnJobsRequest {
  readonly jobs: readonly QueuedJob[];
  readonly runAt: Date;
}

/** The deliveries of a job that are not settled. */
export interface OutstandingDeliveries {
  readonly outstanding: number;
  /** When the next of them is due; `null` when none is. */
  readonly dueAt: Date | null;
}

/** Says which dead letters to list. */
export interface DeadLettersRequest {
  readonly schoolId?: string;
  readonly reason?: DeadReason;
  readonly limit: number;
}

/** The dead letter to try again. */
export interface RetryDeadLetterRequest {
  readonly id: string;
  readonly now: Date;
}

/**
 * Keeps notification jobs and deliveries. Errors are those of `AttendanceRepository`. Each method is one atomic step: a
 * process that dies at any point loses nothing and leaves nothing half done.
 *
 * Jobs and deliveries have a subject type. Deliveries of one guardian, subject type and day that share a subject key
 * are a thread. The key is a session where the type is `attendance`. Only `stats` counts jobs and deliveries of a type,
 * or in a form, that a newer release alone knows (`isKnownType`, `isKnownDelivery`). No other method touches those.
 */
export interface NotificationOutbox {
  /**
   * Turns jobs into deliveries: one for each job, guardian and day. A delivery is about the children and sessions whose
   * current status differs from the last one told. A delivery is also about those whose thread has an unsettled
   * delivery, because nobody knows yet what that one told. For a day before the job's own, only guardians who were told
   * something, or have such a delivery, get one. A guardian who has an unsettled delivery of the day gets one for each
   * session instead. Concurrent callers never take the same job.
   * @returns Zeros when no job was ready.
   */
  fanOut(request: FanOutRequest): Promise<FanOutResult>;

  /**
   * Leases deliveries that are due, and counts their attempt. The first claim freezes the content. When the status of
   * one of its children has changed since, the claim freezes it anew under another id. One delivery of a thread at a
   * time is leased, in the order of the jobs. A delivery that waits for its next attempt blocks those behind it, unless
   * its content is no longer true: then it is due at once. Schools rotate. Concurrent callers never get the same
   * delivery.
   */
  claim(request: ClaimRequest): Promise<Claim>;

  /**
   * Prolongs leases until `leaseMs` after `now`.
   * @returns The ids of those that the caller still has.
   */
  renew(request: RenewRequest): Promise<readonly string[]>;

  /**
   * Stores the results of attempts, each only if the lease of its delivery is still the one given.
   * @returns The ids of those accepted. Another process has the others by now.
   */
  settle(request: SettleRequest): Promise<readonly string[]>;

  /**
   * Takes jobs for a host's queue, and leaves them alone until `againAt`. Concurrent callers never take the same job.
   * Schools rotate. Deliveries that are due and have no job any more, such as a dead letter that is tried again, get
   * their job back.
   * @returns The jobs, also those taken before whose time has come again; none when no job was ready.
   */
  takeJobs(request: TakeJobsRequest): Promise<readonly QueuedJob[]>;

  /** Makes jobs that the host's queue did not take due at `runAt`. Unknown ones are ignored. */
  returnJobs(request: ReturnJobsRequest): Promise<void>;

  /**
   * Forgets a job if all its deliveries are settled.
   * @returns How many are not settled; 0 for an unknown job.
   */
  closeJob(jobId: string): Promise<OutstandingDeliveries>;

  /** Lists dead letters, the one that died last first; at most `limit`. */
  deadLetters(request: DeadLettersRequest): Promise<readonly DeadLetter[]>;

  /**
   * Makes a dead letter due again, with as many attempts as a new delivery.
   * @returns False when there is no such dead letter.
   */
  retryDeadLetter(request: RetryDeadLetterRequest): Promise<boolean>;

  /** Counts what is waiting. */
  stats(request: { readonly now: Date }): Promise<NotificationStats>;
}
