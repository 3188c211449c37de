import { hash } from 'node:crypto';
import type { QueryConfig } from 'pg';
import { BareBatcher } from './bare-batcher.ts';
import type { ChildMark, OpenContestant } from './contestant.ts';
import { leanText } from './lean-text.ts';
import { openPool } from './open-pool.ts';
import { readAudit } from './read-audit.ts';

/** Up to this many marks, one plan serves all statements, as in rollbook. */
const maxPreparedMarks = 64;

/** A single statement as one writes it by hand: right counts, no duplicates, and no other feature of rollbook. */
export const openLean: OpenContestant = async (url, calendar) => {
  const pool = openPool(url, 'lean SQL', 4);
  const toQuery = (marks: readonly ChildMark[]) => leanQuery(marks, calendar.today);
  const batcher = new BareBatcher(pool, toQuery);
  return {
    name: 'lean SQL',
    pool,
    mark: (mark) => batcher.mark(mark),
    markBulk: ({ childIds, ...rest }) => pool.query(toQuery(childIds.map((childId) => ({ ...rest, childId })))),
    audit: (schoolId) => readAudit(pool, auditText, [schoolId, calendar.today]),
    holdCounter: (schoolId) => ({
      text: `insert into lean.counts (school_id, date, status, count) values ($1, $2, 'present', 0)
        on conflict (school_id, date, status) do update set count = counts.count`,
      values: [schoolId, calendar.today],
    }),
    close: () => pool.end(),
  };
};

function leanQuery(marks: readonly ChildMark[], today: string): QueryConfig {
  const isPrepared = marks.length <= maxPreparedMarks;
  const text = leanText(isPrepared);
  const values = [marks.map(({ childId }) => childId), marks.map(({ status }) => status), today, 'teacher'];
  return { text, values, ...(isPrepared && { name }) };
}

const name = `lean_${hash('sha256', leanText(true)).slice(0, 32)}`;

const auditText = `select count(*) as records, count(distinct child_id) as children,
    count(*) filter (where status = 'present') as present,
    (select coalesce(sum(count), 0) from lean.counts where school_id = $1 and date = $2 and status = 'present') as counted
  from lean.attendances where school_id = $1 and date = $2`;
