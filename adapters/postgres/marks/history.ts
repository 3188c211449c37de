import type { Schema } from '../schema/schema.js';
import { nothing, type Sql, sql } from '../sql/sql.js';
import { intents } from './conflicting-row.js';
import type { StatementShape } from './statement-shape.js';

/**
 * Logs each change. The record has the span that the last change ended, too. A change that a later mark had to wait for
 * is not in that mark's snapshot.
 */
export function logged({ revisions }: Schema): Sql {
  return sql`logged as (
  insert into ${revisions} (school_id, child_id, date, session, id, outcome, status, previous_status, previous_occurred_at,
    previous_confirmed_at, reason, note, marked_by, occurred_at, recorded_at)
  select school_id, child_id, date, session, last_revision, last_outcome, mark_status, status_before,
    case when is_new_status then previous_occurred_at end, case when is_new_status then previous_confirmed_at end,
    reason, note, mark_marked_by, confirmed_at, :now::timestamptz
  from decided d where last_outcome in ('recorded', 'corrected', 'amended', 'cleared')
)`;
}

/**
 * A superseded mark is logged unless the history already says what the mark says (see `isInHistory` in the domain). The
 * other revisions are inserted apart, since they cannot conflict: an insertion that may costs 48 bytes of WAL more.
 */
export function loggedLate(schema: Schema, { mayBeRecorded }: StatementShape): Sql {
  return sql`logged_late as (
  insert into ${schema.revisions} (school_id, child_id, date, session, id, outcome, status, previous_status, reason, note,
    marked_by, occurred_at, recorded_at)
  select school_id, child_id, date, session, last_revision, last_outcome, mark_status, status_before, mark_reason, mark_note,
    mark_marked_by, mark_occurred_at, :now::timestamptz
  from decided d
  where last_outcome = 'superseded' and not (${isInHistory(schema)}${mayBeRecorded ? sql`\n      or ${isLoggedByFirstTry(schema)}` : nothing})
  on conflict (school_id, child_id, date, session, occurred_at, (coalesce(status, ''))) where outcome = 'superseded'
    do nothing
)`;
}

const sameRecord = sql`h.school_id = d.school_id and h.child_id = d.child_id and h.date = d.date and h.session = d.session`;

function isInHistory({ revisions }: Schema): Sql {
  return sql`
      (d.status is not distinct from mark_status and mark_occurred_at between d.occurred_at and d.confirmed_at
        or d.previous_status is not distinct from mark_status
          and coalesce(mark_occurred_at between d.previous_occurred_at and d.previous_confirmed_at, false)
        or exists (select from ${revisions} h where ${sameRecord}
          and h.previous_status is not distinct from mark_status
          and mark_occurred_at between h.previous_occurred_at and h.previous_confirmed_at))
      and (mark_status is null or intent & ${intents.keepsReason} > 0 and intent & ${intents.keepsNote} > 0
        or exists (select from ${revisions} h where ${sameRecord} and h.status = mark_status
          and (intent & ${intents.keepsReason} > 0 or h.reason is not distinct from mark_reason)
          and (intent & ${intents.keepsNote} > 0 or h.note is not distinct from mark_note)))`;
}

function isLoggedByFirstTry({ revisions }: Schema): Sql {
  return sql`exists (select from ${revisions} h where ${sameRecord} and h.recorded_at = :now::timestamptz
        and h.marked_by = mark_marked_by and h.status is not distinct from mark_status
        and (intent & ${intents.occurredLast} > 0 or h.occurred_at = mark_occurred_at))`;
}
