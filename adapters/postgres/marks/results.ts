import type { AcceptedOutcome, MarkResult, RejectionCode } from '../../../src/index.js';
import type { MarkKey } from '../../../src/rules/index.js';
import { type RecordRow, toRecord } from '../sql/columns.js';

/** One row of the statement's answer: a rejected mark has a `code`, any other an `outcome`. */
export type MarkRow = AskedRow &
  ({ readonly code: RejectionCode } | (AcceptedRow & (RecordRow | { readonly marked_by?: undefined })));

/** The mark that was asked for. */
interface AskedRow {
  readonly asked_child_id: string;
  /** `null` where the school's day is not known. */
  readonly asked_date: string | null;
  readonly asked_session: string;
  /** Says if two marks are of one child, day and session: then nothing was recorded. Left out where that cannot be. */
  readonly is_repeated?: 'true' | 'false';
  /** Left out with `is_repeated`; `null` where the school is not known. */
  readonly asked_school_id?: string | null;
}

interface AcceptedRow {
  readonly code: null;
  readonly outcome: AcceptedOutcome;
  readonly previous_status: string | null;
  readonly school_id: string;
  readonly child_id: string;
  readonly date: string;
  readonly session: string;
}

/** The place where a mark was to be recorded. */
export function toMarkKey({ asked_school_id, asked_child_id, asked_date, asked_session }: AskedRow): MarkKey {
  return { schoolId: asked_school_id ?? null, childId: asked_child_id, date: asked_date, session: asked_session };
}

/** Makes a result of a row. */
export function toMarkResult(row: MarkRow): MarkResult {
  if (row.code !== null) {
    const { asked_child_id: childId, asked_date: date, asked_session: session, code } = row;
    return { outcome: 'rejected', childId, date, session, code };
  }
  const key = { schoolId: row.school_id, childId: row.child_id, date: row.date, session: row.session };
  const result = { ...key, outcome: row.outcome, previousStatus: row.previous_status };
  return row.marked_by === undefined ? result : { ...result, record: toRecord(key, row) };
}
