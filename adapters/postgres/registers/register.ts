import type { DayQuery, RegisterEntry } from '../../../src/index.js';
import { dayValues, enrolledChildren, schoolOn } from '../roster/school-day.js';
import type { Schema } from '../schema/schema.js';
import { isoDate, type RecordRow, recordColumns, toRecord } from '../sql/columns.js';
import { type Sql, type Statement, sql, statementOf } from '../sql/sql.js';

/** One child of a register, or one row without a child when nobody is enrolled. */
export type RegisterRow = { readonly day: string | null; readonly class_id: string | null } & (
  | { readonly child_id: null }
  | ({ readonly child_id: string; readonly name: string } & (RecordRow | { readonly marked_by: null }))
);

/** Every child enrolled on a day with its record. No row when there is no such school. */
export function registerStatement(schema: Schema, query: DayQuery): Statement {
  const text = sql`with ${schoolOn(schema)}
    select ${isoDate(sql`school.day`)} as day, c.id::text as child_id, c.name, c.class_id, ${recordColumns('r')}
    from school ${enrolledChildren(schema, query)}
    ${recordOfChild(schema)}`;
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

/**
 * Joins each child `c` with its record `r` on `school.day`. The limit makes Postgres look the record up by its key. A
 * planner without statistics, as after a migration, would compare every child with every record of the day.
 */
export function recordOfChild({ records }: Schema): Sql {
  return sql`left join lateral (
      select * from ${records} r where r.school_id = school.id and r.date = school.day and r.child_id = c.id
        and r.session = :session::text limit 1
    ) r on true`;
}
