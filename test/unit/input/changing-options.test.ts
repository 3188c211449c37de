import { createAttendance } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { goodMark, roster } from '../support/open-school.ts';

const create = (options: object) => Reflect.apply(createAttendance, undefined, [options]);

/** Options of which one is good when it is asked first, and then never again. */
function changing(option: string, good: unknown): object {
  const answers = [good];
  const options = { repository: createMemoryRepository({ roster }) };
  return Object.defineProperty(options, option, { get: () => answers.pop() ?? null, enumerable: true });
}

test.each([
  ['repository', createMemoryRepository({ roster })],
  ['statuses', { present: { attended: true } }],
  ['sessions', ['day']],
  ['limits', { maxBulkSize: 1 }],
  ['clock', { now: () => new Date() }],
  ['ids', () => crypto.randomUUID()],
  ['logger', { warn: () => {} }],
])('%s are read once, so that what was checked is what is used', async (option, good) => {
  const attendance = create(changing(option, good));
  await expect(attendance.markAttendance(goodMark)).resolves.toMatchObject({ outcome: 'recorded' });
});

test('limits that a host changes later stay what they were', async () => {
  const limits = { maxBulkSize: 1 };
  const attendance = createAttendance({ repository: createMemoryRepository({ roster }), limits });
  limits.maxBulkSize = 2;
  const { childId, ...rest } = goodMark;
  const bulk = { ...rest, schoolId: roster.schools[0]?.id ?? '', childIds: [childId, roster.children[1]?.id ?? ''] };
  expect((await errorOf(() => attendance.markBulkAttendance(bulk))).code).toBe('invalid_command');
});

test.each([null, 0, '', [], new Array(1_000_000).fill(''), 'x'.repeat(1_000_000)])(
  'statuses are an object, and nothing else is looked into',
  async (statuses) => {
    const repository = createMemoryRepository();
    expect((await errorOf(() => create({ repository, statuses }))).details).toEqual({ option: 'statuses' });
  },
);

test('a day has at most a hundred sessions', async () => {
  const repository = createMemoryRepository();
  const sessions = Array.from({ length: 101 }, (_, index) => `session${index}`);
  expect(() => create({ repository, sessions: sessions.slice(1) })).not.toThrow();
  expect((await errorOf(() => create({ repository, sessions }))).details).toEqual({ option: 'sessions' });
});
