import { createAttendance, isAttendanceError, type MarkResult } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { expect, test } from 'vitest';
import { goodBulk, goodMark, ids, roster, today } from '../support/open-school.ts';

const accepted = {
  outcome: 'recorded',
  schoolId: ids.school,
  childId: ids.ani,
  date: today,
  session: 'day',
  previousStatus: null,
} as const;

/** A repository that answers every mark with the same results, whatever was asked. */
function withAnswer(results: readonly MarkResult[]) {
  const repository = createMemoryRepository({ roster });
  repository.recordMarks = async () => results;
  return createAttendance({ repository });
}

test('a repository that answers with no result makes a mark fail, not look unmarked', async () => {
  await expect(withAnswer([]).markAttendance(goodMark)).rejects.toThrow('one result a mark');
});

test('a repository that leaves out the record makes a mark fail', async () => {
  await expect(withAnswer([accepted]).markAttendance(goodMark)).rejects.toThrow('records it was asked for');
});

test('a repository that rejects a single mark because of others makes it fail', async () => {
  const { childId, date, session } = accepted;
  const rejected = { outcome: 'rejected', code: 'bulk_rejected', childId, date, session } as const;
  await expect(withAnswer([rejected]).markAttendance(goodMark)).rejects.toThrow('because of others');
});

test('a repository that answers a bulk with too few or too many results makes it fail', async () => {
  await expect(withAnswer([accepted]).markBulkAttendance(goodBulk)).rejects.toThrow('one result a mark');
  await expect(withAnswer([accepted, accepted, accepted]).markBulkAttendance(goodBulk)).rejects.toThrow(
    'one result a mark',
  );
});

test('all of these have a code, alone and together with other marks', async () => {
  for (const batching of [undefined, false] as const) {
    const repository = createMemoryRepository({ roster });
    repository.recordMarks = async () => [];
    const attendance = createAttendance({ repository, ...(batching === false && { batching }) });
    for (const call of [() => attendance.markAttendance(goodMark), () => attendance.markBulkAttendance(goodBulk)]) {
      const error = await call().catch((reason: unknown) => reason);
      expect(isAttendanceError(error, 'repository_failed')).toBe(true);
    }
  }
});
