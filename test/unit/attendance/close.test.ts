import { createAttendance } from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { describe, expect, test } from 'vitest';
import { goodBulk, goodMark, ids, now, roster, today } from '../support/open-school.ts';

type Options = Pick<Parameters<typeof createAttendance>[0], 'batching' | 'rateLimiter' | 'rateLimitKey'>;

/** A school whose store answers once `release` is called, and what was heard of it. */
function openHeld(options: Options = {}) {
  const repository = createMemoryRepository({ roster });
  const held = Promise.withResolvers<void>();
  const { recordMarks, reconcileDailyCounts } = repository;
  repository.recordMarks = async (...given) => {
    await held.promise;
    return recordMarks(...given);
  };
  repository.reconcileDailyCounts = async (...given) => {
    await held.promise;
    return reconcileDailyCounts(...given);
  };
  const attendance = createAttendance({ repository, clock: { now: () => now }, ...options });
  const heard: string[] = [];
  for (const name of ['marked', 'bulkMarked', 'cleared', 'reconciled'] as const) {
    attendance.events.on(`attendance.${name}`, () => heard.push(name));
  }
  return { attendance, repository, heard, release: held.resolve };
}

type Held = ReturnType<typeof openHeld>;
const clear = { childId: ids.ani, markedBy: 'teacher-1' } as const;
const calls: Record<string, (attendance: Held['attendance']) => Promise<unknown>> = {
  marked: (attendance) => attendance.markAttendance(goodMark),
  bulkMarked: (attendance) => attendance.markBulkAttendance(goodBulk),
  cleared: (attendance) => attendance.clearAttendance(clear),
  reconciled: (attendance) => attendance.reconcileDailyCounts({ date: today }),
};

/** Closes, and tells whether that is done. */
function startClosing({ attendance }: Pick<Held, 'attendance'>) {
  const closing = { isDone: false, done: attendance.close() };
  void closing.done.then(() => {
    closing.isDone = true;
  });
  return closing;
}

/** Long enough for whatever needs no answer of the store. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 5));

describe.each([undefined, false] as const)('close(), with batching: %s,', (batching) => {
  test.each(Object.entries(calls))('waits until it was told what was %s', async (name, call) => {
    const school = openHeld(batching === false ? { batching } : {});
    const called = call(school.attendance);
    await aWhile();
    const closing = startClosing(school);
    await aWhile();
    expect(closing.isDone).toBe(false);
    school.release();
    await closing.done;
    expect(school.heard).toEqual([name]);
    await called;
  });
});

test('close() waits for a call that fails, and for several', async () => {
  const school = openHeld({ batching: false });
  const good = school.attendance.markAttendance(goodMark);
  const bad = expect(school.attendance.markAttendance({ ...goodMark, childId: ids.citra })).rejects.toMatchObject({
    code: 'not_enrolled',
  });
  const closings = [startClosing(school), startClosing(school)];
  school.release();
  await Promise.all([good, bad, ...closings.map(({ done }) => done)]);
  expect(school.heard).toEqual(['marked']);
});

test('close() lets a mark that came before it be recorded, also one whose rate limiter has not answered yet', async () => {
  const points = Promise.withResolvers<void>();
  const school = openHeld({ rateLimiter: { consume: () => points.promise }, rateLimitKey: () => 'everybody' });
  school.release();
  const mark = school.attendance.markAttendance(goodMark);
  const closing = startClosing(school);
  await expect(school.attendance.markAttendance(goodMark)).rejects.toMatchObject({ code: 'closed' });
  points.resolve();
  await closing.done;
  expect((await mark).outcome).toBe('recorded');
  expect(school.heard).toEqual(['marked']);
});

test('close() does not wait for a call in a host’s transaction, nor for one that only reads', async () => {
  const school = openHeld();
  const reading = Promise.withResolvers<void>();
  school.repository.getRegister = () => reading.promise.then(() => Promise.reject(new Error('gone')));
  const register = school.attendance.getRegister({ schoolId: ids.school }).catch(() => {});
  await school.repository.transaction(async (transaction) => {
    const mark = school.attendance.markAttendance(goodMark, { transaction });
    await aWhile();
    await school.attendance.close();
    school.release();
    await mark;
  });
  expect(school.repository.tables().records).toHaveLength(1);
  expect(school.heard).toEqual([]);
  reading.resolve();
  await register;
});
