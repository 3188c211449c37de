import { AttendanceError } from 'rollbook';
import { expect, test } from 'vitest';
import { aMark } from '../support/build.ts';
import { openBatcher, untilIdle } from './support/open-batcher.ts';

const poisoned = new AttendanceError('repository_failed', 'refused', { sqlState: 'P0001' });
const timedOut = new AttendanceError('repository_unavailable', 'slow', { reason: 'timeout' });
const lockWait = new AttendanceError('repository_unavailable', 'slow', { reason: 'timeout', sqlState: '55P03' });

/** Answers all statements, as they come, until there are no more; those with `bad` fail. */
async function serve({ statements }: ReturnType<typeof openBatcher>, bad: string, error: unknown): Promise<void> {
  for (let index = 0; index < statements.length; index++) {
    const statement = statements[index];
    if (statement?.children.includes(bad)) await statement.fail(error);
    else await statement?.answer();
  }
}

test('a poisoned mark fails alone, and is looked for by halves', async () => {
  const opened = openBatcher();
  const children = Array.from({ length: 64 }, (_, index) => `a${index}`);
  const answers = children.map((child) => opened.submit(child));
  await untilIdle();
  await serve(opened, 'a17', poisoned);
  const ends = await Promise.allSettled(answers);
  expect(ends.flatMap(({ status }, index) => (status === 'rejected' ? [children[index]] : []))).toEqual(['a17']);
  await expect(answers[17]).rejects.toBe(poisoned);
  expect(opened.statements).toHaveLength(1 + 2 * 6);
});

test("an adapter's defect fails the mark that brings it out, and no other", async () => {
  const opened = openBatcher();
  const answers = ['a1', 'b1', 'c1'].map((child) => opened.submit(child));
  await untilIdle();
  await serve(opened, 'b1', new TypeError('undefined is no function'));
  expect((await Promise.allSettled(answers)).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
});

test('a statement that is too slow falls into its schools: the slow one fails, all of it, and no other', async () => {
  const opened = openBatcher();
  const children = ['a1', 'a2', 'b1', 'b2', 'c1'];
  const answers = children.map((child) => opened.submit(child));
  await untilIdle();
  await serve(opened, 'b1', timedOut);
  expect(opened.statements.map(({ children }) => children.join())).toEqual(['a1,a2,b1,b2,c1', 'a1,a2', 'b1,b2', 'c1']);
  const ends = await Promise.allSettled(answers);
  expect(ends.map(({ status }) => status === 'rejected')).toEqual([false, false, true, true, false]);
});

test('of 512 schools the slow one is found in three more rounds', async () => {
  const opened = openBatcher({ maxBatchSize: 512 });
  const schools = Array.from({ length: 512 }, (_, index) => String.fromCodePoint(0x4e00 + index));
  const answers = schools.map((school) => opened.submit(`${school}1`));
  await untilIdle();
  await serve(opened, `${schools[250]}1`, timedOut);
  expect((await Promise.allSettled(answers)).filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect(opened.statements).toHaveLength(1 + 3 * 8);
});

test('a slow school shares no statement until it gets through again', async () => {
  const opened = openBatcher({ maxInFlight: 1 });
  const { statements, submit } = opened;
  void submit('a1');
  await untilIdle();
  await statements[0]?.fail(timedOut);
  void submit('b1');
  void submit('a2');
  void submit('c1');
  await untilIdle();
  await statements[1]?.answer();
  await statements[2]?.answer();
  for (const child of ['a3', 'b2']) void submit(child);
  await untilIdle();
  expect(statements.map(({ children }) => children)).toEqual([['a1'], ['b1', 'c1'], ['a2'], ['a3', 'b2']]);
});

test('a statement of several schools waits for no lock longer than a moment, one of a school alone does', async () => {
  const { statements, submit, batcher } = openBatcher();
  const next = async (send: () => void) => {
    send();
    await untilIdle();
    return statements.at(-1)?.request.maxLockWaitMs;
  };
  const sendUnnamed = (...children: string[]) => {
    for (const childId of children) void batcher.submit(aMark({ childId }), new Date(0));
  };
  expect(await next(() => ['a1', 'a2'].map((child) => submit(child)))).toBeUndefined();
  expect(await next(() => ['b1', 'c1'].map((child) => submit(child)))).toBe(250);
  expect(await next(() => sendUnnamed('d1', 'e1'))).toBe(250);
  await statements.at(-1)?.answer();
  expect(await next(() => sendUnnamed('f1'))).toBeUndefined();
});

test('marks without a school that are too slow fall apart, down to one', async () => {
  const opened = openBatcher();
  const answers = ['a1', 'b1', 'c1'].map((childId) => opened.batcher.submit(aMark({ childId }), new Date(0)));
  const ends = Promise.allSettled(answers);
  await untilIdle();
  await serve(opened, 'b1', timedOut);
  expect((await ends).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test.each([
  ['was not answered in time may be recorded', timedOut, true],
  ['gave up waiting for a lock is not recorded', lockWait, undefined],
] as const)('a try again of what %s, at the same instant', async (_, error, mayBeRecorded) => {
  const { statements, submit } = openBatcher();
  void submit('a1', { now: new Date(1) });
  void submit('b1', { now: new Date(2) });
  await untilIdle();
  await statements[0]?.fail(error);
  for (const { request } of statements.slice(1)) {
    expect({ now: request.now, mayBeRecorded: request.mayBeRecorded }).toEqual({ now: new Date(2), mayBeRecorded });
  }
  expect(statements).toHaveLength(3);
});

test('halves of what was refused were not recorded; of what failed otherwise they may be', async () => {
  for (const [error, mayBeRecorded] of [
    [poisoned, undefined],
    [new Error('unknown'), true],
  ] as const) {
    const { statements, submit } = openBatcher();
    void submit('a1');
    void submit('b1');
    await untilIdle();
    await statements[0]?.fail(error);
    expect(statements[1]?.request.mayBeRecorded).toBe(mayBeRecorded);
  }
});

test.each(['connection', 'conflict'] as const)(
  'a store that keeps failing by its %s, having tried again itself, fails every caller of the statement',
  async (reason) => {
    const { statements, submit } = openBatcher();
    const answers = [submit('a1'), submit('b1')];
    await untilIdle();
    const error = new AttendanceError('repository_unavailable', 'gone', { reason });
    await statements[0]?.fail(error);
    for (const answer of answers) await expect(answer).rejects.toBe(error);
    expect(statements).toHaveLength(1);
  },
);

test('a school whose marks are tried again waits with its next ones', async () => {
  const { statements, submit } = openBatcher();
  void submit('a1');
  void submit('a2');
  await untilIdle();
  await statements[0]?.fail(poisoned);
  void submit('a3');
  await untilIdle();
  expect(statements.map(({ children }) => children)).toEqual([['a1', 'a2'], ['a1']]);
  await statements[1]?.answer();
  await statements[2]?.answer();
  expect(statements.map(({ children }) => children)).toEqual([['a1', 'a2'], ['a1'], ['a2'], ['a3']]);
});

test('job ids that cannot be made fail each mark, and leave the batcher at work', async () => {
  const refuse = new AttendanceError('invalid_options', 'no id', { option: 'ids' });
  const { batcher, submit } = openBatcher({
    nextJobId: () => {
      throw refuse;
    },
  });
  const answers = [submit('a1'), submit('b1')];
  for (const answer of answers) await expect(answer).rejects.toBe(refuse);
  await untilIdle();
  expect(batcher.readings()).toMatchObject({ queued: 0, inFlight: 0 });
});
