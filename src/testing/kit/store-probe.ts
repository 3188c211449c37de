import type { AttendanceRecord, Revision } from '../../domain/record.js';
import type { Roster } from '../../domain/roster.js';

/** One counter, as stored. A counter that is 0 may be stored or not. */
export interface StoredDailyCount {
  readonly schoolId: string;
  /** The school's calendar day, `YYYY-MM-DD`. */
  readonly date: string;
  readonly session: string;
  readonly status: string;
  /** Counts the current records that have the status. */
  readonly count: number;
}

/** One notification job, as stored. */
export interface StoredNotificationJob {
  readonly id: string;
  readonly schoolId: string;
  readonly createdAt: Date;
  /**
   * The school's day when the job was written, `YYYY-MM-DD`. A change of an earlier day only corrects what was told.
   */
  readonly today: string;
  /** The children whose status changed, with day and session; in any order. */
  readonly changes: readonly { readonly childId: string; readonly date: string; readonly session: string }[];
  /** The whole row in whatever shape the store keeps it, so that a test can see that it holds ids only. */
  readonly row: unknown;
}

/** The stored delivery of one guardian, told or to be told. */
export interface StoredDelivery {
  /** The notification's id: `<job>-<number>`, with `.<revision>` after it once the content was frozen anew. */
  readonly id: string;
  readonly jobId: string;
  readonly schoolId: string;
  readonly guardianId: string;
  /** The school's calendar day, `YYYY-MM-DD`. */
  readonly date: string;
  /** The children that the delivery is about, each with its session: sorted by child's id, then by session. */
  readonly subjects: readonly { readonly childId: string; readonly session: string }[];
  /** True when it is dropped where nothing was told before. */
  readonly onlyCorrects: boolean;
  readonly state: 'pending' | 'delivered' | 'dropped' | 'dead';
  /** Attempts counted with this content. */
  readonly attempt: number;
  readonly runAt: Date;
  readonly leaseToken: string | null;
  readonly leaseUntil: Date | null;
  readonly settledAt: Date | null;
  /** The whole row in whatever shape the store keeps it, so that a test can see that it holds ids only. */
  readonly row: unknown;
}

/**
 * Reads and mutilates a store behind its adapter's back, so that an adapter cannot merely agree with itself. The probe
 * sees what is committed, and shares no code with the adapter: raw SQL, say, through a connection of its own. The probe
 * returns copies, rows in any order unless said otherwise, ids in canonical spelling.
 */
export interface StoreProbe {
  /** Every record, tombstones (`status: null`) included. */
  records(): Promise<readonly AttendanceRecord[]>;
  /**
   * Every revision, in the order in which the calls that stored them were made, those of one call by id. After calls at
   * the same time only the ids of one record's revisions show an order.
   */
  revisions(): Promise<readonly Revision[]>;
  /** Every counter. */
  dailyCounts(): Promise<readonly StoredDailyCount[]>;
  /** Every notification job. */
  notificationJobs(): Promise<readonly StoredNotificationJob[]>;
  /** Every delivery. */
  deliveries(): Promise<readonly StoredDelivery[]>;
  /** Sets one counter, whether it is there or not. */
  setDailyCount(row: StoredDailyCount): Promise<void>;
  /**
   * Replaces the whole roster, enrolments included, as when children come, go and change classes. Records stay. There
   * may be enrolments and guardians of children who are not on it.
   */
  setRoster(roster: Roster): Promise<void>;
}
