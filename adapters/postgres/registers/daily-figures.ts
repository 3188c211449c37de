import type { DailyFigures, DayQuery } from '../../../src/index.js';
import { dayValues, registerOf } from '../roster/school-day.js';
import type { Schema } from '../schema/schema.js';
import { isoDate } from '../sql/columns.js';
import { type Sql, type Statement, sql, statementOf } from '../sql/sql.js';

/** A day's figures, numbers as text, counts as a JSON object by status. */
export interface FiguresRow {
  readonly day: string | null;
  readonly enrolled: string;
  readonly unmarked: string;
  readonly by_status: string;
}

/** Counts one school's day. No row when there is no such school. */
export function dailyFiguresStatement(schema: Schema, query: DayQuery, counts: 'inline' | 'deferred'): Statement {
  const text = sql`with ${registerOf(schema, query)}
    select ${isoDate(sql`school.day`)} as day, e.enrolled::text, e.unmarked::text,
      coalesce((select json_object_agg(status, count) from (${countsOf(schema, query, counts)}) counts), '{}')::text as by_status
    from school cross join (
      select count(*) as enrolled, count(*) filter (where status is null) as unmarked from entry
    ) e`;
  return statementOf(text, dayValues(query));
}

/**
 * Deferred counters are filled at the end of the day, so until then only the records know. There are no counters of one
 * class.
 */
function countsOf(schema: Schema, { classId }: DayQuery, counts: 'inline' | 'deferred'): Sql {
  if (classId !== undefined) {
    return sql`select status, count(*) as count from entry where status is not null group by status`;
  }
  if (counts === 'inline') {
    return sql`select status, count from ${schema.dailyCounts} d
      where d.school_id = school.id and d.date = school.day and d.session = :session::text and count <> 0`;
  }
  return sql`select status, count(*) as count from ${schema.records} d
    where d.school_id = school.id and d.date = school.day and d.session = :session::text and status is not null
    group by status`;
}

/** The figures of a day's row. */
export function toFigures({ enrolled, unmarked, by_status }: FiguresRow): Omit<DailyFigures, 'date'> {
  return { enrolled: Number(enrolled), unmarked: Number(unmarked), byStatus: JSON.parse(by_status) };
}
