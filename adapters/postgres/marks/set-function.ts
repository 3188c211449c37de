import type { Schema } from '../schema/schema.js';
import { type Sql, sql } from '../sql/sql.js';
import { recordMarksQuery } from './statement.js';
import { shapeInFunctions } from './statement-shape.js';

/**
 * The body of the function that records marks of children who differ. The function is the statement, planned once a
 * database session: for hosts whose pooler does not keep prepared statements.
 */
export function setFunctionBody(schema: Schema, schools: 'named' | 'any'): Sql {
  return sql`
#variable_conflict use_column
begin
  if :maxLockWait::text is not null then
    perform set_config('lock_timeout', :maxLockWait::text, true);
  end if;
  return query ${recordMarksQuery(schema, { ...shapeInFunctions, schools, single: false })};
end`;
}
