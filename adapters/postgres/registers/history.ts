import { type RawBuilder, sql } from 'kysely';
import type { AttendanceRepository, Revision, RevisionOutcome } from '../../../src/index.js';
import type { Schema } from '../schema/schema.js';
import { isoDate, milliseconds, toInstant } from '../sql/columns.js';
import { idOf } from './school-day.js';

type HistoryQuery = Parameters<AttendanceRepository['getHistory']>[0];

/** One revision, or one row without any that tells whether the child is known. */
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
export function historyQuery(schema: Schema, { schoolId, childId, from, to }: HistoryQuery): RawBuilder<HistoryRow> {
  const school = idOf(schema, schoolId);
  const child = idOf(schema, childId);
  const instant = (column: string) => sql.raw(`${milliseconds(`r.${column}`)} as ${column}`);
  return sql<HistoryRow>`select
      (exists (select from ${sql.raw(schema.roster.children)} c where c.school_id = ${school} and c.id = ${child})
        or exists (select from ${sql.raw(schema.revisions)} a where a.school_id = ${school} and a.child_id = ${child}))::text
        as is_known,
      r.id::text, ${sql.raw(isoDate('r.date'))} as date, r.session, r.outcome, r.status, r.previous_status, r.reason, r.note, r.marked_by,
      ${instant('occurred_at')}, ${instant('recorded_at')}
    from ${sql.raw(schema.roster.schools)} s
    left join ${sql.raw(schema.revisions)} r on r.school_id = s.id and r.child_id = ${child}
      and r.date >= coalesce(${from ?? null}::date, '-infinity') and r.date <= coalesce(${to ?? null}::date, 'infinity')
    where s.id = ${school}
    order by r.id desc, r.date desc, r.session collate "C" desc`;
}

/** The revisions of a history's rows. */
export function toRevisions(rows: readonly HistoryRow[], { schoolId, childId }: HistoryQuery): Revision[] {
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
