import { type RawBuilder, sql } from 'kysely';
import type { DayQuery, RegisterEntry } from '../../../src/index.js';
import type { Schema } from '../schema/schema.js';
import { isoDate, type RecordRow, recordColumns, toRecord } from '../sql/columns.js';
import { enrolledChildren, recordOfChild, schoolOn } from './school-day.js';

/** One child of a register, or one row without a child when nobody is enrolled. */
export type RegisterRow = { readonly day: string | null; readonly class_id: string | null } & (
  | { readonly child_id: null }
  | ({ readonly child_id: string; readonly name: string } & (RecordRow | { readonly marked_by: null }))
);

/** Every child enrolled on a day with its record. No row when there is no such school. */
export function registerQuery(schema: Schema, query: DayQuery): RawBuilder<RegisterRow> {
  return sql<RegisterRow>`with ${schoolOn(schema, query)}
    select ${sql.raw(isoDate('school.day'))} as day, c.id::text as child_id, c.name, c.class_id, ${sql.raw(recordColumns('r'))}
    from school ${enrolledChildren(schema, query)}
    ${recordOfChild(schema, query.session)}`;
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
