import { expect, test } from 'vitest';
import { expectInvalid } from '../support/expect-invalid.ts';
import { goodBulk, ids, openSchool, today, yesterday } from '../support/open-school.ts';

const rest = { schoolId: ids.school, markedBy: 'teacher-1' };

/** A list that says how long it is, and tells of everything else that is asked of it. */
function watchedList(length: number) {
  const asked: (string | symbol)[] = [];
  const list = new Proxy(new Array(length), {
    get: (target, name) => {
      asked.push(name);
      return Reflect.get(target, name);
    },
    has: (target, name) => {
      asked.push(name);
      return Reflect.has(target, name);
    },
    ownKeys: (target) => {
      asked.push('every key');
      return Reflect.ownKeys(target);
    },
  });
  return { list, asked };
}

/** A bulk whose other fields tell when they are read. */
function watchedBulk(list: 'childIds' | 'marks', value: unknown) {
  const read: string[] = [];
  const command = { [list]: value };
  for (const field of ['schoolId', 'markedBy', 'status', 'occurredAt', 'note']) {
    Object.defineProperty(command, field, { enumerable: true, get: () => read.push(field) });
  }
  return { command, read };
}

test.each(['childIds', 'marks'] as const)('looks at the length of %s before anything else', async (field) => {
  const { list, asked } = watchedList(5_001);
  const { command, read } = watchedBulk(field, list);
  const error = await expectInvalid('markBulkAttendance', command, field);
  expect(error.message).toContain('5000');
  expect({ asked: [...new Set(asked)], read }).toEqual({ asked: ['length'], read: [] });
});

test.each(['childIds', 'marks'] as const)('refuses empty %s before anything else', async (field) => {
  const { list, asked } = watchedList(0);
  const { command, read } = watchedBulk(field, list);
  await expectInvalid('markBulkAttendance', command, field);
  expect({ asked: [...new Set(asked)], read }).toEqual({ asked: ['length'], read: [] });
});

test('refuses a billion children at once', async () => {
  await expectInvalid('markBulkAttendance', { ...goodBulk, childIds: new Array(1_000_000_000) }, 'childIds');
});

test.each([null, 7, 'ids', {}, { length: 2, 0: ids.ani, 1: ids.budi }, new Set([ids.ani]), new Map()])(
  'takes nothing but an array for the children, not %s',
  async (list) => {
    await expectInvalid('markBulkAttendance', { ...goodBulk, childIds: list }, 'childIds');
    await expectInvalid('markBulkAttendance', { ...rest, marks: list }, 'marks');
  },
);

test('refuses a list with holes', async () => {
  await expectInvalid('markBulkAttendance', { ...goodBulk, childIds: new Array(2) }, 'childIds.0');
  await expectInvalid('markBulkAttendance', { ...rest, marks: new Array(2) }, 'marks.0');
});

test('takes as many children as the host allows', async () => {
  const limits = { maxBulkSize: 2 };
  const { attendance } = openSchool({ limits });
  await expect(attendance.markBulkAttendance(goodBulk)).resolves.toMatchObject({ tally: { recorded: 2 } });
  const three = [ids.ani, ids.budi, ids.citra];
  await expectInvalid('markBulkAttendance', { ...goodBulk, childIds: three }, 'childIds', limits);
  const marks = three.map((childId) => ({ childId, status: 'present' }));
  await expectInvalid('markBulkAttendance', { ...rest, marks }, 'marks', limits);
});

test('refuses the same child twice in one day and session, also spelled differently', async () => {
  await expectInvalid('markBulkAttendance', { ...goodBulk, childIds: [ids.ani, ids.budi, ids.ani] }, 'childIds.2');
  await expectInvalid('markBulkAttendance', { ...goodBulk, childIds: [ids.ani, ids.ani.toUpperCase()] }, 'childIds.1');
  const marks = [
    { childId: ids.ani, status: 'present', session: 'pm', date: today },
    { childId: ids.budi, status: 'present', session: 'pm', date: today },
    { childId: ids.ani.toUpperCase(), status: 'sick', session: 'pm', date: today },
  ];
  await expectInvalid('markBulkAttendance', { ...rest, marks }, 'marks.2');
});

test('takes the same child in several sessions and on several days', async () => {
  const { attendance } = openSchool();
  const child = { childId: ids.ani, status: 'sick' } as const;
  const marks = [child, { ...child, session: 'pm' }, { ...child, date: yesterday }] as const;
  const { outcomes, tally } = await attendance.markBulkAttendance({ ...rest, marks });
  expect(tally).toMatchObject({ recorded: 3 });
  expect(outcomes.map(({ date, session }) => `${date} ${session}`)).toEqual([
    `${today} am`,
    `${today} pm`,
    `${yesterday} am`,
  ]);
});

test('finds two marks of one day of which only one names it', async () => {
  const { attendance, memory } = openSchool();
  const child = { childId: ids.ani, status: 'sick' } as const;
  const twice = attendance.markBulkAttendance({ ...rest, marks: [child, { ...child, date: today }] });
  await expect(twice).rejects.toMatchObject({
    code: 'invalid_command',
    details: { issues: [{ path: 'marks.1', message: 'is of the same child, day and session as marks.0' }] },
  });
  expect(memory.tables().records).toEqual([]);
});
