import { describe, expect, test } from 'vitest';
import { learnFixedMs, limitInFlight } from '../../../src/batching/in-flight.ts';
import { openBatcher, untilIdle } from './support/open-batcher.ts';

const settings = { maxBatchSize: 500, maxInFlight: 4 };

describe('the fixed part of a statement’s time', () => {
  test('is the least that a statement took beside the work for its marks', () => {
    const times = [
      { ms: 31, marks: 20 },
      { ms: 60, marks: 200 },
      { ms: 30.05, marks: 1 },
    ];
    const fixedMs = times.reduce((known, { ms, marks }) => learnFixedMs(known, ms, marks), Number.POSITIVE_INFINITY);
    expect(fixedMs).toBeCloseTo(30);
  });

  test('grows slowly, so that a way which became longer is noticed', () => {
    let fixedMs = 1;
    for (let statement = 0; statement < 36; statement += 1) fixedMs = learnFixedMs(fixedMs, 30, 1);
    expect(fixedMs).toBeGreaterThan(2);
    expect(fixedMs).toBeLessThan(2.1);
    for (let statement = 0; statement < 200; statement += 1) fixedMs = learnFixedMs(fixedMs, 30, 1);
    expect(fixedMs).toBeCloseTo(29.95);
  });

  test('is never less than a quarter of a millisecond, however fast the database works', () => {
    expect(learnFixedMs(Number.POSITIVE_INFINITY, 5, 500)).toBe(0.25);
  });

  test('is not learned from a clock that stood still', () => {
    expect(learnFixedMs(7, 0, 100)).toBe(7);
    expect(learnFixedMs(Number.POSITIVE_INFINITY, 0, 100)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('statements under way', () => {
  test.each([
    ['before anything was measured', 10_000, Number.POSITIVE_INFINITY, 4],
    ['near, with few callers', 15, 1, 4],
    ['near, in a crowd', 21, 1, 2],
    ['30 ms away, with 200 callers', 200, 30, 4],
    ['30 ms away, with 1,000 callers', 1_000, 30, 2],
    ['so far away that two statements cannot carry enough', 100_000, 60, 4],
  ])('%s: %i marks, %d ms', (_, marks, fixedMs, expected) => {
    expect(limitInFlight(marks, fixedMs, settings)).toBe(expected);
  });

  test('are as many as the host allows where two small ones cannot carry enough', () => {
    expect(limitInFlight(1_000, 30, { maxBatchSize: 50, maxInFlight: 8 })).toBe(8);
  });

  test('are never more than the host allows', () => {
    expect(limitInFlight(1_000, 1, { maxBatchSize: 500, maxInFlight: 1 })).toBe(1);
  });
});

/** A batcher that has learned that the database is near: a statement of one mark took 1 ms. */
async function openNear() {
  let time = 0;
  const opened = openBatcher({ elapsedMs: () => time });
  void opened.submit('z1');
  await untilIdle();
  time += 1;
  await opened.statements[0]?.answer();
  opened.statements.length = 0;
  return { ...opened, pass: (ms: number) => (time += ms) };
}

const crowd = Array.from({ length: 400 }, (_, index) => `${String.fromCodePoint(0x4e00 + index)}1`);
const sizes = ({ statements }: Pick<ReturnType<typeof openBatcher>, 'statements'>) =>
  statements.map(({ children }) => children.length);

test('a crowd near the database shares two statements', async () => {
  const opened = await openNear();
  for (const child of crowd) void opened.submit(child);
  await untilIdle();
  expect(sizes(opened)).toEqual([200, 200]);
  opened.pass(10);
  await opened.statements[0]?.answer();
  for (const child of crowd.slice(0, 200)) void opened.submit(child);
  await untilIdle();
  expect(sizes(opened)).toEqual([200, 200, 200]);
});

test('callers who come back at once share the next statement with those that waited', async () => {
  const opened = await openNear();
  const again = (child: string) => opened.submit(child).then(() => opened.submit(child));
  for (const child of crowd) void again(child);
  await untilIdle();
  for (const child of ['x1', 'y1']) void opened.submit(child);
  await untilIdle();
  opened.pass(10);
  await opened.statements[0]?.answer();
  expect(sizes(opened)).toEqual([200, 200, 201]);
  expect(opened.batcher.readings()).toMatchObject({ queued: 1, inFlight: 2 });
});

test('a statement that is late leaves its room to another', async () => {
  const opened = await openNear();
  for (const child of crowd) void opened.submit(child);
  await untilIdle();
  for (const child of ['x1', 'y1']) void opened.submit(child);
  await untilIdle();
  expect(sizes(opened)).toEqual([200, 200]);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(sizes(opened)).toEqual([200, 200, 2]);
});
