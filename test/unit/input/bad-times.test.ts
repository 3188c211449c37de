import { expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { expectInvalid } from '../support/expect-invalid.ts';
import { goodBulk, goodMark, ids, now, openSchool, today, yesterday } from '../support/open-school.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const before = (milliseconds: number) => new Date(now.getTime() - milliseconds);

test.each([
  '',
  'today',
  '2026-11-2',
  '02-11-2026',
  '2026/11/02',
  '2026-02-29',
  '2026-13-01',
  '2026-11-31',
  '2026-11-02T00:00:00Z',
  ' 2026-11-02',
  '2026-11-02\n',
  '+002026-11-02',
  '20261102',
  '0000-12-31',
  '２０２６-11-02',
])('takes %j for no date', async (date) => {
  await expectInvalid('markAttendance', { ...goodMark, date }, 'date');
  await expectInvalid('markBulkAttendance', { ...goodBulk, date }, 'date');
  await expectInvalid('getRegister', { schoolId: ids.school, date }, 'date');
  await expectInvalid('getDailySummary', { schoolId: ids.school, date }, 'date');
  await expectInvalid('getHistory', { schoolId: ids.school, childId: ids.ani, from: date }, 'from');
  await expectInvalid('getHistory', { schoolId: ids.school, childId: ids.ani, to: date }, 'to');
  await expectInvalid('reconcileDailyCounts', { date }, 'date');
});

test('takes the first and the last date there is', async () => {
  const { attendance } = openSchool();
  await expect(attendance.getRegister({ schoolId: ids.school, date: '0001-01-01' })).resolves.toMatchObject({
    date: '0001-01-01',
  });
  await expect(attendance.getRegister({ schoolId: ids.school, date: '9999-12-31' })).resolves.toMatchObject({
    date: '9999-12-31',
  });
});

test.each([
  ['2026-11-02T08:00:00.700+07:00', 700],
  ['2026-11-02T08:00:00.700+0700', 700],
  ['2026-11-02T08:00:00+07', 0],
  ['2026-11-02T01:00:00Z', 0],
  ['2026-11-01T21:30:00-0330', 0],
])('reads %s, whatever the spelling of its offset', async (occurredAt, milliseconds) => {
  const { attendance } = openSchool();
  const { record } = await attendance.markAttendance({ ...goodMark, occurredAt });
  expect(record.occurredAt).toEqual(new Date(Date.parse('2026-11-02T01:00:00Z') + milliseconds));
});

test.each([
  '2026-11-02T08:00:00',
  '2026-11-02 08:00:00+0700',
  '2026-11-02T08:00:00+070',
  '2026-11-02T08:00:00+25',
  'noon',
])('says what an instant is to be, where %s is none', async (occurredAt) => {
  const error = await errorOf(() => openSchool().attendance.markAttendance({ ...goodMark, occurredAt }));
  expect(error).toMatchObject({
    code: 'invalid_command',
    details: {
      issues: [
        {
          path: 'occurredAt',
          message: 'must be a Date, or ISO 8601 with an offset such as 2026-03-02T08:00:00.700+08:00',
        },
      ],
    },
  });
});

test.each([
  ['yesterday', 'yesterday'],
  ['a mere date', '2026-11-02'],
  ['a time without an offset', '2026-11-02T01:00:00'],
  ['a space for the T', '2026-11-02 01:00:00Z'],
  ['29 February of no leap year', '2026-02-29T01:00:00Z'],
  ['25 o’clock', '2026-11-02T25:00:00Z'],
  ['an invalid Date', new Date(Number.NaN)],
  ['a number', now.getTime()],
  ['null', null],
  ['an object', {}],
  ['what only looks like a Date', Object.create(Date.prototype)],
])('takes %s for no instant', async (_, occurredAt) => {
  await expectInvalid('markAttendance', { ...goodMark, occurredAt });
  await expectInvalid('markBulkAttendance', { ...goodBulk, occurredAt });
  const marks = [{ childId: ids.ani, status: 'present', occurredAt }];
  await expectInvalid('markBulkAttendance', { schoolId: ids.school, markedBy: 'teacher-1', marks });
});

test.each(['0000-06-01T00:00:00Z', '-000001-01-01T00:00:00Z', '+010000-01-01T00:00:00Z'])(
  'refuses the instant %s, outside the years that every store knows',
  async (text) => {
    const { attendance } = openSchool({ limits: { maxOfflineDays: 36_500 } });
    const call = () => attendance.markAttendance({ ...goodMark, date: today, occurredAt: new Date(text) });
    expect((await errorOf(call)).code).toBe('invalid_command');
  },
);

test.each([
  ['2026-11-02T00:59:00Z', '2026-11-02T00:59:00.000Z'],
  ['2026-11-02T07:59:00+07:00', '2026-11-02T00:59:00.000Z'],
  ['2026-11-02T00:59:00.123Z', '2026-11-02T00:59:00.123Z'],
])('takes the text %s for an instant', async (occurredAt, expected) => {
  const { attendance } = openSchool();
  const { record } = await attendance.markAttendance({ ...goodMark, occurredAt });
  expect(record.occurredAt.toISOString()).toBe(expected);
});

test('takes an instant at most two minutes ahead of the clock', async () => {
  const { attendance } = openSchool();
  await expect(attendance.markAttendance({ ...goodMark, occurredAt: before(-2 * minute) })).resolves.toBeDefined();
  await expectInvalid('markAttendance', { ...goodMark, occurredAt: before(-2 * minute - 1) }, 'occurredAt');
});

test('takes an instant at most seven days old, unless the date is named: then a reset clock is no danger', async () => {
  const { attendance } = openSchool();
  await expect(attendance.markAttendance({ ...goodMark, occurredAt: before(7 * day) })).resolves.toBeDefined();
  await expectInvalid('markAttendance', { ...goodMark, occurredAt: before(7 * day + 1) }, 'occurredAt');
  await expectInvalid('markAttendance', { ...goodMark, occurredAt: new Date(0) }, 'occurredAt');
  const named = { ...goodMark, occurredAt: before(40 * day), date: '2026-09-23' };
  await expect(attendance.markAttendance(named)).resolves.toMatchObject({ outcome: 'recorded' });
});

test("takes the host's own limits of time", async () => {
  const limits = { maxClockSkewMs: 0, maxOfflineDays: 0 };
  const { attendance } = openSchool({ limits });
  await expect(attendance.markAttendance({ ...goodMark, occurredAt: now })).resolves.toBeDefined();
  await expectInvalid('markAttendance', { ...goodMark, occurredAt: before(1) }, 'occurredAt', limits);
  await expectInvalid('markAttendance', { ...goodMark, occurredAt: before(-1) }, 'occurredAt', limits);
});

test('names the child of a bulk whose instant is beyond the limits', async () => {
  const marks = [
    { childId: ids.ani, status: 'present' },
    { childId: ids.budi, status: 'present', occurredAt: before(8 * day) },
  ];
  await expectInvalid(
    'markBulkAttendance',
    { schoolId: ids.school, markedBy: 'teacher-1', marks },
    'marks.1.occurredAt',
  );
});

test('keeps the instant that the caller passed, whatever becomes of the Date', async () => {
  const { attendance, memory } = openSchool();
  const occurredAt = before(minute);
  const marked = attendance.markAttendance({ ...goodMark, occurredAt });
  occurredAt.setTime(0);
  const { record } = await marked;
  record.occurredAt.setTime(0);
  expect(memory.tables().records.map((each) => each.occurredAt)).toEqual([before(minute)]);
});

test('marks the day before by its date', async () => {
  const { attendance } = openSchool();
  const { record } = await attendance.markAttendance({ ...goodMark, date: yesterday });
  expect(record).toMatchObject({ date: yesterday, occurredAt: now });
});
