import type { MemoryRepository } from 'rollbook/memory';
import { breakRecordMarks } from './break-repository.ts';

/** Counts a re-mark twice: adds to the counter also when the child had that status already. */
export const countsReMarkTwice = breakRecordMarks((memory) => async (request, options) => {
  const results = await memory.recordMarks(request, options);
  for (const [index, result] of results.entries()) {
    const status = request.marks[index]?.status ?? null;
    if (result.outcome === 'unchanged' && status !== null) countOnceMore(memory, { ...result, status });
  }
  return results;
});

interface Place {
  readonly schoolId: string;
  readonly date: string;
  readonly session: string;
  readonly status: string;
}

function countOnceMore(memory: MemoryRepository, { schoolId, date, session, status }: Place): void {
  const isThere = (row: Place) =>
    row.schoolId === schoolId && row.date === date && row.session === session && row.status === status;
  const count = memory.tables().dailyCounts.find(isThere)?.count ?? 0;
  memory.setDailyCount({ schoolId, date, session, status, count: count + 1 });
}
