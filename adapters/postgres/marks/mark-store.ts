import {
  AttendanceError,
  type CallOptions,
  type Mark,
  type MarkResult,
  type MarkStore,
  type RecordMarksRequest,
} from '../../../src/index.js';
import { findRepeatedMark, repeatedMark } from '../../../src/rules/index.js';
import type { Execute } from '../connection/execute.js';
import type { Schema } from '../schema/schema.js';
import { createMarkStatements, type MarkTextOptions } from './mark-texts.js';
import { type MarkRow, toMarkKey, toMarkResult } from './results.js';

/** Records marks in Postgres. */
export function createMarkStore(execute: Execute, schema: Schema, options: MarkTextOptions): MarkStore {
  const toStatement = createMarkStatements(schema, options);
  const recordMarks = async (request: RecordMarksRequest, callOptions?: CallOptions) => {
    if (request.marks.length === 0) return [];
    const { rows, mayBeRecorded } = await execute<MarkRow>(
      'recordMarks',
      (one) => toStatement(request, one),
      callOptions,
      { marks: request.marks.length, limitsLockWait: true, mayBeRecorded: request.mayBeRecorded },
    );
    requireDistinct(rows, request);
    const results = rows.map((row, index) => toMarkResult(row, markAt(request, index), request));
    if (mayBeRecorded && request.allOrNothing) checkAccepted(results);
    return results;
  };
  return { recordMarks };
}

/** @throws {AttendanceError} `invalid_command` when two marks are of the same child, day and session. */
function requireDistinct(rows: readonly MarkRow[], request: RecordMarksRequest): void {
  if (rows[0]?.is_repeated !== 'true') return;
  const repeated = findRepeatedMark(rows.map((row, index) => toMarkKey(row, markAt(request, index))));
  if (repeated) throw repeatedMark(repeated);
}

function markAt({ marks }: RecordMarksRequest, index: number): Mark {
  const mark = marks[index];
  if (!mark) throw new Error('expected a row a mark');
  return mark;
}

/** A bulk that may be recorded whole is never answered as rejected: the roster may have changed since. */
function checkAccepted(results: readonly MarkResult[]): void {
  if (results.every(({ outcome }) => outcome !== 'rejected')) return;
  const details = { reason: 'connection', mayBeRecorded: true } as const;
  throw new AttendanceError('repository_unavailable', 'an earlier try may have been recorded', details);
}
