import { nothing, type Sql, sql } from '../sql/sql.js';

/** The shape of the statement. Each shape has one text, whatever the number of marks. */
export interface StatementShape {
  /**
   * `one` school for all marks, as a scalar: the tenant is fixed, and a sharded database finds its node. Or each mark
   * names its own (`named`), or some name none (`any`): those are looked for by the child's id alone.
   */
  readonly schools: 'one' | 'named' | 'any';
  /** One mark: there is nothing to sort or to group, which takes a tenth of a lone mark's time. */
  readonly single: boolean;
  /** True if a child may come twice, so that two marks may be of one child, day and session. */
  readonly mayRepeat: boolean;
  /** True if the text is planned once for all its executions, which have few marks each. */
  readonly prepared: boolean;
  /** `asked`: a parameter says if the counters are moved, so that one text serves both. */
  readonly counts: 'inline' | 'deferred' | 'asked';
  readonly returning: 'records' | 'outcomes';
  /** True if the statement limits how long it waits for a lock. */
  readonly limitsLockWait: boolean;
  /** True if an earlier try may have been recorded, which the history then tells. */
  readonly mayBeRecorded: boolean;
}

/** The shape of a statement that stands in an installed function, but for the number of marks and their schools. */
export const shapeInFunctions = {
  mayRepeat: false,
  prepared: true,
  counts: 'asked',
  returning: 'records',
  limitsLockWait: false,
  mayBeRecorded: false,
} as const satisfies Partial<StatementShape>;

/** The order of the rows of a statement. A lone mark has none. */
export function inOrder({ single }: Pick<StatementShape, 'single'>, by: Sql): Sql {
  return single ? nothing : sql`\n  order by ${by}`;
}
