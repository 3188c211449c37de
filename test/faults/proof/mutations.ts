/** A bug that somebody might write, as a change of the sources. */
export interface Mutation {
  readonly id: string;
  /** What is wrong then, in words. */
  readonly bug: string;
  readonly edits: readonly Edit[];
}

/** A text that stands exactly once in a file, and what takes its place. */
export interface Edit {
  /** From the root of the package. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const statement = 'adapters/postgres/record-marks/statement.ts';
const conflictingRow = 'adapters/postgres/record-marks/conflicting-row.ts';

/** Nothing is changed: every scenario has to hold, or what it catches elsewhere says nothing. */
export const control: Mutation = { id: 'none', bug: 'none: the sources as they are', edits: [] };

/** Bugs that the suite has to find. */
export const mutations: readonly Mutation[] = [
  {
    id: 'status-from-cte',
    bug: 'the old status is read by the select of a CTE instead of inside DO UPDATE',
    edits: [
      {
        file: statement,
        from: 'return `written as (',
        to: `return \`old as materialized (
  select o.school_id, o.date, o.child_id, o.session, o.status from \${records} o join admitted a
    on o.school_id = a.school_id and o.date = a.day and o.child_id = a.child_id and o.session = a.session
),
written as (`,
      },
      {
        file: conflictingRow,
        from: 'case when is_new_status then r.status else r.previous_status end',
        to: `case when is_new_status then (
          select o.status from old o where o.school_id = excluded.school_id and o.date = excluded.date
            and o.child_id = excluded.child_id and o.session = excluded.session
        ) else r.previous_status end`,
      },
    ],
  },
  {
    id: 'no-fencing',
    bug: 'an acknowledgement is stored whoever holds the lease by then',
    edits: [{ file: 'adapters/postgres/outbox/settle.ts', from: ' and d.lease_token = g.token', to: '' }],
  },
  {
    id: 'no-order',
    bug: 'records and counts are written in any order',
    edits: [
      { file: statement, from: '\n  order by school_id, day, child_id, session\n', to: '\n' },
      { file: statement, from: '\n  order by school_id, date, session, moved.status\n', to: '\n' },
    ],
  },
  {
    id: 'no-confirmed-at',
    bug: 'a mark is compared with when the status began instead of when it was last confirmed',
    edits: [
      {
        file: conflictingRow,
        from: 'when happened_at < r.confirmed_at then',
        to: 'when happened_at < r.occurred_at then',
      },
    ],
  },
  {
    id: 'repaired-twice',
    bug: 'two reconciliations at once both add what is missing',
    edits: [
      { file: 'adapters/postgres/queries/reconcile.ts', from: ' where c.repairs = excluded.repairs - 1', to: '' },
    ],
  },
];
