import { compareTexts, dueAt, type Subject } from '../../../src/rules/index.js';

/** One child's status in the content of a delivery. */
export interface DeliveryChange {
  readonly childId: string;
  readonly session: string;
  /** `null` when the record was cleared. */
  readonly status: string | null;
  /** The status that the guardian had been told before; `null` when there was none. */
  readonly previousStatus: string | null;
  readonly occurredAt: Date;
  readonly markedBy: string;
}

/** A delivery: the news of one day for one guardian, in ids only. */
export interface DeliveryRow {
  readonly schoolId: string;
  readonly jobId: string;
  /** Counts from 1 within the job. */
  readonly number: number;
  readonly guardianId: string;
  readonly subjectType: string;
  readonly date: string;
  /** True when it is dropped where nothing was told before. */
  readonly onlyCorrects: boolean;
  /** The form of the content; `null` without any. */
  readonly contentVersion: number | null;
  /** The children and subject keys, in the order of child ids, then of subject keys. */
  readonly subjects: readonly Subject[];
  /** Counts the contents it has had after the first. */
  readonly revision: number;
  /** The content, frozen when it is claimed; `null` until then. */
  readonly changes: readonly DeliveryChange[] | null;
  /** Numbers what was decided on one guardian's deliveries of one subject type and day; `null` until it is claimed. */
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

/** Makes a row that nobody holds any more. */
export const unleased = { leaseToken: null, leaseUntil: null } as const;

/** The columns of a row of which nothing was said. */
export const unsaid = { toldOrder: null, changes: null, contentVersion: null } as const;

/** A notification's id: the same for every attempt at one content, another one for another content. */
export function deliveryId({ jobId, number, revision }: Pick<DeliveryRow, 'jobId' | 'number' | 'revision'>): string {
  return revision === 0 ? `${jobId}-${number}` : `${jobId}-${number}.${revision}`;
}

/** The order in which deliveries are taken. */
export function compareDue(a: DeliveryRow, b: DeliveryRow): number {
  return dueAt(a) - dueAt(b) || compareTexts(a.jobId, b.jobId) || a.number - b.number;
}
