import type { AttendanceRecord } from './record.js';

/** The result of a mark. docs/reference/outcomes.md says when each one comes, and what it moves. */
export type Outcome =
  | 'recorded'
  | 'corrected'
  | 'amended'
  | 'unchanged'
  | 'kept'
  | 'superseded'
  | 'cleared'
  | 'rejected';

/** The outcomes of a mark that was not rejected. */
export type AcceptedOutcome = Exclude<Outcome, 'rejected'>;

/**
 * The reason why a mark was rejected: the first that applies, in this order. `bulk_rejected` means that only other
 * marks of the bulk were wrong.
 */
export type RejectionCode =
  | 'school_not_found'
  | 'child_not_found'
  | 'not_enrolled'
  | 'school_ambiguous'
  | 'date_in_future'
  | 'date_locked'
  | 'school_timezone_invalid'
  | 'bulk_rejected';

/** The outcome of one mark of a bulk. */
export interface BulkOutcome<Status extends string> {
  /** As the repository spells it: `A0EE…` comes back as `a0ee…`. */
  readonly childId: string;
  /** The school's calendar day, `YYYY-MM-DD`. Absent of a rejected mark whose day can't be told. */
  readonly date?: string;
  readonly session: string;
  readonly outcome: Outcome;
  /**
   * The current record after the mark. The record is absent when the mark was rejected, or with `returning:
   * 'outcomes'`.
   */
  readonly record?: AttendanceRecord<Status>;
  /** The status just before this mark, `null` if there was none. The field is absent when the mark was rejected. */
  readonly previousStatus?: Status | null;
  /** The reason why the mark was rejected; else absent. */
  readonly code?: RejectionCode;
}

/** Counts the marks of a bulk by outcome; every outcome is there, also with 0. */
export type Tally = Readonly<Record<Outcome, number>>;

/** Counts outcomes. */
export function tallyOutcomes(outcomes: readonly { readonly outcome: Outcome }[]): Tally {
  const tally: Record<Outcome, number> = {
    recorded: 0,
    corrected: 0,
    amended: 0,
    unchanged: 0,
    kept: 0,
    superseded: 0,
    cleared: 0,
    rejected: 0,
  };
  for (const { outcome } of outcomes) tally[outcome] += 1;
  return tally;
}

/** Says if an outcome moved the child's status, and so the counts and the news for guardians. */
export function isStatusChange(outcome: Outcome): boolean {
  return outcome === 'recorded' || outcome === 'corrected' || outcome === 'cleared';
}
