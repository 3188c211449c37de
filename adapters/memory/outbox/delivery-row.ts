/** One child's status in the content of a delivery. */
export interface DeliveryChange {
  readonly childId: string;
  /** `null` when the record was cleared. */
  readonly status: string | null;
  /** What the guardian had been told before; `null` when nothing. */
  readonly previousStatus: string | null;
  readonly occurredAt: Date;
  readonly markedBy: string;
}

/** What one guardian is told, or is to be told, of one day and session: ids only. */
export interface DeliveryRow {
  readonly schoolId: string;
  readonly jobId: string;
  /** Counts from 1 within the job. */
  readonly number: number;
  readonly guardianId: string;
  readonly date: string;
  readonly session: string;
  /** Whom the job is about. */
  readonly childIds: readonly string[];
  /** Counts the contents it has had after the first. */
  readonly revision: number;
  /** The content, frozen when it is claimed; `null` until then. */
  readonly changes: readonly DeliveryChange[] | null;
  /** Numbers what one guardian was told, or possibly told, of one day and session; `null` without content. */
  readonly toldOrder: number | null;
  readonly state: 'pending' | 'delivered' | 'dropped' | 'dead';
  /** Why it is dead; else `null`. */
  readonly reason: 'refused' | 'failed' | 'crashed' | null;
  readonly attempt: number;
  readonly createdAt: Date;
  readonly runAt: Date;
  readonly leaseToken: string | null;
  readonly leaseUntil: Date | null;
  readonly settledAt: Date | null;
}

/** What a row becomes when nobody holds it any more. */
export const unleased = { leaseToken: null, leaseUntil: null } as const;

/** A notification's id: the same for every attempt at one content, another one for another content. */
export function deliveryId({ jobId, number, revision }: Pick<DeliveryRow, 'jobId' | 'number' | 'revision'>): string {
  return revision === 0 ? `${jobId}-${number}` : `${jobId}-${number}.${revision}`;
}

/** When it is due, in milliseconds: at its time, but not before the lease of its last worker has run out. */
export function dueAt({ runAt, leaseUntil }: DeliveryRow): number {
  return Math.max(runAt.getTime(), leaseUntil?.getTime() ?? Number.NEGATIVE_INFINITY);
}

/** Whether its last worker let the lease run out. */
export function isSuspect({ leaseUntil }: DeliveryRow, now: Date): boolean {
  return leaseUntil !== null && leaseUntil <= now;
}

/** The order in which deliveries are taken. */
export function compareDue(a: DeliveryRow, b: DeliveryRow): number {
  return dueAt(a) - dueAt(b) || compareTexts(a.jobId, b.jobId) || a.number - b.number;
}

/** Text order, by code units. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
