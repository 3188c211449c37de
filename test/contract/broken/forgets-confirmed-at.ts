import type { MarkResult, RecordMarksRequest } from 'rollbook';
import type { MemoryRepository } from 'rollbook/memory';
import { breakRecordMarks } from './break-repository.ts';

/** Forgets `confirmedAt`: a mark that agrees with the record leaves it as it was. */
export const forgetsConfirmedAt = breakRecordMarks((memory) => async (request, options) => {
  if (options?.transaction) return memory.recordMarks(request, options);
  const foreseen = await foresee(memory, request);
  const marks = request.marks.filter((_, index) => foreseen[index]?.outcome !== 'unchanged');
  const results = [...(await memory.recordMarks({ ...request, marks }))];
  return foreseen.map((result) =>
    result.outcome === 'unchanged' ? asItStands(memory, result) : (results.shift() ?? result),
  );
});

/** What would come of the marks. */
async function foresee(memory: MemoryRepository, request: RecordMarksRequest): Promise<readonly MarkResult[]> {
  const foreseen: MarkResult[] = [];
  const rollback = new Error('only looking');
  await memory
    .transaction(async (transaction) => {
      foreseen.push(...(await memory.recordMarks(request, { transaction })));
      throw rollback;
    })
    .catch((error: unknown) => {
      if (error !== rollback) throw error;
    });
  return foreseen;
}

function asItStands(memory: MemoryRepository, result: Exclude<MarkResult, { outcome: 'rejected' }>): MarkResult {
  const { childId, date, session } = result;
  const record = memory
    .tables()
    .records.find((row) => row.childId === childId && row.date === date && row.session === session);
  return result.record && record ? { ...result, record } : result;
}
