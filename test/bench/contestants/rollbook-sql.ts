import type { BenchSchool } from '../world/roster.ts';
import { BareBatcher } from './bare-batcher.ts';
import { type CapturedStatement, captureStatement } from './captured-statement.ts';
import type { ChildMark, OpenContestant } from './contestant.ts';
import { openPool } from './open-pool.ts';
import { refillStatement } from './refill-statement.ts';
import { auditRollbook, holdRollbookCounter } from './rollbook-tables.ts';

/** rollbook's own SQL text without the package: what is lost between the two is the package's doing. */
export function openRollbookSql(large: BenchSchool): OpenContestant {
  return async (url, calendar) => {
    const pool = openPool(url, 'rollbook SQL', 4);
    const capture = (how: 'single' | 'bulk', size: number) => {
      const childIds = large.childIds.slice(0, size);
      return captureStatement(pool, how, { schoolId: large.schoolId, childIds, status: 'present' });
    };
    const singles = [await capture('single', 1), await capture('single', 30), await capture('single', 400)];
    const bulks = [await capture('bulk', 30), await capture('bulk', 200)];
    const toQuery = (from: readonly CapturedStatement[], marks: readonly ChildMark[]) =>
      refillStatement(captureFor(from, marks.length), marks, calendar.now());
    const batcher = new BareBatcher(pool, (marks) => toQuery(singles, marks));
    return {
      name: 'rollbook SQL',
      pool,
      mark: (mark) => batcher.mark(mark),
      markBulk: ({ childIds, ...rest }) =>
        pool.query(
          toQuery(
            bulks,
            childIds.map((childId) => ({ ...rest, childId })),
          ),
        ),
      audit: (schoolId) => auditRollbook(pool, schoolId, calendar.today),
      holdCounter: (schoolId) => holdRollbookCounter(schoolId, calendar.today),
      close: () => pool.end(),
    };
  };
}

/** Up to 64 marks rollbook's statement is a prepared one; so what was captured for 30 serves those, and the next all others. */
function captureFor(captured: readonly CapturedStatement[], marks: number): CapturedStatement {
  const fitting = captured.find((one) => (marks <= 1 ? one.marks === 1 : marks <= 64 ? one.marks > 1 : one.marks > 64));
  const [first] = captured;
  if (!first) throw new Error('nothing was captured');
  return fitting ?? first;
}
