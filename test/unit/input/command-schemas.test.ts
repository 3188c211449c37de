import { createCommandSchemas, defaultLimits } from 'rollbook';
import { expect, test } from 'vitest';
import { goodBulk, goodMark, ids, now, openSchool } from '../support/open-school.ts';

const { schemas } = openSchool().attendance;
const marks = [{ childId: ids.ani, status: 'present' }];

test('a host can check a command before it calls', () => {
  expect(schemas.markAttendance.safeParse(goodMark).success).toBe(true);
  expect(schemas.markAttendance.safeParse({ ...goodMark, status: 'onTrip' }).success).toBe(false);
  expect(schemas.clearAttendance.safeParse({ childId: ids.ani, markedBy: 'teacher-1' }).success).toBe(true);
  expect(schemas.getHistory.safeParse({ schoolId: ids.school, childId: ids.ani, from: '2026-11-02' }).success).toBe(
    true,
  );
});

test('a bulk has either form, never both', () => {
  const { childIds, status, ...rest } = goodBulk;
  expect(schemas.markBulkAttendance.safeParse(goodBulk).success).toBe(true);
  expect(schemas.markBulkAttendance.safeParse({ ...rest, marks }).success).toBe(true);
  expect(schemas.markBulkAttendance.safeParse({ ...rest, marks, childIds, status }).success).toBe(false);
});

test('what a schema makes of a command can be sent as it is', async () => {
  const { attendance } = openSchool();
  const parsed = schemas.markAttendance.parse({ ...goodMark, occurredAt: '2026-11-02T07:59:00+07:00' });
  expect(parsed).toEqual({ ...goodMark, session: 'am', occurredAt: new Date('2026-11-02T00:59:00Z') });
  await expect(attendance.markAttendance(parsed)).resolves.toMatchObject({ outcome: 'recorded' });
});

test('schemas of a host of its own know its names and limits', () => {
  const own = createCommandSchemas({
    statuses: ['here', 'away'],
    sessions: ['morning'],
    limits: { ...defaultLimits, maxBulkSize: 1, requireSchoolId: true },
  });
  expect(own.markAttendance.safeParse({ ...goodMark, status: 'here' }).success).toBe(false);
  const named = { ...goodMark, status: 'here', schoolId: ids.school, occurredAt: now };
  expect(own.markAttendance.parse(named)).toEqual({ ...named, session: 'morning' });
  expect(own.oneStatus.safeParse({ ...goodBulk, status: 'here' }).success).toBe(false);
  expect(own.oneStatus.safeParse({ ...goodBulk, status: 'here', childIds: [ids.ani] }).success).toBe(true);
});
