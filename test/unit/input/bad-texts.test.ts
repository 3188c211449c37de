import { createAttendance } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { expectInvalid } from '../support/expect-invalid.ts';
import { goodBulk, goodMark, ids, openSchool } from '../support/open-school.ts';

const unstorable = ['\0', 'a\0b', '\ud800', 'a\ud800b', '\udc00', '\udc00\ud800'];

test.each(unstorable)('refuses %j, which no store can keep', async (text) => {
  await expectInvalid('markAttendance', { ...goodMark, childId: text }, 'childId');
  await expectInvalid('markAttendance', { ...goodMark, schoolId: text }, 'schoolId');
  await expectInvalid('markAttendance', { ...goodMark, markedBy: text }, 'markedBy');
  await expectInvalid('markAttendance', { ...goodMark, reason: text }, 'reason');
  await expectInvalid('markAttendance', { ...goodMark, note: text }, 'note');
  await expectInvalid('markBulkAttendance', { ...goodBulk, note: text }, 'note');
  const marks = [{ childId: ids.ani, status: 'present', reason: text }];
  await expectInvalid('markBulkAttendance', { schoolId: ids.school, markedBy: 'teacher-1', marks }, 'marks.0.reason');
  await expectInvalid('clearAttendance', { childId: ids.ani, markedBy: 'teacher-1', reason: text }, 'reason');
  await expectInvalid('getRegister', { schoolId: ids.school, classId: text }, 'classId');
});

test.each([
  ['markedBy', 255],
  ['reason', 500],
  ['note', 2_000],
] as const)('takes a %s of up to %i characters', async (field, length) => {
  const { attendance } = openSchool();
  const longest = 'x'.repeat(length);
  await expect(attendance.markAttendance({ ...goodMark, [field]: longest })).resolves.toMatchObject({
    outcome: 'recorded',
  });
  await expectInvalid('markAttendance', { ...goodMark, [field]: `${longest}x` }, field);
});

test('takes an empty reason and note, but nobody without a name for the marker', async () => {
  const { attendance } = openSchool();
  const { record } = await attendance.markAttendance({ ...goodMark, reason: '', note: '' });
  expect(record).toMatchObject({ reason: '', note: '' });
  await expectInvalid('markAttendance', { ...goodMark, markedBy: '' }, 'markedBy');
});

test('keeps any other text as it is', async () => {
  const { attendance } = openSchool();
  for (const note of [
    'ยา\u200b',
    '🧒🏽',
    '‮right to left',
    "'); drop table records; --",
    '\n\t\u0001',
    'é\u0301',
    '\ufeff',
  ]) {
    const { record } = await attendance.markAttendance({ ...goodMark, note });
    expect(record.note).toBe(note);
  }
});

test.each([
  ['uuid', '7'],
  ['uuid', ids.ani.slice(1)],
  ['uuid', `{${ids.ani}}`],
  ['bigint', ids.ani],
  ['bigint', '9223372036854775808'],
  ['bigint', '1.5'],
  ['bigint', '７'],
  ['text', ''],
  ['text', 'x'.repeat(256)],
] as const)('takes for an id only what fits %s, not %j', async (idType, id) => {
  const attendance = createAttendance({ repository: createMemoryRepository({ idType }) });
  const calls = [
    () => attendance.markAttendance({ ...goodMark, childId: id }),
    () => attendance.getRegister({ schoolId: id }),
    () => attendance.getDailySummary({ schoolId: id }),
    () => attendance.getHistory({ schoolId: id, childId: id }),
    () => attendance.reconcileDailyCounts({ schoolId: id, date: '2026-11-02' }),
    () => attendance.clearAttendance({ childId: id, markedBy: 'teacher-1' }),
    () => attendance.markBulkAttendance({ ...goodBulk, schoolId: id }),
  ];
  for (const call of calls) expect((await errorOf(call)).code).toBe('invalid_command');
});

test('names the child of a bulk whose id is none', async () => {
  await expectInvalid('markBulkAttendance', { ...goodBulk, childIds: [ids.ani, 'budi'] }, 'childIds.1');
  const marks = [
    { childId: ids.ani, status: 'present' },
    { childId: 'budi', status: 'sick' },
  ];
  await expectInvalid('markBulkAttendance', { schoolId: ids.school, markedBy: 'teacher-1', marks }, 'marks.1.childId');
});
