import type { DayQuery, RegisterEntry } from '../../../src/index.js';
import { dayValues, registerOf } from '../roster/school-day.js';
import type { Schema } from '../schema/schema.js';
import { isoDate, type RecordRow, recordColumns, toRecord } from '../sql/columns.js';
import { type Statement, sql, statementOf } from '../sql/sql.js';

/** One child of a register, or one row without a child when nobody is enrolled. */
export type RegisterRow = { readonly day: string | null; readonly class_id: string | null } & (
  | { readonly child_id: null }
  | ({ readonly child_id: string; readonly name: string } & (RecordRow | { readonly marked_by: null }))
);

/** Every child enrolled on a day with its record. No row when there is no such school. */
export function registerStatement(schema: Schema, query: DayQuery): Statement {
  const text = sql`with ${registerOf(schema, query)}
  select ${isoDate(sql`school.day`)} as day, r.enrolled_child_id::text as child_id, r.name, r.class_id, ${recordColumns('r')}
  from school left join entry r on true`;
  return statementOf(text, dayValues(query));
}

/** The entries of a register's rows. */
export function toEntries(
  rows: readonly RegisterRow[],
  { schoolId, session }: DayQuery,
  date: string,
): RegisterEntry[] {
  return rows.flatMap((row) => {
    if (row.child_id === null) return [];
    const key = { schoolId, childId: row.child_id, date, session };
    const record = row.marked_by === null ? null : toRecord(key, row);
    return { childId: row.child_id, name: row.name, classId: row.class_id, status: record?.status ?? null, record };
  });
}
