import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { inOrder } from '../../../src/rate-limit/limit-rate.ts';
import { errorOf } from '../support/error-of.ts';
import { openLimited, recordingLimiter } from '../support/open-limited.ts';
import { goodBulk, goodMark, ids } from '../support/open-school.ts';

type Answer = () => Promise<unknown>;

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const hang: Answer = () => new Promise(() => {});
const grantAfter =
  (ms: number): Answer =>
  () =>
    after(ms);
const sick = { ...goodMark, status: 'sick' } as const;

/** A school whose limiter answers its first command so, the next one so, and all others at once. */
function openUneven(...answers: readonly Answer[]) {
  const left = [...answers];
  const { limiter, taken } = recordingLimiter(() => left.shift()?.());
  const school = openLimited(limiter, ({ markedBy }) => markedBy);
  const standing = () => school.memory.tables().records.map(({ status }) => status);
  return { ...school, taken, standing };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('marks of one key are recorded in the order in which they came', () => {
  test('though the limiter answers the first one last', async () => {
    const { attendance, standing, taken } = openUneven(grantAfter(60));
    const first = attendance.markAttendance(goodMark);
    await vi.advanceTimersByTimeAsync(20);
    const second = attendance.markAttendance(sick);
    expect(taken).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(39);
    expect(standing()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect([(await first).outcome, (await second).outcome]).toEqual(['recorded', 'corrected']);
    expect(standing()).toEqual(['sick']);
  });

  test('though the limiter hangs, and then fails at once', async () => {
    const { attendance, standing, failures } = openUneven(hang, () => Promise.reject(new Error('down')));
    const first = attendance.markAttendance(goodMark);
    await vi.advanceTimersByTimeAsync(300);
    const second = attendance.markAttendance(sick);
    await vi.advanceTimersByTimeAsync(200);
    expect([(await first).outcome, (await second).outcome]).toEqual(['recorded', 'corrected']);
    expect(standing()).toEqual(['sick']);
    expect(failures.map(({ reason }) => reason)).toEqual(['timeout', 'error']);
  });

  test('however many, and clears and bulks among them', async () => {
    const { attendance, memory } = openUneven(grantAfter(50), grantAfter(10), hang, grantAfter(0), grantAfter(30));
    const calls = [
      attendance.markAttendance(goodMark),
      attendance.clearAttendance({ childId: ids.ani, markedBy: goodMark.markedBy }),
      attendance.markAttendance(sick),
      attendance.markBulkAttendance({ ...goodBulk, status: 'late' }),
      attendance.markAttendance({ ...goodMark, childId: ids.budi }),
    ];
    await vi.advanceTimersByTimeAsync(500);
    await Promise.all(calls);
    expect(memory.tables().revisions.map(({ childId, status }) => [childId, status])).toEqual([
      [ids.ani, 'present'],
      [ids.ani, null],
      [ids.ani, 'sick'],
      [ids.ani, 'late'],
      [ids.budi, 'late'],
      [ids.budi, 'present'],
    ]);
  });

  test('and a hanging limiter makes nobody wait longer than for one time-out', async () => {
    const { attendance, failures } = openUneven(hang, hang, hang);
    const marks = [goodMark, sick, goodMark].map((mark) => attendance.markAttendance(mark));
    await vi.advanceTimersByTimeAsync(500);
    await Promise.all(marks);
    expect(failures).toHaveLength(3);
  });
});

describe('nobody waits for', () => {
  test('a command of another key', async () => {
    const { attendance } = openUneven(hang);
    const held = attendance.markAttendance(goodMark);
    const other = await attendance.markAttendance({ ...goodMark, childId: ids.budi, markedBy: 'teacher-2' });
    expect(other.outcome).toBe('recorded');
    await vi.advanceTimersByTimeAsync(500);
    await held;
  });

  test('a command that was aborted, but still for those before it', async () => {
    const { attendance, standing } = openUneven(grantAfter(100), hang);
    const controller = new AbortController();
    const first = attendance.markAttendance(goodMark);
    const given = errorOf(() => attendance.markAttendance(goodMark, { signal: controller.signal }));
    const last = attendance.markAttendance(sick);
    await vi.advanceTimersByTimeAsync(10);
    controller.abort();
    expect((await given).code).toBe('aborted');
    await vi.advanceTimersByTimeAsync(89);
    expect(standing()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect([(await first).outcome, (await last).outcome]).toEqual(['recorded', 'corrected']);
  });

  test('the first command, once that was aborted', async () => {
    const { attendance } = openUneven(hang);
    const controller = new AbortController();
    const given = errorOf(() => attendance.markAttendance(goodMark, { signal: controller.signal }));
    const next = attendance.markAttendance(sick);
    controller.abort();
    expect((await next).outcome).toBe('recorded');
    expect((await given).code).toBe('aborted');
  });

  test('others to be told that the limiter refuses, or that the call was aborted meanwhile', async () => {
    const { attendance, standing } = openUneven(hang, () => Promise.reject({ msBeforeNext: 9 }));
    const controller = new AbortController();
    const held = attendance.markAttendance(goodMark);
    expect((await errorOf(() => attendance.markAttendance(sick))).code).toBe('rate_limited');
    const granted = errorOf(() => attendance.markAttendance(sick, { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(10);
    controller.abort();
    expect((await granted).code).toBe('aborted');
    await vi.advanceTimersByTimeAsync(490);
    await held;
    expect(standing()).toEqual(['present']);
  });
});

test('a key is forgotten once its last command has gone on', async () => {
  const last = new Map<string, Promise<unknown>>();
  const late = Promise.withResolvers<string>();
  const turns = [inOrder(last, 'a', late.promise), inOrder(last, 'a', Promise.resolve('second'))];
  await inOrder(last, 'b', Promise.resolve('other'));
  expect([...last.keys()]).toEqual(['a']);
  late.resolve('first');
  expect(await Promise.all(turns)).toEqual(['first', 'second']);
  expect(last.size).toBe(0);
});
