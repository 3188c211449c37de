import type { Schema } from '../schema/schema.js';
import { nothing, type Sql, sql } from '../sql/sql.js';
import type { StatementShape } from './statement-shape.js';

/** Tells of each mark that may only correct a record whether one stands. */
export function lookedUp(schema: Schema): Sql {
  return sql`looked_up as (
  select p.*, case
      when known_child_id is not null and is_enrolled or known_school_id is null or day is null then false
      else exists (
        select from ${schema.records} r
        where r.school_id = p.school_id and r.date = p.day and r.child_id = p.child_id and r.session = p.session
      )
    end as has_record
  from placed p offset 0
)`;
}

/**
 * Chooses the school that fits best a mark that names none, as `admitMark` in the domain does. The child is enrolled
 * there on the day, else a record stands there. `rivals` counts the schools that fit as well.
 */
export const chosen = sql`chosen as (
  select distinct on (position) s.*, count(*) over (partition by position, standing) as rivals
  from (
    select h.*, case
        when known_school_id is null then 4
        when day is null then 2
        when known_child_id is not null and is_enrolled then 0
        when has_record then 1
        else 3
      end as standing
    from looked_up h
  ) s order by position, standing
)`;

/** The code of a rejected mark, else null. The checks stand in the order in which their codes win. */
export function rejectionCode({ schools }: Pick<StatementShape, 'schools'>): Sql {
  const isAmbiguous = sql`\n      when rivals > 1 and standing < 2 then 'school_ambiguous'`;
  return sql`case
      when names_school and known_school_id is null then 'school_not_found'${schools === 'any' ? isAmbiguous : nothing}
      when school_id is null then 'child_not_found'
      when known_school_id is null then 'school_not_found'
      when known_child_id is null and not has_record then 'child_not_found'
      when day is not null and not is_enrolled and not has_record then 'not_enrolled'
      when day > today then 'date_in_future'
      when day < today - :editableDays::int then 'date_locked'
      when today is null then 'school_timezone_invalid'
    end`;
}

/** Gives each mark its code. */
export function admitted(shape: StatementShape): Sql {
  return sql`admitted as materialized (
  select p.*, ${rejectionCode(shape)} as code
  from ${shape.schools === 'any' ? sql`chosen` : sql`looked_up`} p
)`;
}

/** Says if two marks are of one child, day and session: nobody knows which one is meant. */
export const repeated = sql`repeated as (
  select exists (
    select from admitted where school_id is not null and day is not null
    group by school_id, day, child_id, session having count(*) > 1
  ) as is_repeated
)`;

/**
 * Records nothing of a request in which a mark is repeated. The same holds for an all-or-nothing request with a
 * rejected mark. A lone mark has no other mark that could be refused with it.
 */
export function isRefused({ mayRepeat, single }: StatementShape): Sql {
  if (single) return sql`false`;
  const isRejected = sql`(:allOrNothing::boolean and exists (select from admitted where code is not null))`;
  return mayRepeat ? sql`(${isRejected} or (select is_repeated from repeated))` : isRejected;
}
