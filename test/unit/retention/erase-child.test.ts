import { expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { expectInvalid } from '../support/expect-invalid.ts';
import { goodBulk, goodMark, ids, now, openSchool, roster, yesterday } from '../support/open-school.ts';

const ani = { schoolId: ids.school, childId: ids.ani };
const nothing = { records: 0, revisions: 0, deliveries: 0 };

test.each([
  [{}, 'schoolId'],
  [{ schoolId: ids.school }, 'childId'],
  [{ childId: ids.ani }, 'schoolId'],
  [{ ...ani, childId: 'ani' }, 'childId'],
  [{ ...ani, schoolId: '' }, 'schoolId'],
  [{ ...ani, childId: [ids.ani] }, 'childId'],
  [{ ...ani, before: now }, ''],
])('refuses %o', async (command, path) => {
  await expectInvalid('eraseChild', command, path);
});

test('erases everything of the child, in whatever spelling its id comes, and nothing of the others', async () => {
  const { attendance, memory } = openSchool({ notifications: { outbox: true } });
  await attendance.markBulkAttendance(goodBulk);
  await attendance.markAttendance({ ...goodMark, status: 'sick' });
  await attendance.markAttendance({ ...goodMark, date: yesterday });
  const childId = ids.ani.toUpperCase();
  expect(await attendance.eraseChild({ ...ani, childId })).toEqual({ records: 2, revisions: 3, deliveries: 0 });
  expect(JSON.stringify(memory.tables())).not.toContain(ids.ani);
  expect(memory.tables()).toMatchObject({ records: [{ childId: ids.budi }], revisions: [{ childId: ids.budi }] });
  expect(memory.tables().dailyCounts.filter(({ count }) => count !== 0)).toMatchObject([
    { status: 'present', count: 1 },
  ]);
});

test('finds nothing the second time', async () => {
  const { attendance } = openSchool();
  await attendance.markAttendance(goodMark);
  expect(await attendance.eraseChild(ani)).toEqual({ records: 1, revisions: 1, deliveries: 0 });
  expect(await attendance.eraseChild(ani)).toEqual(nothing);
});

test('erases a child who has left the roster, and does not know it afterwards', async () => {
  const { attendance, memory } = openSchool();
  await attendance.markAttendance(goodMark);
  memory.setRoster({ ...roster, children: [] });
  expect(await attendance.eraseChild(ani)).toMatchObject({ records: 1, revisions: 1 });
  expect(await errorOf(() => attendance.eraseChild(ani))).toMatchObject({ code: 'child_not_found', details: ani });
});

test('erases records of which no revision is left', async () => {
  const { attendance, memory } = openSchool();
  await attendance.markAttendance(goodMark);
  await attendance.purge({ revisionsBefore: '2027-01-01' });
  memory.setRoster({ ...roster, children: [] });
  expect(await attendance.eraseChild(ani)).toEqual({ records: 1, revisions: 0, deliveries: 0 });
});

test("takes another school's child for none, and leaves it alone", async () => {
  const { attendance, memory } = openSchool();
  await attendance.markAttendance({ ...goodMark, childId: ids.dewi });
  const foreign = { schoolId: ids.school, childId: ids.dewi };
  expect(await errorOf(() => attendance.eraseChild(foreign))).toMatchObject({ code: 'child_not_found' });
  const nowhere = { schoolId: ids.unknownSchool, childId: ids.dewi };
  expect(await errorOf(() => attendance.eraseChild(nowhere))).toMatchObject({ code: 'school_not_found' });
  expect(memory.tables().records).toHaveLength(1);
});

test('leaves everything when the transaction rolls back', async () => {
  const { attendance, memory } = openSchool();
  await attendance.markAttendance(goodMark);
  const before = memory.tables();
  const failed = memory.transaction(async (transaction) => {
    await attendance.eraseChild(ani, { transaction });
    await attendance.purge({ revisionsBefore: '2027-01-01' }, { transaction });
    throw new Error('the host fails');
  });
  await expect(failed).rejects.toThrow('the host fails');
  expect(memory.tables()).toEqual(before);
});
