import type { Schema } from '../schema/schema.js';
import { type Alias, nothing, type Sql, sql } from '../sql/sql.js';
import type { StatementShape } from './statement-shape.js';

/** Intents of a mark besides its values, carried through the conflicting row as bits of `last_intent`. */
export const intents = { occurredLast: 1, keepsReason: 2, keepsNote: 4, mustExist: 8 } as const;

/**
 * Says if an earlier try of a mark has left this record or revision: all tries of a mark have the same `recorded_at`.
 */
function isTryOf(mark: Alias, row: Alias): Sql {
  return sql`${row}.recorded_at = ${mark}.recorded_at and ${row}.marked_by = ${mark}.marked_by
                and ${row}.status is not distinct from ${mark}.status`;
}

/**
 * A retry after a lost connection, whose first try may have been recorded. The record that stands is of that try, or of
 * somebody who came after that try, or beside it. Only a first try of the mark itself is confirmed. Between two marks
 * at one instant, the other one is the later.
 */
function isRecordedSince({ revisions }: Schema): Sql {
  return sql`not (${isTryOf('excluded', 'r')}) and (r.recorded_at >= excluded.recorded_at or exists (
                  select from ${revisions} h where h.school_id = r.school_id and h.child_id = r.child_id and h.date = r.date
                    and h.session = r.session and ${isTryOf('excluded', 'h')}))`;
}

/**
 * The next content of a row that exists, decided inside `DO UPDATE`: `r` is the locked row, `excluded` the mark. The
 * decision is that of `decideMark` and `applyMark` in the domain. `offset 0` keeps the planner from writing the
 * decision out again wherever it is used, all of which each execution would have to set up. A mark that counts leaves
 * nothing assumed.
 */
export function conflictingRow(schema: Schema, { mayBeRecorded }: Pick<StatementShape, 'mayBeRecorded'>): Sql {
  return sql`
      select
        case when is_change then excluded.status else r.status end,
        case when not is_change then r.reason when keeps_reason then r.reason else excluded.reason end,
        case when not is_change then r.note when keeps_note then r.note else excluded.note end,
        case when is_change then excluded.marked_by else r.marked_by end,
        case when is_new_status then happened_at else r.occurred_at end,
        case when outcome in ('kept', 'superseded') then r.confirmed_at else happened_at end,
        case when is_change then excluded.recorded_at else r.recorded_at end,
        case when is_new_status then r.status else r.previous_status end,
        case when is_new_status then r.occurred_at else r.previous_occurred_at end,
        case when is_new_status then r.confirmed_at else r.previous_confirmed_at end,
        outcome, excluded.last_intent & ~${intents.mustExist},
        case when outcome in ('kept', 'unchanged') then r.last_revision
          else greatest(r.last_revision + 1, excluded.last_revision) end,
        r.assumed and outcome in ('kept', 'superseded')
      from (
        select outcome, outcome in ('recorded', 'corrected', 'cleared') as is_new_status,
          outcome in ('recorded', 'corrected', 'amended', 'cleared') as is_change,
          case when occurred_last and outcome <> 'unchanged'
            then greatest(happened_at, r.confirmed_at + interval '1 millisecond') else happened_at end as happened_at,
          outcome in ('corrected', 'amended') and excluded.last_intent & ${intents.keepsReason} > 0 as keeps_reason,
          outcome in ('corrected', 'amended') and excluded.last_intent & ${intents.keepsNote} > 0 as keeps_note
        from (
          select happened_at, occurred_last, case
              when :onlyUnmarked::boolean and r.status is not null${mayBeRecorded ? sql` and not (${isTryOf('excluded', 'r')})` : nothing} then 'kept'
              when happened_at < r.confirmed_at then 'superseded'
              when is_recorded_since and happened_at = r.confirmed_at then 'superseded'
              when excluded.status is null then case when r.status is null then 'unchanged' else 'cleared' end
              when r.status is null then 'recorded'
              when excluded.status <> r.status then 'corrected'
              when excluded.last_intent & ${intents.keepsReason} = 0 and excluded.reason is distinct from r.reason then 'amended'
              when excluded.last_intent & ${intents.keepsNote} = 0 and excluded.note is distinct from r.note then 'amended'
              else 'unchanged'
            end as outcome
          from (
            select occurred_last, is_recorded_since,
              case when occurred_last then greatest(excluded.occurred_at, r.confirmed_at) else excluded.occurred_at end
                as happened_at
            from (
              select excluded.last_intent & ${intents.occurredLast} > 0 and not is_recorded_since as occurred_last, is_recorded_since
              from (select ${mayBeRecorded ? isRecordedSince(schema) : sql`false`} as is_recorded_since) try
            ) intent
          ) happening offset 0
        ) decision
      ) effect`;
}
