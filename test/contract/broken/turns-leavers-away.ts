import type { Mark, MarkResult, RecordMarksRequest } from 'rollbook';
import type { MemoryRepository } from 'rollbook/memory';
import { schoolDay } from 'rollbook/rules';
import { breakRecordMarks } from './break-repository.ts';

/** Turns leavers away: records nothing of a child who is not enrolled on the day, whatever is recorded of it. */
export const turnsLeaversAway = breakRecordMarks((memory) => async (request, options) => {
  if (options?.transaction) return memory.recordMarks(request, options);
  const isGone = await Promise.all(request.marks.map((mark) => isNotEnrolled(memory, request, mark)));
  const marks = request.marks.filter((_, index) => !isGone[index]);
  const results = [...(await memory.recordMarks({ ...request, marks }))];
  return request.marks.map((mark, index) => (isGone[index] ? reject(mark) : (results.shift() ?? reject(mark))));
});

async function isNotEnrolled(memory: MemoryRepository, request: RecordMarksRequest, mark: Mark): Promise<boolean> {
  const { records } = memory.tables();
  const { session, childId } = mark;
  const standing = records.find((record) => record.childId === childId && record.session === session);
  const schoolId = request.schoolId ?? mark.schoolId ?? standing?.schoolId;
  if (!standing || schoolId === undefined) return false;
  const date = mark.date ?? schoolDay(mark.occurredAt, 'Asia/Jakarta');
  const query = { schoolId, session, now: request.now, ...(date !== undefined && { date }) };
  const { entries } = await memory.getRegister(query);
  return entries.every((entry) => entry.childId !== childId);
}

function reject({ childId, session, date }: Mark): MarkResult {
  return { outcome: 'rejected', code: 'not_enrolled', childId, session, date: date ?? null };
}
