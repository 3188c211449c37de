import type { AttendanceRecord } from '../../../src/index.js';
import { type Alias, join, raw, type Sql, sql } from './sql.js';

/** The columns that make a record, in the order of `RecordRow`. */
const recordTexts = ['status', 'reason', 'note', 'marked_by'].map(raw);
const recordInstants = ['occurred_at', 'confirmed_at', 'recorded_at'].map(raw);

/** The columns that make a record, each as text, so that no type parser of the host's pool changes it. */
export function recordColumns(alias: Alias): Sql {
  return join([
    ...recordTexts.map((column) => sql`${alias}.${column}`),
    ...recordInstants.map((column) => sql`${milliseconds(sql`${alias}.${column}`)} as ${column}`),
  ]);
}

/** The columns that make a record as a JSON array in text: one column instead of seven in each row of an answer. */
export function recordAsText(alias: Alias): Sql {
  const texts = recordTexts.map((column) => sql`${alias}.${column}`);
  const instants = recordInstants.map((column) => milliseconds(sql`${alias}.${column}`));
  return sql`json_build_array(${join([...texts, ...instants])})::text`;
}

/** An instant as milliseconds since 1970, in text. */
export function milliseconds(column: Sql): Sql {
  return sql`(extract(epoch from ${column}) * 1000)::bigint::text`;
}

/** A calendar day as `YYYY-MM-DD`, whatever the session's DateStyle. */
export function isoDate(column: Sql): Sql {
  return sql`to_char(${column}, 'YYYY-MM-DD')`;
}

/** The answer to `recordColumns`. */
export interface RecordRow {
  readonly status: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly marked_by: string;
  readonly occurred_at: string;
  readonly confirmed_at: string;
  readonly recorded_at: string;
}

/** The answer to `recordAsText`, as columns. */
export function toRecordRow(text: string): RecordRow {
  const [status, reason, note, marked_by, occurred_at, confirmed_at, recorded_at] = JSON.parse(text);
  return { status, reason, note, marked_by, occurred_at, confirmed_at, recorded_at };
}

/** The place of a record. */
export type RecordKey = Pick<AttendanceRecord, 'schoolId' | 'childId' | 'date' | 'session'>;

/** Makes a record of its columns. */
export function toRecord(key: RecordKey, row: RecordRow): AttendanceRecord {
  return {
    ...key,
    status: row.status,
    reason: row.reason,
    note: row.note,
    markedBy: row.marked_by,
    occurredAt: toInstant(row.occurred_at),
    confirmedAt: toInstant(row.confirmed_at),
    recordedAt: toInstant(row.recorded_at),
  };
}

/** The instant of a `milliseconds` column. */
export function toInstant(milliseconds: string): Date {
  return new Date(Number(milliseconds));
}
