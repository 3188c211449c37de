import type { AcceptedOutcome, MarkResult, RejectionCode } from '../../../src/index.js';
import { type RecordRow, toRecord } from '../columns.js';

/** One row of the statement's answer: a rejected mark has a `code`, any other an `outcome`. */
export type MarkRow =
  | { readonly code: RejectionCode; readonly asked_child_id: string }
  | (AcceptedRow & (RecordRow | { readonly marked_by?: undefined }));

interface AcceptedRow {
  readonly code: null;
  readonly outcome: AcceptedOutcome;
  readonly previous_status: string | null;
  readonly school_id: string;
  readonly child_id: string;
  readonly date: string;
  readonly session: string;
}

/** Makes a result of a row. */
export function toMarkResult(row: MarkRow): MarkResult {
  if (row.code !== null) return { outcome: 'rejected', childId: row.asked_child_id, code: row.code };
  const key = { schoolId: row.school_id, childId: row.child_id, date: row.date, session: row.session };
  const result = { ...key, outcome: row.outcome, previousStatus: row.previous_status };
  return row.marked_by === undefined ? result : { ...result, record: toRecord(key, row) };
}
