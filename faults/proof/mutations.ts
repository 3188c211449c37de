/** A bug that somebody might write, as a change of the sources. */
export interface Mutation {
  readonly id: string;
  /** A description of the bug. */
  readonly bug: string;
  readonly edits: readonly Edit[];
  /** The scenarios that have to find it. */
  readonly caughtBy: readonly string[];
}

/** A text that stands exactly once in a file, and the text that takes its place. */
export interface Edit {
  /** From the root of the package. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const statement = 'adapters/postgres/marks/statement.ts';
const countsAndJobs = 'adapters/postgres/marks/counts-and-jobs.ts';
const conflictingRow = 'adapters/postgres/marks/conflicting-row.ts';

/**
 * The control, in which nothing is changed. Every scenario has to hold there, or its catches elsewhere prove nothing.
 */
export function controlOf(bugs: readonly Mutation[]): Mutation {
  const caughtBy = [...new Set(bugs.flatMap((bug) => bug.caughtBy))];
  return { id: 'none', bug: 'none: the sources as they are', edits: [], caughtBy };
}

/** Bugs that the suite has to find. */
export const mutations: readonly Mutation[] = [
  {
    id: 'status-from-cte',
    caughtBy: ['conflicting-marks'],
    bug: 'the old status is read by the select of a CTE instead of inside DO UPDATE',
    edits: [
      {
        file: statement,
        from: 'return sql`written as (',
        to: `return sql\`old as materialized (
  select o.school_id, o.date, o.child_id, o.session, o.status from \${schema.records} o join admitted a
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
    caughtBy: ['worker-paused'],
    bug: 'an acknowledgement is stored whoever holds the lease by then',
    edits: [{ file: 'adapters/postgres/telling/settle.ts', from: ' and d.lease_token = g.token', to: '' }],
  },
  {
    id: 'no-order',
    caughtBy: ['overlapping-bulks'],
    bug: 'records and counts are written in any order',
    edits: [
      {
        file: 'adapters/postgres/marks/statement-shape.ts',
        from: `single ? nothing : sql\`\\n  order by \${by}\``,
        to: `single || String(by) !== 'position' ? nothing : sql\`\\n  order by \${by}\``,
      },
      { file: countsAndJobs, from: '\n  order by school_id, date, session, moved.status\n', to: '\n' },
    ],
  },
  {
    id: 'no-confirmed-at',
    caughtBy: ['conflicting-marks', 'overlapping-bulks'],
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
    id: 'told-unchanged',
    caughtBy: ['conflicting-marks'],
    bug: 'what was amended or superseded is told as unchanged',
    edits: [
      {
        file: statement,
        from: 'last_outcome as outcome, status_before',
        to: `case when last_outcome in ('amended', 'superseded') then 'unchanged' else last_outcome end as outcome, status_before`,
      },
    ],
  },
  {
    id: 'unmarked-in-snapshot',
    caughtBy: ['conflicting-marks'],
    bug: 'who has no status yet is looked up in the snapshot of the statement instead of in the locked row',
    edits: [
      {
        file: conflictingRow,
        from: 'when :onlyUnmarked::boolean and r.status is not null',
        to: `when :onlyUnmarked::boolean and (
                select o.status from \${schema.records} o where o.school_id = excluded.school_id and o.date = excluded.date
                  and o.child_id = excluded.child_id and o.session = excluded.session
              ) is not null`,
      },
    ],
  },
  {
    id: 'lock-wait-stays',
    caughtBy: ['killed-backend', 'pgbouncer'],
    bug: "the limit of a statement's waits for locks stays in the session",
    edits: [{ file: 'adapters/postgres/sql/lock-wait.ts', from: `\${wait}, true)`, to: `\${wait}, false)` }],
  },
  {
    id: 'named-behind-bouncer',
    caughtBy: ['pgbouncer'],
    bug: 'statements are named though `preparedStatements` is false',
    edits: [
      {
        file: 'adapters/postgres/postgres-repository.ts',
        from: 'const isPrepared = preparedStatements && ',
        to: 'const isPrepared = ',
      },
    ],
  },
  {
    id: 'repaired-twice',
    caughtBy: ['reconcile'],
    bug: 'two reconciliations at once both add what is missing',
    edits: [
      {
        file: 'adapters/postgres/registers/count-keeper.ts',
        from: '\n        where c.repairs = excluded.repairs - 1',
        to: '',
      },
    ],
  },
  {
    id: 'stale-content',
    caughtBy: ['worker-killed-send'],
    bug: 'what is sent again says what it said at first, though it was corrected meanwhile',
    edits: [
      {
        file: 'adapters/postgres/telling/claim-query.ts',
        from: 'is_own and is_on_roster and status is not distinct from told_status',
        to: 'is_own and is_on_roster',
      },
    ],
  },
  {
    id: 'uncorrected-yesterday',
    caughtBy: ['corrections-across-midnight'],
    bug: 'only changes of the current day write a job',
    edits: [
      {
        file: countsAndJobs,
        from: `\${day} between \${today} - :correctDays::int and \${today}`,
        to: `\${day} = \${today} and :correctDays::int >= 0`,
      },
    ],
  },
  {
    id: 'news-of-yesterday',
    caughtBy: ['corrections-across-midnight'],
    bug: 'who was told nothing of a day is told of changes that come later',
    edits: [
      {
        file: 'adapters/postgres/telling/fan-out.ts',
        from: ') as only_corrects',
        to: ') and false as only_corrects',
      },
    ],
  },
  {
    id: 'corrected-for-ever',
    caughtBy: ['corrections-across-midnight'],
    bug: 'a day is corrected however long ago it was',
    edits: [
      {
        file: countsAndJobs,
        from: `\${day} between \${today} - :correctDays::int and \${today}`,
        to: `\${day} <= \${today} and :correctDays::int >= 0`,
      },
    ],
  },
  {
    id: 'key-of-attempt',
    caughtBy: ['worker-killed-send'],
    bug: 'each attempt at a message has an idempotency key of its own',
    edits: [
      {
        file: 'src/telling/send.ts',
        from: 'idempotencyKey: lease.id, attempt',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
        to: 'idempotencyKey: `${lease.id}-${attempt}`, attempt',
      },
    ],
  },
  {
    id: 'key-of-replay',
    caughtBy: ['notifier-outage'],
    bug: 'a dead letter that is made due again gets another idempotency key, though it says the same',
    edits: [
      {
        file: 'adapters/postgres/telling/dead-letters.ts',
        from: 'run_at = :now::timestamptz\n    where',
        to: 'run_at = :now::timestamptz, revision = d.revision + 1\n    where',
      },
    ],
  },
  {
    id: 'worker-gives-up',
    caughtBy: ['restarted-server'],
    bug: 'the worker ends when its store fails for the first time',
    edits: [
      {
        file: 'src/telling/worker.ts',
        from: 'while (!this.#ending.aborted) {',
        to: 'while (!this.#ending.aborted && !this.#hasFailed) {',
      },
    ],
  },
  {
    id: 'no-renewal',
    caughtBy: ['worker-paused'],
    bug: 'no worker renews its leases, however long a send takes',
    edits: [
      {
        file: 'src/telling/held-deliveries.ts',
        from: 'if (this.#held.size > 0) {',
        to: 'if (this.#held.size < 0) {',
      },
    ],
  },
  {
    id: 'resent-for-ever',
    caughtBy: ['worker-killed-acknowledgement'],
    bug: 'what was sent again stays due, though its acknowledgement was taken',
    edits: [
      {
        file: 'adapters/postgres/telling/settle.ts',
        from: "when 'delivered' then 'delivered' when",
        to: "when 'delivered' then case d.attempt when 1 then 'delivered' else d.state end when",
      },
    ],
  },
  {
    id: 'long-lease',
    caughtBy: ['worker-killed-claim'],
    bug: 'a lease lasts four times as long as the host wants it to',
    edits: [
      {
        file: 'adapters/postgres/telling/claim-query.ts',
        from: "interval '1 ms'",
        to: "interval '4 ms'",
      },
    ],
  },
  {
    id: 'unnoticed-commit',
    caughtBy: ['lost-replies'],
    bug: 'a mark that happens when it arrives is tried again as if it could not have been recorded',
    edits: [
      {
        file: 'adapters/postgres/connection/execute.ts',
        from: 'mayBeRecorded ||= sent !== undefined && !isUndone(error);',
        to: 'mayBeRecorded &&= sent !== undefined && !isUndone(error);',
      },
    ],
  },
  {
    id: 'forgotten-commit',
    caughtBy: ['lost-replies'],
    bug: 'a mark whose second try is refused is sent again as if the first one could not have been recorded either',
    edits: [
      {
        file: 'src/batching/split-batch.ts',
        from: "  if (isAttendanceError(error) && 'mayBeRecorded' in error.details) return false;\n",
        to: '',
      },
    ],
  },
  {
    id: 'endless-reads',
    caughtBy: ['black-hole'],
    bug: 'what reads may take ten times the time limit',
    edits: [
      {
        file: 'adapters/postgres/connection/execute.ts',
        from: 'withinTime(timeoutMs, signal,',
        to: 'withinTime(marks > 0 ? timeoutMs : timeoutMs * 10, signal,',
      },
    ],
  },
  {
    id: 'endless-claims',
    caughtBy: ['black-hole'],
    bug: 'what a worker asks for may take ten times the time limit',
    edits: [
      {
        file: 'adapters/postgres/connection/execute.ts',
        from: 'withinTime(timeoutMs, signal,',
        to: "withinTime(operation === 'outbox.claim' ? timeoutMs * 10 : timeoutMs, signal,",
      },
    ],
  },
  {
    id: 'batch-mixed-up',
    caughtBy: ['conflicting-marks', 'killed-backend'],
    bug: 'marks of one school that share a statement get the note of the mark before them',
    edits: [
      {
        file: 'src/batching/batch.ts',
        from: 'const marks = batch.marks.map(({ mark }) => mark);',
        to: `const marks = batch.marks.map(({ mark }, index) => {
    const before = batch.marks[index - 1]?.mark;
    return before?.schoolId === mark.schoolId && before?.note ? { ...mark, note: before.note } : mark;
  });`,
      },
    ],
  },
  {
    id: 'hasty-close',
    caughtBy: ['graceful-stop'],
    bug: 'close() waits for nothing',
    edits: [
      {
        file: 'src/attendance/create-attendance.ts',
        from: 'await calls.close();\n      await parts.batcher?.close();',
        to: 'void calls.close();\n      void parts.batcher?.close();',
      },
    ],
  },
  {
    id: 'hasty-events',
    caughtBy: ['transactions-read-committed'],
    bug: "events tell of what is done in a host's transaction, which may be rolled back",
    edits: [
      {
        file: 'src/events/events.ts',
        from: 'if (options.transaction === undefined) this.#channels',
        to: 'if (options) this.#channels',
      },
    ],
  },
  {
    id: 'no-tenants',
    caughtBy: ['tenants'],
    bug: "a child's history is read whatever its school",
    edits: [
      {
        file: 'adapters/postgres/registers/history.ts',
        from: `where c.school_id = \${school} and c.id = \${child})`,
        to: `where c.id = \${child})`,
      },
      {
        file: 'adapters/postgres/registers/history.ts',
        from: `on r.school_id = s.id and r.child_id = \${child}`,
        to: `on r.child_id = \${child}`,
      },
    ],
  },
  {
    id: 'summary-of-all',
    caughtBy: ['tenants'],
    bug: "a school's summary takes counts of other schools on the same day",
    edits: [
      {
        file: 'adapters/postgres/registers/daily-figures.ts',
        from: `where d.school_id = school.id and d.date = school.day and d.session = :session::text and count <> 0`,
        to: `where d.date = school.day and d.session = :session::text and count <> 0`,
      },
    ],
  },
  {
    id: 'neighbours-note',
    caughtBy: ['tenants'],
    bug: 'marks that share a statement get the note of the mark before them',
    edits: [
      {
        file: 'adapters/postgres/marks/parameters.ts',
        from: 'arrayLiteral(marks, (mark) => mark.note)',
        to: 'arrayLiteral(marks, (mark) => marks.at(marks.indexOf(mark) - 1)?.note)',
      },
    ],
  },
  {
    id: 'leavers-turned-away',
    caughtBy: ['model'],
    bug: 'what is recorded of a child who has left since can neither be corrected nor cleared',
    edits: [
      {
        file: 'adapters/postgres/marks/admission.ts',
        from: 'and not is_enrolled and not has_record then',
        to: 'and not is_enrolled then',
      },
    ],
  },
  {
    id: 'namesakes-enrolled',
    caughtBy: ['model'],
    bug: 'a child is enrolled at one school as the child of the same id is at another one',
    edits: [
      {
        file: 'adapters/postgres/roster/school-day.ts',
        from: `e where e.school_id = \${schoolId} and e.child_id = m.child_id`,
        to: `e where (e.school_id = \${schoolId} or true) and e.child_id = m.child_id`,
      },
    ],
  },
  {
    id: 'class-of-now',
    caughtBy: ['model'],
    bug: 'a register shows the class that came last, also on a day before it began',
    edits: [{ file: 'adapters/postgres/roster/school-day.ts', from: 't.holds desc, ', to: '' }],
  },
  {
    id: 'ids-from-the-clock',
    caughtBy: ['overlapping-bulks', 'conflicting-marks'],
    bug: "a revision's id is the instant of the request, also where the record has had a greater one",
    edits: [
      {
        file: conflictingRow,
        from: 'else greatest(r.last_revision + 1, excluded.last_revision) end',
        to: 'else excluded.last_revision end',
      },
    ],
  },
];
