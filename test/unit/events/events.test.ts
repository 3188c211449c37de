import type { AttendanceEventName } from 'rollbook';
import { expect, test } from 'vitest';
import { goodBulk, goodMark, ids, openSchool, roster, today } from '../support/open-school.ts';

const names: readonly AttendanceEventName[] = [
  'attendance.marked',
  'attendance.bulkMarked',
  'attendance.cleared',
  'attendance.reconciled',
];

/** A school with everything that was published so far. */
function openWatchedSchool(warn: () => void = () => {}) {
  const school = openSchool({ logger: { warn } });
  const heard: { name: AttendanceEventName; event: unknown }[] = [];
  for (const name of names) school.attendance.events.on(name, (event) => heard.push({ name, event }));
  return { ...school, heard };
}

const aniIn = { schoolId: ids.school, childId: ids.ani, date: today, session: 'am' };

test('each command publishes one event, ids only', async () => {
  const { attendance, heard } = openWatchedSchool();
  await attendance.markAttendance({ ...goodMark, reason: 'flu', note: 'rang' });
  await attendance.clearAttendance({ childId: ids.ani, markedBy: 'teacher-1', reason: 'wrong child' });
  await attendance.markBulkAttendance({ ...goodBulk, childIds: [ids.ani, ids.citra] });
  await attendance.reconcileDailyCounts({ date: today });
  await attendance.reconcileDailyCounts({ schoolId: ids.school, date: today });
  const tally = {
    recorded: 1,
    corrected: 0,
    amended: 0,
    unchanged: 0,
    kept: 0,
    superseded: 0,
    cleared: 0,
    rejected: 1,
  };
  expect(heard).toEqual([
    { name: 'attendance.marked', event: { ...aniIn, outcome: 'recorded' } },
    { name: 'attendance.cleared', event: { ...aniIn, outcome: 'cleared' } },
    {
      name: 'attendance.bulkMarked',
      event: { schoolId: ids.school, tally, marks: [{ ...aniIn, outcome: 'recorded' }] },
    },
    { name: 'attendance.reconciled', event: { schoolId: null, date: today, repaired: 0 } },
    { name: 'attendance.reconciled', event: { schoolId: ids.school, date: today, repaired: 0 } },
  ]);
});

test('no event holds a name', async () => {
  const { attendance, heard } = openWatchedSchool();
  await attendance.markBulkAttendance(goodBulk);
  await attendance.markAttendance(goodMark);
  const text = JSON.stringify(heard);
  for (const { name } of [...roster.schools, ...roster.children]) expect(text).not.toContain(name);
});

test('an event comes after the mark is stored', async () => {
  const { attendance, memory } = openSchool();
  const stored: number[] = [];
  attendance.events.on('attendance.marked', () => stored.push(memory.tables().records.length));
  await attendance.markAttendance(goodMark);
  expect(stored).toEqual([1]);
});

test('a command that fails publishes nothing', async () => {
  const { attendance, heard } = openWatchedSchool();
  await expect(attendance.markAttendance({ ...goodMark, childId: ids.unknownChild })).rejects.toThrow();
  await expect(
    attendance.markBulkAttendance({ ...goodBulk, childIds: [ids.ani, ids.citra], allOrNothing: true }),
  ).rejects.toThrow();
  await expect(attendance.clearAttendance({ childId: ids.citra, markedBy: 'teacher-1' })).rejects.toThrow();
  await expect(attendance.reconcileDailyCounts({ schoolId: ids.unknownSchool, date: today })).rejects.toThrow();
  expect(heard).toEqual([]);
});

test('nothing is published inside a host’s transaction, be it committed or not', async () => {
  const { attendance, memory, heard } = openWatchedSchool();
  await memory.transaction(async (transaction) => {
    await attendance.markAttendance(goodMark, { transaction });
    await attendance.markBulkAttendance(goodBulk, { transaction });
    await attendance.clearAttendance({ childId: ids.ani, markedBy: 'teacher-1' }, { transaction });
    await attendance.reconcileDailyCounts({ date: today }, { transaction });
  });
  expect(heard).toEqual([]);
});

test('a listener that throws or rejects reaches neither the caller nor the next listener', async () => {
  const warnings: unknown[] = [];
  const { attendance } = openSchool({ logger: { warn: (...said) => warnings.push(said) } });
  const heard: string[] = [];
  attendance.events.on('attendance.marked', () => {
    throw new Error('Putri Ayu');
  });
  attendance.events.on('attendance.marked', () => Promise.reject(new Error('Putri Ayu')));
  attendance.events.on('attendance.marked', () => heard.push('last'));
  await expect(attendance.markAttendance(goodMark)).resolves.toMatchObject({ outcome: 'recorded' });
  expect(heard).toEqual(['last']);
  expect(warnings).toHaveLength(2);
  expect(JSON.stringify(warnings)).not.toContain('Putri');
  expect(JSON.stringify(warnings)).toContain('attendance.marked');
});

test('a logger that throws reaches nobody either', async () => {
  const { attendance } = openSchool({
    logger: {
      warn: () => {
        throw new Error('disk full');
      },
    },
  });
  attendance.events.on('attendance.marked', () => {
    throw new Error('listener');
  });
  await expect(attendance.markAttendance(goodMark)).resolves.toMatchObject({ outcome: 'recorded' });
});

test('a slow listener makes nobody wait', async () => {
  const { attendance } = openSchool();
  const { promise, resolve } = Promise.withResolvers<void>();
  attendance.events.on('attendance.marked', () => promise);
  await expect(attendance.markAttendance(goodMark)).resolves.toMatchObject({ outcome: 'recorded' });
  resolve();
});

test('a listener cannot change what the next one hears, nor what the caller gets', async () => {
  const { attendance, heard } = openSchoolWithVandal();
  const { outcomes, tally } = await attendance.markBulkAttendance(goodBulk);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['recorded', 'recorded']);
  expect(tally.recorded).toBe(2);
  expect(heard).toEqual([{ schoolId: ids.school, recorded: 2, children: [ids.ani, ids.budi] }]);
});

/** Its first listener changes whatever it can. */
function openSchoolWithVandal() {
  const school = openSchool();
  const heard: unknown[] = [];
  school.attendance.events.on('attendance.bulkMarked', (event) => {
    Reflect.set(event, 'schoolId', 'changed');
    Reflect.set(event.tally, 'recorded', 99);
    for (const mark of event.marks) Reflect.set(mark, 'childId', 'changed');
    Reflect.deleteProperty(event.marks, '0');
  });
  school.attendance.events.on('attendance.bulkMarked', ({ schoolId, tally, marks }) => {
    heard.push({ schoolId, recorded: tally.recorded, children: marks.map(({ childId }) => childId) });
  });
  return { ...school, heard };
}

test('off stops a listener, once hears one event, and close forgets them all', async () => {
  const { attendance } = openSchool();
  const heard: string[] = [];
  const stopped = () => heard.push('stopped');
  attendance.events
    .on('attendance.marked', stopped)
    .off('attendance.marked', stopped)
    .once('attendance.marked', () => heard.push('once'))
    .on('attendance.marked', () => heard.push('always'));
  await attendance.markAttendance(goodMark);
  await attendance.markAttendance({ ...goodMark, status: 'late' });
  expect(heard).toEqual(['once', 'always', 'always']);
});

test('off of a listener that was never on is no error', () => {
  const { attendance } = openSchool();
  expect(() => attendance.events.off('attendance.marked', () => {})).not.toThrow();
});

test('a mark that changed nothing is an event all the same, with its outcome', async () => {
  const { attendance, heard } = openWatchedSchool();
  await attendance.markAttendance(goodMark);
  await attendance.markAttendance(goodMark);
  expect(heard.map(({ event }) => event)).toEqual([
    { ...aniIn, outcome: 'recorded' },
    { ...aniIn, outcome: 'unchanged' },
  ]);
});
