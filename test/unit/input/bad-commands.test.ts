import { expect, test } from 'vitest';
import { expectInvalid } from '../support/expect-invalid.ts';
import { goodBulk, goodMark, ids, openSchool } from '../support/open-school.ts';

const nothing = [undefined, null, 0, '', 'mark', true, [], () => goodMark, Symbol('mark')];

test.each(nothing)('refuses %s for a command', async (command) => {
  for (const method of [
    'markAttendance',
    'clearAttendance',
    'markBulkAttendance',
    'getRegister',
    'getDailySummary',
  ] as const) {
    await expectInvalid(method, command);
  }
  await expectInvalid('getHistory', command);
  await expectInvalid('reconcileDailyCounts', command);
});

const wrongTypes = [null, 7, 7n, true, {}, [], ['present'], Symbol('text'), new Date(), () => 'text'];
const textFields = ['childId', 'status', 'markedBy', 'schoolId', 'session', 'date'] as const;

test.each(textFields)('takes nothing but text for %s', async (field) => {
  for (const value of wrongTypes) await expectInvalid('markAttendance', { ...goodMark, [field]: value }, field);
});

test.each(['reason', 'note'] as const)('takes nothing but text or null for %s', async (field) => {
  const wrong = wrongTypes.filter((value) => value !== null);
  for (const value of wrong) await expectInvalid('markAttendance', { ...goodMark, [field]: value }, field);
});

test.each(['childId', 'status', 'markedBy'] as const)('misses %s', async (field) => {
  const { [field]: _, ...rest } = goodMark;
  await expectInvalid('markAttendance', rest, field);
});

test.each(['onlyUnmarked', 'allOrNothing'] as const)('takes nothing but true and false for %s', async (field) => {
  for (const value of [null, 0, 1, 'true', {}]) {
    await expectInvalid('markBulkAttendance', { ...goodBulk, [field]: value }, field);
  }
});

test('knows two kinds of answer to a bulk', async () => {
  await expectInvalid('markBulkAttendance', { ...goodBulk, returning: 'everything' }, 'returning');
});

test.each(['', 'Present', 'onTrip', 'present ', 'toString', 'constructor', '__proto__', 'a'.repeat(100_000)])(
  'refuses the unknown status %.20j',
  async (status) => {
    await expectInvalid('markAttendance', { ...goodMark, status }, 'status');
    await expectInvalid('markBulkAttendance', { ...goodBulk, status }, 'status');
  },
);

test.each(['', 'day', 'AM', 'toString', '__proto__'])('refuses the unknown session %j', async (session) => {
  await expectInvalid('markAttendance', { ...goodMark, session }, 'session');
  await expectInvalid('clearAttendance', { childId: ids.ani, markedBy: 'teacher-1', session }, 'session');
  await expectInvalid('getRegister', { schoolId: ids.school, session }, 'session');
  await expectInvalid('getDailySummary', { schoolId: ids.school, session }, 'session');
});

test('refuses unknown keys, so that a misspelt one is not lost', async () => {
  await expectInvalid('markAttendance', { ...goodMark, occuredAt: new Date() });
  await expectInvalid('markBulkAttendance', { ...goodBulk, onlyUnmaked: true });
  await expectInvalid('clearAttendance', { childId: ids.ani, markedBy: 'teacher-1', note: 'no note in a clear' });
  await expectInvalid('getRegister', { schoolId: ids.school, day: '2026-11-02' });
  await expectInvalid('getHistory', { schoolId: ids.school, childId: ids.ani, limit: 3 });
  await expectInvalid('reconcileDailyCounts', { date: '2026-11-02', school: ids.school });
});

test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])('refuses an own %s', async (key) => {
  const own = (command: object) => JSON.parse(JSON.stringify(command).replace('{', `{"${key}":{"status":"sick"},`));
  await expectInvalid('markAttendance', own(goodMark));
  await expectInvalid('markBulkAttendance', own(goodBulk));
  const marks = [own({ childId: ids.ani, status: 'present' })];
  await expectInvalid('markBulkAttendance', { schoolId: ids.school, markedBy: 'teacher-1', marks });
});

test('refuses both forms of a bulk at once, and neither', async () => {
  const { childIds, status, ...rest } = goodBulk;
  const marks = [{ childId: ids.ani, status }];
  await expectInvalid('markBulkAttendance', { ...goodBulk, marks });
  await expectInvalid('markBulkAttendance', { ...rest, childIds, marks, status });
  await expectInvalid('markBulkAttendance', { ...rest, marks, status });
  await expectInvalid('markBulkAttendance', { ...rest, childIds }, 'status');
  await expectInvalid('markBulkAttendance', rest);
});

test('names the school in each command that needs one', async () => {
  const { schoolId: _, ...rest } = goodBulk;
  await expectInvalid('markBulkAttendance', rest, 'schoolId');
  await expectInvalid('getRegister', {}, 'schoolId');
  await expectInvalid('getDailySummary', {}, 'schoolId');
  await expectInvalid('getHistory', { childId: ids.ani }, 'schoolId');
});

test('asks single marks for a school where the host requires it', async () => {
  const { attendance } = openSchool({ limits: { requireSchoolId: true } });
  await expect(attendance.markAttendance(goodMark)).rejects.toMatchObject({ code: 'invalid_command' });
  await expect(attendance.clearAttendance({ childId: ids.ani, markedBy: 'teacher-1' })).rejects.toMatchObject({
    code: 'invalid_command',
  });
  await expect(attendance.markAttendance({ ...goodMark, schoolId: ids.school })).resolves.toMatchObject({
    outcome: 'recorded',
  });
});

test('never repeats what it refuses, which may be a name', async () => {
  const name = 'Putri Ayu';
  const errors = [
    await expectInvalid('markAttendance', { ...goodMark, status: name }, 'status'),
    await expectInvalid('markAttendance', { ...goodMark, childId: name }, 'childId'),
    await expectInvalid('markAttendance', { ...goodMark, session: name }, 'session'),
    await expectInvalid('markAttendance', { ...goodMark, date: name }, 'date'),
    await expectInvalid('markAttendance', { ...goodMark, occurredAt: name }, 'occurredAt'),
    await expectInvalid('markBulkAttendance', { ...goodBulk, childIds: [ids.ani, name] }, 'childIds.1'),
  ];
  for (const error of errors) expect(JSON.stringify([error.message, error.details])).not.toContain(name);
});

test('tells of at most twenty things that are wrong, briefly', async () => {
  const marks = Array.from({ length: 1_000 }, () => ({
    childId: 7,
    status: 'x'.repeat(10_000),
    ['k'.repeat(10_000)]: 1,
  }));
  const error = await expectInvalid('markBulkAttendance', { schoolId: ids.school, markedBy: 'teacher-1', marks });
  expect(JSON.stringify(error.details).length).toBeLessThan(20_000);
  expect(error.message.length).toBeLessThan(1_000);
});
