import { AttendanceError } from 'rollbook';
import { expect, test } from 'vitest';
import { aMark } from '../support/build.ts';
import { openBatcher, untilIdle } from './support/open-batcher.ts';

const poisoned = new AttendanceError('repository_failed', 'refused', { sqlState: 'P0001' });
const unanswered = new AttendanceError('repository_unavailable', 'slow', { reason: 'timeout' });
const heldUp = new AttendanceError('repository_unavailable', 'slow', { reason: 'timeout', sqlState: '55P03' });

/** Answers all statements, as they come, until there are no more; those with `bad` fail. */
async function serve({ statements }: ReturnType<typeof openBatcher>, bad: string, error: unknown): Promise<void> {
  for (let index = 0; index < statements.length; index++) {
    const statement = statements[index];
    if (statement?.children.includes(bad)) await statement.fail(error);
    else await statement?.answer();
  }
}

test('a poisoned mark fails alone, and is looked for by halves', async () => {
  const opened = openBatcher({ maxInFlight: 1 });
  const children = Array.from({ length: 64 }, (_, index) => `a${index}`);
  const answers = children.map((child) => opened.submit(child));
  await untilIdle();
  await serve(opened, 'a17', poisoned);
  const ends = await Promise.allSettled(answers);
  expect(ends.flatMap(({ status }, index) => (status === 'rejected' ? [children[index]] : []))).toEqual(['a17']);
  await expect(answers[17]).rejects.toEqual(poisoned);
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

test('a statement that is held up falls into its schools: the one at fault fails, all of it, and no other', async () => {
  const opened = openBatcher();
  const children = ['a1', 'a2', 'b1', 'b2', 'c1'];
  const answers = children.map((child) => opened.submit(child));
  await untilIdle();
  await serve(opened, 'b1', heldUp);
  expect(opened.statements.map(({ children }) => children.join())).toEqual([
    'a1,a2,b1,b2,c1',
    'a1,a2',
    'b1,b2',
    'c1',
    'b1,b2',
  ]);
  const ends = await Promise.allSettled(answers);
  expect(ends.map(({ status }) => status === 'rejected')).toEqual([false, false, true, true, false]);
});

test('of 512 schools the one that is held up is found in three more rounds, and then waits alone', async () => {
  const opened = openBatcher({ maxBatchSize: 512, maxInFlight: 1 });
  const schools = Array.from({ length: 512 }, (_, index) => String.fromCodePoint(0x4e00 + index));
  const answers = schools.map((school) => opened.submit(`${school}1`));
  await untilIdle();
  await serve(opened, `${schools[250]}1`, heldUp);
  expect((await Promise.allSettled(answers)).filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect(opened.statements).toHaveLength(1 + 3 * 8 + 1);
});

test('a school that is held up alone waits again, patiently, and shares no statement until it gets through', async () => {
  const { statements, submit } = openBatcher({ maxInFlight: 1 });
  void submit('a1');
  await untilIdle();
  await statements[0]?.fail(heldUp);
  await statements[1]?.fail(heldUp);
  void submit('b1');
  void submit('a2');
  void submit('c1');
  await untilIdle();
  await statements[2]?.answer();
  await statements[3]?.answer();
  for (const child of ['a3', 'b2']) void submit(child);
  await untilIdle();
  expect(statements.map(({ children, request }) => [children.join(), request.maxLockWaitMs])).toEqual([
    ['a1', 250],
    ['a1', undefined],
    ['b1,c1', 250],
    ['a2', undefined],
    ['a3,b2', 250],
  ]);
});

test('however many schools are held up, one statement is left to the others', async () => {
  const { statements, submit } = openBatcher();
  for (const school of ['a', 'b', 'c', 'd', 'e']) {
    const sent = statements.length;
    void submit(`${school}1`);
    await untilIdle();
    await statements[sent]?.fail(heldUp);
  }
  const patient = () => statements.filter(({ request }) => request.maxLockWaitMs === undefined);
  expect(patient().map(({ children }) => children.join())).toEqual(['a1', 'b1', 'c1']);
  for (const child of ['f1', 'g1']) {
    void submit(child);
    await untilIdle();
    expect(statements.at(-1)?.children).toEqual([child]);
    await statements.at(-1)?.answer();
  }
  await patient()[0]?.answer();
  expect(patient().map(({ children }) => children.join())).toEqual(['a1', 'b1', 'c1', 'd1']);
});

test('marks without a school that are held up fall apart, down to one', async () => {
  const opened = openBatcher();
  const answers = ['a1', 'b1', 'c1'].map((childId) => opened.batcher.submit(aMark({ childId }), new Date(0)));
  const ends = Promise.allSettled(answers);
  await untilIdle();
  await serve(opened, 'b1', heldUp);
  expect((await ends).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('what gave up waiting for a lock is not recorded, and tried again at the same instant', async () => {
  const { statements, submit } = openBatcher();
  void submit('a1', { now: new Date(1) });
  void submit('b1', { now: new Date(2) });
  await untilIdle();
  await statements[0]?.fail(heldUp);
  for (const { request } of statements.slice(1)) {
    expect({ now: request.now, mayBeRecorded: request.mayBeRecorded }).toEqual({ now: new Date(2) });
  }
  expect(statements).toHaveLength(3);
});

test('a store that does not answer in time fails every caller at once, and no school is taken to be slow for it', async () => {
  const { statements, submit } = openBatcher();
  const answers = ['a1', 'b1'].map((child) => submit(child));
  await untilIdle();
  await statements[0]?.fail(unanswered);
  for (const answer of answers) await expect(answer).rejects.toEqual(unanswered);
  for (const child of ['a2', 'b2']) void submit(child);
  await untilIdle();
  expect(statements.map(({ children }) => children)).toEqual([
    ['a1', 'b1'],
    ['a2', 'b2'],
  ]);
});

test('callers of one statement get errors of their own', async () => {
  const { statements, submit } = openBatcher();
  const answers = ['a1', 'b1'].map((child) => submit(child).catch((error: unknown) => error));
  await untilIdle();
  await statements[0]?.fail(unanswered);
  const [one, other] = await Promise.all(answers);
  expect(one).toEqual(other);
  expect(one).not.toBe(other);
});

test('an error that only looks like one of the library fails the marks that bring it out, and the batcher goes on', async () => {
  const { statements, submit, batcher } = openBatcher();
  const answer = submit('a1');
  await untilIdle();
  const lookAlike = Object.assign(new Error('no details'), { name: 'AttendanceError', code: 'repository_unavailable' });
  await statements[0]?.fail(lookAlike);
  await expect(answer).rejects.toBe(lookAlike);
  expect(batcher.readings()).toMatchObject({ queued: 0, inFlight: 0 });
});

test('halves of what was refused were not recorded; of what failed otherwise they may be', async () => {
  for (const [error, mayBeRecorded] of [
    [poisoned, undefined],
    [heldUp, undefined],
    [new Error('unknown'), true],
    [new AttendanceError('repository_failed', 'refused', { sqlState: 'P0001', mayBeRecorded: true }), true],
    [new AttendanceError('repository_unavailable', 'slow', { ...heldUp.details, mayBeRecorded: true }), true],
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
    for (const answer of answers) await expect(answer).rejects.toEqual(error);
    expect(statements).toHaveLength(1);
  },
);

test.each([
  new AttendanceError('schema_outdated', 'newer', { reason: 'ahead', found: '2', needed: '1', command: 'update' }),
  new AttendanceError('repository_failed', 'grant it', { reason: 'forbidden', sqlState: '42501' }),
  new AttendanceError('repository_failed', 'ids are text', { reason: 'wrong_id_type', sqlState: '42883' }),
])('a store that serves nobody fails every caller of the statement: $message', async (error) => {
  const { statements, submit } = openBatcher();
  const answers = [submit('a1'), submit('b1')];
  await untilIdle();
  await statements[0]?.fail(error);
  for (const answer of answers) await expect(answer).rejects.toEqual(error);
  expect(statements).toHaveLength(1);
});

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
  for (const answer of answers) await expect(answer).rejects.toEqual(refuse);
  await untilIdle();
  expect(batcher.readings()).toMatchObject({ queued: 0, inFlight: 0 });
});
