import type { ChildHistoryQuery, Revision, RevisionOutcome } from '../../../src/index.js';
import type { Schema } from '../schema/schema.js';
import { isoDate, milliseconds, toInstant } from '../sql/columns.js';
import { type Sql, type Statement, sql, statementOf } from '../sql/sql.js';

/** One revision, or one row without any that says if the child is known. */
export type HistoryRow = { readonly is_known: 'true' | 'false' } & ({ readonly id: null } | RevisionRow);

interface RevisionRow {
  readonly id: string;
  readonly date: string;
  readonly session: string;
  readonly outcome: RevisionOutcome;
  readonly status: string | null;
  readonly previous_status: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly marked_by: string;
  readonly occurred_at: string;
  readonly recorded_at: string;
}

/** A child's revisions, newest first. No row when there is no such school. */
export function historyStatement(schema: Schema, query: ChildHistoryQuery): Statement {
  const school = sql`:schoolId::${schema.idType}`;
  const child = sql`:childId::${schema.idType}`;
  const instant = (column: Sql) => sql`${milliseconds(sql`r.${column}`)} as ${column}`;
  const text = sql`select
      (exists (select from ${schema.roster.children} c where c.school_id = ${school} and c.id = ${child})
        or exists (select from ${schema.revisions} a where a.school_id = ${school} and a.child_id = ${child}))::text
        as is_known,
      r.id::text, ${isoDate(sql`r.date`)} as date, r.session, r.outcome, r.status, r.previous_status, r.reason, r.note, r.marked_by,
      ${instant(sql`occurred_at`)}, ${instant(sql`recorded_at`)}
    from ${schema.roster.schools} s
    left join ${schema.revisions} r on r.school_id = s.id and r.child_id = ${child}
      and r.date >= coalesce(:from::date, '-infinity') and r.date <= coalesce(:to::date, 'infinity')
    where s.id = ${school}
    order by r.id desc, r.date desc, r.session collate "C" desc`;
  const { schoolId, childId, from = null, to = null } = query;
  return statementOf(text, { schoolId, childId, from, to });
}

/** The revisions of a history's rows. */
export function toRevisions(rows: readonly HistoryRow[], { schoolId, childId }: ChildHistoryQuery): Revision[] {
  return rows.flatMap((row) => {
    if (row.id === null) return [];
    return {
      id: row.id,
      schoolId,
      childId,
      date: row.date,
      session: row.session,
      outcome: row.outcome,
      superseded: row.outcome === 'superseded',
      status: row.status,
      previousStatus: row.previous_status,
      reason: row.reason,
      note: row.note,
      markedBy: row.marked_by,
      occurredAt: toInstant(row.occurred_at),
      recordedAt: toInstant(row.recorded_at),
    };
  });
}
