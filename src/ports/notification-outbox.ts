import type {
  ClaimedDelivery,
  DeadLetter,
  DeadReason,
  Lease,
  NotificationStats,
  Settlement,
} from '../domain/telling/delivery.js';
import type { QueuedJob } from './notification-queue.js';

/** Which jobs are to become deliveries. */
export interface FanOutRequest {
  readonly now: Date;
  /** Jobs written later are left to settle. Ignored when a job is named. */
  readonly settledBefore: Date;
  /** Statuses that are not worth telling on their own (see `decideTelling`). */
  readonly silentStatuses: readonly string[];
  /**
   * Once the jobs taken are about so many children, no further one is: at least one is always taken. Schools take
   * turns.
   */
  readonly maxChildren: number;
  /** Only this job, and its row stays until `closeJob`: a host's queue answers for it. */
  readonly jobId?: string;
}

/** Which deliveries a worker wants. */
export interface ClaimRequest {
  readonly now: Date;
  /** A uuid, of this claim alone. */
  readonly leaseToken: string;
  readonly leaseMs: number;
  readonly maxDeliveries: number;
  /** Deliveries claimed as often as this are dead. */
  readonly maxAttempts: number;
  readonly silentStatuses: readonly string[];
  /** Schools after this one come first; `null` begins with the first. See `Claim.after`. */
  readonly after: string | null;
  /**
   * Whether to take deliveries whose last worker let the lease run out, or the others. One of them may have killed that
   * worker, so they are to be sent one at a time.
   */
  readonly suspects: boolean;
  /** Only deliveries of this job, and those that must be sent before them. */
  readonly jobId?: string;
}

/** What a worker got. */
export interface Claim {
  /** In the order in which they are to be sent. */
  readonly deliveries: readonly ClaimedDelivery[];
  /** Deliveries that this claim gave up, every attempt having ended with its worker. */
  readonly dead: readonly DeadLetter[];
  /** Deliveries that this claim dropped, there being nothing to tell any more. */
  readonly dropped: number;
  /** Where the next claim should go on, so that schools take turns; `null`: from the first. */
  readonly after: string | null;
  /** Whether another claim, from `after`, may find more at once. */
  readonly hasMore: boolean;
  /** Whether deliveries wait whose last worker let the lease run out. */
  readonly hasSuspects: boolean;
}

/**
 * Where notification jobs and deliveries are kept. Errors are those of `AttendanceRepository`. Each method is one
 * atomic step: a process that dies at any point loses nothing and leaves nothing half done.
 *
 * Jobs and deliveries have a subject type. Deliveries of one guardian, subject type and day that share a subject key,
 * which is a session where the type is `attendance`, are a thread. No method touches what is of a type, or says it in a
 * form, that only a newer release knows (`isKnownType`, `isKnownDelivery`), but for `stats`, which counts it.
 */
export interface NotificationOutbox {
  /**
   * Turns jobs into deliveries: one for each job, guardian and day, about the children and sessions whose current
   * status differs from the last one told, or whose thread has a delivery that is not settled yet (what that one tells
   * is not known until it is). Of a day before the job's own, only who was told something, or has such a delivery, gets
   * one. A guardian who has an unsettled delivery of the day gets one for each session instead. Concurrent callers
   * never take the same job.
   * @returns How many jobs were taken and deliveries made; zeros when none was ready.
   */
  fanOut(request: FanOutRequest): Promise<{ readonly jobs: number; readonly deliveries: number }>;

  /**
   * Leases deliveries that are due, and counts their attempt. The content is frozen at the first claim; when the status
   * of one of its children has changed since, it is frozen anew under another id. Of one thread only
   * one delivery is leased at a time, in the order of the jobs: one that waits for its next attempt holds up the ones
   * behind it, unless its content is no longer true, when it is due at once. Schools take turns.
   * Concurrent callers never get the same delivery.
   */
  claim(request: ClaimRequest): Promise<Claim>;

  /**
   * Prolongs leases until `leaseMs` after `now`.
   * @returns The ids of those still held.
   */
  renew(request: {
    readonly leases: readonly Lease[];
    readonly now: Date;
    readonly leaseMs: number;
  }): Promise<readonly string[]>;

  /**
   * Stores what became of deliveries, each only if its lease is still the one given.
   * @returns The ids of those accepted; the others are somebody else's by now.
   */
  settle(request: { readonly settlements: readonly Settlement[]; readonly now: Date }): Promise<readonly string[]>;

  /**
   * Takes jobs that a host's queue is to have, and leaves them alone until `againAt`. Concurrent callers never take the
   * same job. Schools take turns. Deliveries that are due and have no job any more, such as a dead letter that is tried
   * again, get theirs back.
   * @returns The jobs, also those handed over before whose time has come again; none when none was ready.
   */
  takeJobs(request: {
    readonly now: Date;
    readonly settledBefore: Date;
    readonly againAt: Date;
    readonly maxJobs: number;
  }): Promise<readonly QueuedJob[]>;

  /** Makes jobs that could not be handed over due at `runAt`. Unknown ones are ignored. */
  returnJobs(request: { readonly jobs: readonly QueuedJob[]; readonly runAt: Date }): Promise<void>;

  /**
   * Forgets a job if all its deliveries are settled.
   * @returns How many are not, and when the next of them is due (`null` when none is); 0 for an unknown job.
   */
  closeJob(jobId: string): Promise<{ readonly outstanding: number; readonly dueAt: Date | null }>;

  /** Dead letters, the one that died last first; at most `limit`. */
  deadLetters(query: {
    readonly schoolId?: string;
    readonly reason?: DeadReason;
    readonly limit: number;
  }): Promise<readonly DeadLetter[]>;

  /**
   * Makes a dead letter due again, with as many attempts as a new delivery.
   * @returns Whether there is such a dead letter.
   */
  retryDeadLetter(query: { readonly id: string; readonly now: Date }): Promise<boolean>;

  /** How much is waiting. */
  stats(query: { readonly now: Date }): Promise<NotificationStats>;
}
