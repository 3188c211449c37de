import type { QueryConfig } from 'pg';
import type { SchoolCalendar } from '../world/school-calendar.ts';
import { BareBatcher } from './bare-batcher.ts';
import type { ChildMark, OpenContestant } from './contestant.ts';
import { leanBulkText, leanLoneText, leanSetText } from './lean-text.ts';
import { openPool } from './open-pool.ts';
import { readAudit } from './read-audit.ts';

interface WrittenRow {
  readonly child_id: string;
  readonly status: string;
  readonly previous_status: string | null;
}

/** From this many marks on, a bulk is planned for its length: a hash join then beats one look-up a child. */
const minPlannedMarks = 1_000;

/**
 * The floor: record, event, counters and job in one statement as one writes it by hand, alone or for many. No other
 * feature of rollbook is there. Written for the benchmark alone: it shares no code and no text with rollbook.
 */
export const openLean: OpenContestant = async (url, calendar) => {
  const pool = openPool(url, 'lean SQL', 4);
  const batcher = new BareBatcher(async (marks: readonly ChildMark[]) => {
    const { rows } = await pool.query<WrittenRow>(leanQuery(marks, calendar));
    const byChild = new Map(rows.map((row) => [row.child_id, row]));
    return marks.map(({ childId }) => byChild.get(childId));
  });
  return {
    name: 'lean SQL',
    pool,
    mark: (mark) => batcher.mark(mark),
    markBulk: ({ childIds, ...rest }) =>
      pool.query(
        leanQuery(
          childIds.map((childId) => ({ ...rest, childId })),
          calendar,
        ),
      ),
    audit: (schoolId) => readAudit(pool, auditText, [schoolId, calendar.today]),
    holdCounter: (schoolId) => ({
      text: `insert into lean.counts (school_id, date, session, status, count) values ($1, $2, 'day', 'present', 0)
        on conflict (school_id, date, session, status) do update set count = counts.count`,
      values: [schoolId, calendar.today],
    }),
    close: () => pool.end(),
  };
};

/** Array literals are written by hand: none of these values needs quotes. */
function leanQuery(marks: readonly ChildMark[], calendar: SchoolCalendar): QueryConfig {
  const occurredAt = calendar.now().toISOString();
  const [first] = marks;
  if (marks.length === 1 && first) {
    const values = [calendar.today, first.childId, 'day', first.status, null, null, 'teacher', occurredAt];
    return { name: 'lean_lone', text: leanLoneText, values };
  }
  const list = (toText: (mark: ChildMark) => string) => `{${marks.map(toText).join(',')}}`;
  const same = (text: string) => `{${`${text},`.repeat(marks.length - 1)}${text}}`;
  const values = [
    calendar.today,
    list(({ childId }) => childId),
    same('day'),
    list(({ status }) => status),
    same('null'),
    same('null'),
    same('teacher'),
    same(occurredAt),
  ];
  if (marks.length >= minPlannedMarks) return { text: leanBulkText, values };
  return { name: 'lean_set', text: leanSetText, values };
}

const auditText = `select count(*) as records, count(distinct child_id) as children,
    count(*) filter (where status = 'present') as present,
    (select coalesce(sum(count), 0) from lean.counts where school_id = $1 and date = $2 and status = 'present') as counted
  from lean.attendances where school_id = $1 and date = $2`;
