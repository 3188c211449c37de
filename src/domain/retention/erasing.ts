import type { Subject } from '../telling/subject.js';

/** Names the child of whom nothing is to be kept. */
export interface EraseChildCommand {
  readonly schoolId: string;
  readonly childId: string;
}

/** Counts the rows that were stored of a child, and are no more. */
export interface ErasedChild {
  readonly records: number;
  readonly revisions: number;
  /** Deliveries that were about this child only, or are now about its siblings only. */
  readonly deliveries: number;
}

/** A delivery as far as erasing a child changes it. */
export interface DeliveryOfChildren<About extends Subject, Change extends { readonly childId: string }> {
  readonly subjects: readonly About[];
  /** The content, `null` before there is one. */
  readonly changes: readonly Change[] | null;
  readonly state: 'pending' | 'delivered' | 'dropped' | 'dead';
  readonly leaseToken: string | null;
  readonly revision: number;
  readonly attempt: number;
}

/** The parts of it that change. */
export type DeliveryWithoutChild<About extends Subject, Change extends { readonly childId: string }> = Pick<
  DeliveryOfChildren<About, Change>,
  'subjects' | 'changes' | 'revision' | 'attempt'
>;

/** Leaves a child out of what a job is about; a job that is about nobody then is to go. */
export function subjectsWithout<About extends Subject>(subjects: readonly About[], childId: string): readonly About[] {
  return subjects.filter((subject) => subject.childId !== childId);
}

/**
 * Leaves a child out of a delivery. A frozen content that says less gets another id, and attempts of its own. A content
 * that a worker is sending keeps its id, because the worker's settlement names it.
 * @returns `undefined` when the delivery is about nobody else, or tells of nobody else: then it is to go.
 */
export function deliveryWithout<About extends Subject, Change extends { readonly childId: string }>(
  delivery: DeliveryOfChildren<About, Change>,
  childId: string,
): DeliveryWithoutChild<About, Change> | undefined {
  const subjects = subjectsWithout(delivery.subjects, childId);
  const changes = delivery.changes?.filter((change) => change.childId !== childId) ?? null;
  if (subjects.length === 0 || changes?.length === 0) return undefined;
  const { revision, attempt } = delivery;
  const isAnother = delivery.leaseToken === null && changes?.length !== delivery.changes?.length;
  if (!isAnother) return { subjects, changes, revision, attempt };
  return { subjects, changes, revision: revision + 1, attempt: delivery.state === 'pending' ? 0 : attempt };
}
