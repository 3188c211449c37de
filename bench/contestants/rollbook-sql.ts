import type { Pool } from 'pg';
import { spreadDeck } from '../load/deck.ts';
import type { BenchRoster } from '../world/roster.ts';
import { BareBatcher } from './bare-batcher.ts';
import { type CapturedStatement, captureStatement } from './captured-statement.ts';
import type { ChildMark, OpenContestant } from './contestant.ts';
import { openPool } from './open-pool.ts';
import { refillStatement } from './refill-statement.ts';
import { auditRollbook, holdRollbookCounter } from './rollbook-tables.ts';

/** rollbook's own SQL text without the package. The difference between the two is what the package costs. */
export function openRollbookSql(roster: BenchRoster): OpenContestant {
  return async (url, calendar) => {
    const pool = openPool(url, 'rollbook SQL', 4);
    const { singles, bulks } = await captureAll(pool, roster);
    const toQuery = (from: readonly CapturedStatement[], marks: readonly ChildMark[]) =>
      refillStatement(findLike(from, marks), marks, calendar.now());
    const batcher = new BareBatcher(async (marks: readonly ChildMark[]) => {
      const { rows } = await pool.query<AnswerRow>(toQuery(singles, marks));
      return rows;
    });
    return {
      name: 'rollbook SQL',
      pool,
      mark: async (mark) => checkAccepted(await batcher.mark(mark)),
      markBulk: async ({ childIds, ...rest }) => {
        const marks = childIds.map((childId) => ({ ...rest, childId }));
        const { rows } = await pool.query<AnswerRow>(toQuery(bulks, marks));
        for (const row of rows) checkAccepted(row);
      },
      audit: (schoolId) => auditRollbook(pool, schoolId, calendar.today),
      holdCounter: (schoolId) => holdRollbookCounter(schoolId, calendar.today),
      close: () => pool.end(),
    };
  };
}

/** Up to this many marks rollbook's statement is a prepared one. Larger statements have another text. */
const maxPreparedMarks = 64;

async function captureAll(pool: Pool, { schools, large }: BenchRoster) {
  const oneSchool = spreadDeck([large], 400);
  const manySchools = spreadDeck(schools, 1).slice(0, 400);
  const capture = (how: 'single' | 'bulk', deck: typeof oneSchool, size: number) =>
    captureStatement(pool, how, deck.slice(0, size));
  return {
    singles: [
      await capture('single', oneSchool, 30),
      await capture('single', oneSchool, 400),
      await capture('single', manySchools, 30),
      await capture('single', manySchools, 400),
    ],
    bulks: [await capture('bulk', oneSchool, 30), await capture('bulk', oneSchool, 400)],
  };
}

/** The statement that rollbook sends for such marks: of one school or several, prepared or not. */
function findLike(captured: readonly CapturedStatement[], marks: readonly ChildMark[]): CapturedStatement {
  const isOneSchool = marks.every(({ schoolId }) => schoolId === marks[0]?.schoolId);
  const isPrepared = (count: number) => count <= maxPreparedMarks;
  const like = captured.find(
    (one) => one.isOneSchool === isOneSchool && isPrepared(one.marks) === isPrepared(marks.length),
  );
  if (!like) throw new Error(`captured no statement for ${marks.length} marks`);
  return like;
}

interface AnswerRow {
  readonly code: string | null;
}

/** A bare batcher does not check answers, and a benchmark must not count marks that were not recorded. */
function checkAccepted(row: AnswerRow): void {
  if (row.code !== null) throw new Error(`a mark was rejected: ${row.code}`);
}
