import type {
  AcceptedOutcome,
  AttendanceRecord,
  Mark,
  MarkResult,
  RecordMarksRequest,
  RejectionCode,
} from '../../../src/index.js';
import { applyMark, type MarkKey } from '../../../src/rules/index.js';
import { type RecordKey, toRecord, toRecordRow } from '../sql/columns.js';

/** One row of the statement's answer: a rejected mark has a `code`, any other an `outcome`. */
export type MarkRow = AskedRow & ({ readonly code: RejectionCode } | AcceptedRow);

/** The place where the mark was to be recorded. */
interface AskedRow {
  /** `null` where the school is not known. */
  readonly school_id: string | null;
  /** `null` where the school's day is not known. */
  readonly date: string | null;
  /** Says if two marks are of one child, day and session: then nothing was recorded. Left out where that cannot be. */
  readonly is_repeated?: 'true' | 'false';
}

interface AcceptedRow {
  readonly code: null;
  readonly school_id: string;
  readonly date: string;
  readonly outcome: AcceptedOutcome;
  readonly previous_status: string | null;
  /** The columns of the record as a JSON array; `null` where the record is new, so that it is what the mark says. */
  readonly record?: string | null;
}

/** The place where a mark was to be recorded. */
export function toMarkKey({ school_id: schoolId, date }: AskedRow, { childId, session }: Mark): MarkKey {
  return { schoolId, childId, date, session };
}

/** Makes a result of a row, and of the mark that it answers. */
export function toMarkResult(row: MarkRow, mark: Mark, { now, returning }: RecordMarksRequest): MarkResult {
  const { childId, session } = mark;
  if (row.code !== null) return { outcome: 'rejected', childId, date: row.date, session, code: row.code };
  const { school_id: schoolId, date, outcome, previous_status: previousStatus, record } = row;
  const key = { schoolId, childId, date, session };
  const result = { ...key, outcome, previousStatus };
  if (returning === 'outcomes') return result;
  return { ...result, record: record ? toRecord(key, toRecordRow(record)) : newRecord(key, mark, now) };
}

/** The record of a mark that found none, by the domain's rule. */
function newRecord(place: RecordKey, mark: Mark, now: Date): AttendanceRecord {
  const decision = { outcome: 'recorded', happenedAt: new Date(mark.occurredAt) } as const;
  return applyMark(undefined, mark, decision, place, new Date(now));
}
