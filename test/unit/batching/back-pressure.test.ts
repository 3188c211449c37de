import { AttendanceError, isAttendanceError } from 'rollbook';
import { expect, test } from 'vitest';
import { openBatcher, untilIdle } from './support/open-batcher.ts';

/** How long the caller is to wait that is refused now. */
async function refusalOf({ submit }: ReturnType<typeof openBatcher>, child: string): Promise<number> {
  try {
    await submit(child);
  } catch (error) {
    if (isAttendanceError(error, 'overloaded')) return error.details.retryAfterMs;
  }
  throw new Error('expected to be refused');
}

test('exactly those beyond maxQueued are refused, and at once', async () => {
  const { submit, batcher, statements } = openBatcher({ maxQueued: 50, maxInFlight: 1 });
  const answers = Array.from({ length: 80 }, (_, index) => submit(`a${index}`));
  expect(batcher.readings().queued).toBe(50);
  await untilIdle();
  await statements[0]?.answer();
  const ends = await Promise.allSettled(answers);
  expect(ends.map(({ status }) => status === 'fulfilled')).toEqual(ends.map((_, index) => index < 50));
});

test('marks under way do not count as waiting', async () => {
  const { submit, batcher } = openBatcher({ maxQueued: 2, maxInFlight: 1 });
  void submit('a1');
  void submit('a2');
  await untilIdle();
  void submit('a3');
  void submit('a4');
  expect(batcher.readings()).toEqual({ queued: 2, inFlight: 1, batches: 1, marks: 2, largestBatch: 2 });
  await expect(submit('a5')).rejects.toMatchObject({ code: 'overloaded', retryable: true });
});

test('a refused caller is told to come back when those that wait, and those refused before it, are done', async () => {
  let time = 0;
  const opened = openBatcher({ maxQueued: 1_000, maxInFlight: 1, maxBatchSize: 100, elapsedMs: () => time });
  for (let index = 0; index < 1_000; index++) void opened.submit(`a${index}`);
  await untilIdle();
  for (let index = 0; index < 30; index++) {
    void Array.from({ length: 100 }, (_, child) => opened.submit(`b${index}-${child}`));
    time += 200;
    await opened.statements[index]?.answer();
  }
  void Array.from({ length: 1_000 }, (_, child) => opened.submit(`c${child}`));
  const first = await refusalOf(opened, 'd1');
  for (let index = 0; index < 498; index++) await refusalOf(opened, `e${index}`);
  const last = await refusalOf(opened, 'f1');
  expect(first).toBeGreaterThan(1_900);
  expect(first).toBeLessThan(4_500);
  expect(last - first).toBeGreaterThan(900);
});

test('a refused caller waits at least as long as nothing has got done, and half a minute at most', async () => {
  let time = 0;
  const opened = openBatcher({ maxQueued: 1, maxInFlight: 1, elapsedMs: () => time });
  void opened.submit('a1');
  await untilIdle();
  void opened.submit('a2');
  expect(await refusalOf(opened, 'a3')).toBe(50);
  time = 3_000;
  expect(await refusalOf(opened, 'a3')).toBe(3_000);
  time = 300_000;
  expect(await refusalOf(opened, 'a3')).toBe(30_000);
});

test('a quiet hour says nothing of a rush: neither its length nor the time of lone marks', async () => {
  let time = 0;
  const opened = openBatcher({ maxQueued: 100, elapsedMs: () => time });
  for (let index = 0; index < 60; index++) {
    void opened.submit('a1');
    await untilIdle();
    time += 20;
    await opened.statements[index]?.answer();
  }
  time = 3_600_000;
  for (let index = 0; index < 100; index++) void opened.submit(`b${index}`);
  expect(await refusalOf(opened, 'c1')).toBe(50);
});

test('callers that were refused long ago no longer stand in line', async () => {
  let time = 0;
  const opened = openBatcher({ maxQueued: 1, maxInFlight: 1, elapsedMs: () => time });
  void opened.submit('a1');
  await untilIdle();
  void opened.submit('a2');
  for (let index = 0; index < 2_000; index++) await refusalOf(opened, 'b1');
  expect(await refusalOf(opened, 'b1')).toBeGreaterThan(190);
  await opened.statements[0]?.answer();
  await opened.statements[1]?.answer();
  time = 1_000;
  void opened.submit('a3');
  await untilIdle();
  void opened.submit('a4');
  expect(await refusalOf(opened, 'b1')).toBe(50);
});

test('a signal takes a mark back while it waits: it is never sent, and makes room', async () => {
  const { submit, statements, batcher } = openBatcher({ maxQueued: 1, maxInFlight: 1 });
  void submit('a1');
  await untilIdle();
  const control = new AbortController();
  const answer = submit('a2', { signal: control.signal });
  control.abort();
  await expect(answer).rejects.toMatchObject({ code: 'aborted', message: 'the call was aborted before it was sent' });
  expect(batcher.readings().queued).toBe(0);
  void submit('a3');
  await statements[0]?.answer();
  expect(statements.map(({ children }) => children)).toEqual([['a1'], ['a3']]);
});

test("a mark that is taken back lets its child's next one go", async () => {
  const { submit, statements } = openBatcher({ maxInFlight: 1 });
  void submit('a1');
  await untilIdle();
  const control = new AbortController();
  for (const signal of [control.signal, control.signal]) void submit('a2', { status: 'late', signal });
  const kept = submit('a2', { status: 'sick' });
  control.abort();
  await statements[0]?.answer();
  await statements[1]?.answer();
  expect(statements.map(({ request }) => request.marks.map(({ status }) => status))).toEqual([['present'], ['sick']]);
  await expect(kept).resolves.toMatchObject({ outcome: 'recorded' });
});

test('a caller whose mark is under way stops waiting; the others of its statement do not', async () => {
  const { submit, statements } = openBatcher();
  const control = new AbortController();
  const answers = [submit('a1', { signal: control.signal }), submit('b1')];
  await untilIdle();
  control.abort();
  await expect(answers[0]).rejects.toMatchObject({ code: 'aborted', message: 'the call was aborted' });
  await statements[0]?.answer();
  await expect(answers[1]).resolves.toMatchObject({ outcome: 'recorded' });
  expect(statements[0]?.options).toEqual({});
});

test('a statement whose only caller has gone holds its school until it is answered', async () => {
  const { submit, statements } = openBatcher();
  const control = new AbortController();
  const answer = submit('a1', { signal: control.signal });
  await untilIdle();
  control.abort();
  await expect(answer).rejects.toMatchObject({ code: 'aborted' });
  void submit('a2');
  await untilIdle();
  expect(statements.map(({ children, options }) => [children, options])).toEqual([[['a1'], {}]]);
  await statements[0]?.answer();
  expect(statements.map(({ children }) => children)).toEqual([['a1'], ['a2']]);
});

test('what nobody waits for any more is not tried again', async () => {
  const { submit, statements, batcher } = openBatcher();
  const control = new AbortController();
  void submit('a1', { signal: control.signal });
  void submit('b1');
  await untilIdle();
  control.abort();
  await statements[0]?.fail(new AttendanceError('repository_failed', 'refused', {}));
  expect(statements.map(({ children }) => children)).toEqual([['a1', 'b1'], ['b1']]);
  await statements[1]?.answer();
  expect(batcher.readings()).toMatchObject({ queued: 0, inFlight: 0 });
});

test('a caller that has gone before its mark arrives is not queued', async () => {
  const { submit, batcher } = openBatcher();
  await expect(submit('a1', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  expect(batcher.readings().queued).toBe(0);
});

test('closing takes no more marks, and waits for those that wait or are under way', async () => {
  const { submit, statements, batcher } = openBatcher({ maxInFlight: 1 });
  void submit('a1');
  await untilIdle();
  const waiting = submit('a2');
  let isClosed = false;
  const closed = batcher.close().then(() => {
    isClosed = true;
  });
  await expect(submit('a3')).rejects.toMatchObject({ code: 'closed' });
  await statements[0]?.answer();
  expect(isClosed).toBe(false);
  await statements[1]?.answer();
  await closed;
  await expect(waiting).resolves.toMatchObject({ outcome: 'recorded' });
  await batcher.close();
});

test('an idle batcher closes at once', async () => {
  await openBatcher().batcher.close();
});
