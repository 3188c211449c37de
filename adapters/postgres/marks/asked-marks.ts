import type { Schema } from '../schema/schema.js';
import { join, nothing, type Sql, sql } from '../sql/sql.js';
import type { StatementShape } from './statement-shape.js';

/** A lone mark as a row, of parameters that are no arrays. */
export function askedAlone({ idType }: Schema): Sql {
  return sql`mark as (
  select :childId::${idType} as child_id, :status::text as status, :occurredAt::timestamptz as occurred_at,
    :intent::smallint as intent, :date::date as date, :session::text as session, :reason::text as reason,
    :note::text as note, :markedBy::text as marked_by, :schoolId::${idType} as named_school_id, 1::bigint as position
)`;
}

/** The marks as rows, each with its position. Arrays keep the number of parameters apart from the number of marks. */
export function askedMarks({ idType }: Schema, { schools, prepared }: StatementShape): Sql {
  const isPinned = schools === 'one';
  const arrays = [
    sql`:childIds::${idType}[]`,
    sql`:statuses::text[]`,
    sql`:occurredAt::timestamptz[]`,
    sql`:intents::smallint[]`,
    sql`:dates::date[]`,
    sql`:sessions::text[]`,
    sql`:reasons::text[]`,
    sql`:notes::text[]`,
    sql`:markedBy::text[]`,
    ...(isPinned ? [] : [sql`:schoolIds::${idType}[]`]),
  ];
  const columns = sql`child_id, status, occurred_at, intent, date, session, reason, note, marked_by`;
  return sql`mark as (
  select m.* from ${prepared ? withHiddenLengths(arrays) : sql`unnest(${join(arrays)})`} with ordinality
    as m(${columns}${isPinned ? nothing : sql`, named_school_id`}, position)
)`;
}

/**
 * Arrays in a subquery hide their lengths from the planner. Without that, a plan for the very arrays always looks
 * cheaper than one for all. Postgres then plans a prepared statement anew at each execution (p50 of a mark 2.0 against
 * 0.8 ms).
 */
function withHiddenLengths(arrays: readonly Sql[]): Sql {
  const names = arrays.map((_, index) => sql`array_${index + 1}`);
  const given = arrays.map((array, index) => sql`${array} as array_${index + 1}`);
  return sql`(select ${join(given)} offset 0) given cross join lateral unnest(${join(names)})`;
}
