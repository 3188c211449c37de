import { createAttendance, type RecordMarksRequest } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { goodBulk, goodMark, ids, now, roster } from '../support/open-school.ts';

type Options = Pick<Parameters<typeof createAttendance>[0], 'batching' | 'notifications'>;

/** A school in memory that remembers what its store was asked for. */
function openRush(options: Options = {}) {
  const memory = createMemoryRepository({ roster });
  const requests: RecordMarksRequest[] = [];
  const recordMarks = memory.recordMarks;
  memory.recordMarks = (request, callOptions) => {
    requests.push(request);
    return recordMarks(request, callOptions);
  };
  const attendance = createAttendance({ repository: memory, clock: { now: () => now }, ...options });
  const sizes = () => requests.map(({ marks }) => marks.length);
  return { attendance, memory, requests, sizes };
}

const { markedBy } = goodMark;
const budi = { ...goodMark, childId: ids.budi };

test('concurrent marks and clears share a statement', async () => {
  const { attendance, memory, sizes } = openRush();
  const answers = await Promise.all([
    attendance.markAttendance(goodMark),
    attendance.clearAttendance({ childId: ids.budi, markedBy }),
  ]);
  expect(answers.map(({ outcome, record }) => [outcome, record.childId])).toEqual([
    ['recorded', ids.ani],
    ['unchanged', ids.budi],
  ]);
  expect(sizes()).toEqual([2]);
  expect(memory.tables().records).toHaveLength(2);
});

test('a rejected mark fails alone, with its own subject', async () => {
  const { attendance, sizes } = openRush();
  const good = attendance.markAttendance(goodMark);
  const error = await errorOf(() => attendance.markAttendance({ ...goodMark, childId: ids.citra }));
  expect({ code: error.code, details: error.details }).toEqual({
    code: 'not_enrolled',
    details: { childId: ids.citra },
  });
  await expect(good).resolves.toMatchObject({ outcome: 'recorded' });
  expect(sizes()).toEqual([2]);
});

test('a batch writes one job a school', async () => {
  const { attendance, memory, sizes } = openRush({ notifications: { outbox: true } });
  await Promise.all(
    [goodMark, budi, { ...goodMark, childId: ids.dewi }].map((mark) => attendance.markAttendance(mark)),
  );
  expect(sizes()).toEqual([3]);
  expect(memory.tables().notificationJobs.map(({ subjects }) => subjects.length)).toEqual([2, 1]);
});

test('batching: false gives each mark a statement of its own', async () => {
  const { attendance, sizes } = openRush({ batching: false });
  await Promise.all([attendance.markAttendance(goodMark), attendance.markAttendance(budi)]);
  expect(sizes()).toEqual([1, 1]);
  expect((await attendance.health()).readings.batching).toBeNull();
});

test('bulks bypass the queue, also one that is full', async () => {
  const { attendance } = openRush({ batching: { maxQueued: 1 } });
  const waiting = attendance.markAttendance(goodMark);
  const { tally } = await attendance.markBulkAttendance({ ...goodBulk, childIds: [ids.budi] });
  expect(tally.recorded).toBe(1);
  await waiting;
});

test('marks in a transaction bypass the queue: they are gone when it rolls back', async () => {
  const { attendance, memory, sizes } = openRush();
  const rolledBack = memory.transaction(async (transaction) => {
    await Promise.all([goodMark, budi].map((mark) => attendance.markAttendance(mark, { transaction })));
    throw new Error('rolled back');
  });
  await expect(rolledBack).rejects.toThrow('rolled back');
  expect(sizes()).toEqual([1, 1]);
  expect(memory.tables().records).toEqual([]);
});

test('close() records what waits, and listeners hear of it', async () => {
  const { attendance, memory } = openRush();
  const heard: string[] = [];
  attendance.events.on('attendance.marked', ({ childId }) => heard.push(childId));
  const marks = [attendance.markAttendance(goodMark), attendance.markAttendance(budi)];
  await attendance.close();
  expect(memory.tables().records).toHaveLength(2);
  expect(heard).toEqual([ids.ani, ids.budi]);
  await Promise.all(marks);
});

test('health() tells how marks are combined', async () => {
  const { attendance } = openRush();
  await Promise.all([attendance.markAttendance(goodMark), attendance.markAttendance(budi)]);
  expect((await attendance.health()).readings.batching).toEqual({
    queued: 0,
    inFlight: 0,
    batches: 1,
    marks: 2,
    largestBatch: 2,
  });
});

test.each([
  ['maxBatchSize', 0],
  ['maxBatchSize', 5_001],
  ['maxInFlight', 0],
  ['maxInFlight', 1.5],
  ['maxQueued', 0],
  ['maxqueued', 5],
])('refuses { %s: %s }', (option, value) => {
  const open = () => Reflect.apply(openRush, undefined, [{ batching: { [option]: value } }]);
  expect(open).toThrow(expect.objectContaining({ code: 'invalid_options' }));
});
