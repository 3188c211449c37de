import { createHash } from 'node:crypto';
import {
  AttendanceError,
  type CallOptions,
  type MarkResult,
  type MarkStore,
  type RecordMarksRequest,
} from '../../../src/index.js';
import { findRepeatedMark, repeatedMark } from '../../../src/rules/index.js';
import type { Execute } from '../connection/execute.js';
import type { Schema } from '../schema/schema.js';
import { gateOf } from '../schema/schema-gate.js';
import { bind, type NumberedText, numbered } from '../sql/sql.js';
import { toValues } from './parameters.js';
import { type MarkRow, toMarkKey, toMarkResult } from './results.js';
import { recordMarksQuery } from './statement.js';
import type { StatementShape } from './statement-shape.js';

/**
 * Up to here a plan made once serves any number of marks: this is more than `maxBatchSize` by default. A larger bulk is
 * worth a plan of its own.
 */
const maxPreparedMarks = 512;

/** Records marks in Postgres. Each text is made once. */
export function createMarkStore(
  execute: Execute,
  schema: Schema,
  options: { readonly counts: 'inline' | 'deferred'; readonly preparedStatements: boolean },
): MarkStore {
  const textOf = createTexts(schema);
  const recordMarks = async (request: RecordMarksRequest, callOptions?: CallOptions) => {
    if (request.marks.length === 0) return [];
    const isPrepared = options.preparedStatements && request.marks.length <= maxPreparedMarks;
    const shape = {
      schools: schoolsOf(request),
      single: request.marks.length === 1,
      mayRepeat: new Set(request.marks.map(({ childId }) => childId)).size < request.marks.length,
      prepared: isPrepared,
      counts: options.counts,
      returning: request.returning,
    };
    const { rows, mayBeRecorded } = await execute<MarkRow>(
      'recordMarks',
      (one) => {
        const lockWaitMs = least(one.lockWaitMs, request.maxLockWaitMs);
        const known = textOf({
          ...shape,
          limitsLockWait: lockWaitMs !== undefined,
          mayBeRecorded: one.mayBeRecorded,
        });
        return { ...bind(known, toValues(request, lockWaitMs)), ...(isPrepared && { name: known.name }) };
      },
      callOptions,
      { marks: request.marks.length, limitsLockWait: true, mayBeRecorded: request.mayBeRecorded },
    );
    requireDistinct(rows);
    const results = rows.map(toMarkResult);
    if (mayBeRecorded && request.allOrNothing) checkAccepted(results);
    return results;
  };
  return { recordMarks };
}

function schoolsOf({ schoolId, marks }: RecordMarksRequest): StatementShape['schools'] {
  if (schoolId !== undefined) return 'one';
  return marks.every((mark) => mark.schoolId !== undefined) ? 'named' : 'any';
}

/** @throws {AttendanceError} `invalid_command` when two marks are of the same child, day and session. */
function requireDistinct(rows: readonly MarkRow[]): void {
  if (rows[0]?.is_repeated !== 'true') return;
  const repeated = findRepeatedMark(rows.map(toMarkKey));
  if (repeated) throw repeatedMark(repeated);
}

/** A bulk that may be recorded whole is never answered as rejected: the roster may have changed since. */
function checkAccepted(results: readonly MarkResult[]): void {
  if (results.every(({ outcome }) => outcome !== 'rejected')) return;
  const details = { reason: 'connection', mayBeRecorded: true } as const;
  throw new AttendanceError('repository_unavailable', 'an earlier try may have been recorded', details);
}

/** Without a limit of the statement's own there is none. */
function least(lockWaitMs: number | undefined, maxLockWaitMs = Number.POSITIVE_INFINITY): number | undefined {
  return lockWaitMs === undefined ? undefined : Math.max(1, Math.floor(Math.min(lockWaitMs, maxLockWaitMs)));
}

/** A text of one shape, with the name that it has where it is prepared. */
interface NamedText extends NumberedText {
  readonly name: string;
}

function createTexts(schema: Schema): (shape: StatementShape) => NamedText {
  const texts = new Map<string, NamedText>();
  return (shape) => {
    const key = Object.values(shape).join(' ');
    const known = texts.get(key);
    if (known) return known;
    const text = numbered(recordMarksQuery(schema, shape));
    const made = { ...text, name: nameOf(schema, text.text) };
    texts.set(key, made);
    return made;
  };
}

/** A prepared statement's name must differ wherever its text does, also between schemas and versions on one pool. */
function nameOf(schema: Schema, text: string): string {
  return `rollbook_${createHash('sha256').update(gateOf(schema)).update(text).digest('hex').slice(0, 32)}`;
}
