import { expect, test } from 'vitest';
import { aMark } from '../support/build.ts';
import { openBatcher, recorded, untilIdle } from './support/open-batcher.ts';

test('a lone caller waits for nothing: its mark is sent at the end of the tick', async () => {
  const { statements, submit } = openBatcher();
  void submit('a1');
  await Promise.resolve();
  expect(statements).toHaveLength(1);
  expect(statements[0]?.request).toEqual({
    maxLockWaitMs: 250,
    schoolId: 'a',
    marks: [aMark({ childId: 'a1', schoolId: 'a' })],
    onlyUnmarked: false,
    allOrNothing: false,
    editableDays: null,
    correctDays: 7,
    now: new Date(0),
    jobIds: [],
    returning: 'records',
  });
});

test('callers of one tick share a statement, and each gets its own answer', async () => {
  const { statements, submit } = openBatcher();
  const answers = [submit('a1'), submit('b1'), submit('a2')];
  await untilIdle();
  expect(statements.map(({ children }) => children)).toEqual([['a1', 'a2', 'b1']]);
  const rejected = { outcome: 'rejected', childId: 'b1', code: 'not_enrolled', date: null, session: 'day' } as const;
  await statements[0]?.answer((mark) => (mark.childId === 'b1' ? rejected : recorded(mark)));
  expect((await Promise.all(answers)).map(({ childId, outcome }) => `${childId} ${outcome}`)).toEqual([
    'a1 recorded',
    'b1 rejected',
    'a2 recorded',
  ]);
});

test('while maxInFlight statements are under way, the next one gathers; it is sent as soon as one ends', async () => {
  const { statements, submit } = openBatcher({ maxInFlight: 2 });
  for (const child of ['a1', 'b1', 'c1', 'd1', 'e1']) {
    void submit(child);
    await untilIdle();
  }
  expect(statements.map(({ children }) => children)).toEqual([['a1'], ['b1']]);
  await statements[1]?.answer();
  expect(statements.map(({ children }) => children)).toEqual([['a1'], ['b1'], ['c1', 'd1', 'e1']]);
});

test('no school is in two statements at once', async () => {
  const { statements, submit } = openBatcher();
  for (const child of ['a1', 'b1', 'a2', 'b2', 'c1']) {
    void submit(child);
    await untilIdle();
  }
  expect(statements.map(({ children }) => children)).toEqual([['a1'], ['b1'], ['c1']]);
  await statements[0]?.answer();
  expect(statements.at(-1)?.children).toEqual(['a2']);
});

test('a statement has at most maxBatchSize marks, and the schools that wait longest go first', async () => {
  const { statements, submit } = openBatcher({ maxInFlight: 1, maxBatchSize: 2 });
  for (const child of ['a1', 'a2', 'a3', 'b1', 'c1']) void submit(child);
  await untilIdle();
  await statements[0]?.answer();
  await statements[1]?.answer();
  expect(statements.map(({ children }) => children)).toEqual([['a1', 'a2'], ['b1', 'c1'], ['a3']]);
});

test("the same child's next mark goes in the next statement, in order", async () => {
  const { statements, submit } = openBatcher();
  const statuses = ['present', 'late', 'absent'];
  for (const status of statuses) void submit('a1', { status });
  void submit('a2');
  await untilIdle();
  for (const index of [0, 1, 2]) await statements[index]?.answer();
  expect(statements.map(({ children }) => children)).toEqual([['a1', 'a2'], ['a1'], ['a1']]);
  expect(statements.map(({ request }) => request.marks[0]?.status)).toEqual(statuses);
});

test('a statement of one school pins it, one of several does not', async () => {
  const { statements, submit } = openBatcher({ maxInFlight: 1 });
  void submit('a1');
  void submit('a2');
  await untilIdle();
  void submit('b1');
  void submit('c1');
  await statements[0]?.answer();
  expect(statements.map(({ request }) => request.schoolId)).toEqual(['a', undefined]);
  expect(statements[1]?.request.marks.map(({ schoolId }) => schoolId)).toEqual(['b', 'c']);
});

test('marks without a school have one lane of their own', async () => {
  const { statements, submit, batcher } = openBatcher();
  void batcher.submit(aMark({ childId: 'a1' }), new Date(0));
  await untilIdle();
  void batcher.submit(aMark({ childId: 'b1' }), new Date(0));
  void submit('c1');
  await untilIdle();
  expect(statements.map(({ children }) => children)).toEqual([['a1'], ['c1']]);
  expect(statements[0]?.request).not.toHaveProperty('schoolId');
});

test("a mark without a school keeps out of its school's way once the school is known, and is pinned to none", async () => {
  const { statements, submit, batcher } = openBatcher();
  const submitUnnamed = () => void batcher.submit(aMark({ childId: 'a1' }), new Date(0));
  submitUnnamed();
  await untilIdle();
  await statements[0]?.answer();
  void submit('a2');
  await untilIdle();
  submitUnnamed();
  await untilIdle();
  expect(statements.map(({ children }) => children)).toEqual([['a1'], ['a2']]);
  await statements[1]?.answer();
  expect(statements[2]?.request.marks).toEqual([aMark({ childId: 'a1' })]);
  expect(statements[2]?.request).not.toHaveProperty('schoolId');
});

test('a statement brings a job id for each school that there may be', async () => {
  let last = 0;
  const { statements, submit, batcher } = openBatcher({ nextJobId: () => `job-${++last}`, maxInFlight: 1 });
  void submit('a1');
  void submit('a2');
  await untilIdle();
  for (const child of ['a3', 'b1', 'b2']) void submit(child);
  for (const child of ['c1', 'c2']) void batcher.submit(aMark({ childId: child }), new Date(0));
  await statements[0]?.answer();
  expect(statements.map(({ request }) => request.jobIds.length)).toEqual([1, 4]);
});

test('the instant of a statement is that of its newest mark', async () => {
  const { statements, submit } = openBatcher();
  for (const now of [1, 3, 2]) void submit(`a${now}`, { now: new Date(now) });
  await untilIdle();
  expect(statements[0]?.request.now).toEqual(new Date(3));
});

test('a store that answers with too few results fails every caller of the statement, and is not asked again', async () => {
  const { statements, submit } = openBatcher();
  const answers = [submit('a1'), submit('a2')];
  await untilIdle();
  await statements[0]?.answerWith([]);
  for (const answer of answers) await expect(answer).rejects.toThrow('one result a mark');
  expect(statements).toHaveLength(1);
});

test('many marks are shared out among the statements that may be sent, few are not', async () => {
  const sizesOf = async (marks: number, schools: number) => {
    const { statements, submit } = openBatcher();
    submitMany(submit, { marks, schools });
    await untilIdle();
    return statements.map(({ children }) => children.length);
  };
  expect(await sizesOf(400, 400)).toEqual([100, 100, 100, 100]);
  expect(await sizesOf(200, 200)).toEqual([64, 64, 64, 8]);
  expect(await sizesOf(64, 64)).toEqual([64]);
  expect(await sizesOf(200, 1)).toEqual([200]);
});

test('marks of statements that end together do not go on as one', async () => {
  const { statements, submit } = openBatcher();
  submitMany(submit, { marks: 400, schools: 400 });
  await untilIdle();
  await Promise.all([statements[0]?.answer(), statements[1]?.answer()]);
  submitMany(submit, { marks: 200, schools: 400 });
  await untilIdle();
  expect(statements.map(({ children }) => children.length)).toEqual([100, 100, 100, 100, 100, 100]);
});

/** Each mark is of the next school. */
function submitMany(
  submit: (child: string) => Promise<unknown>,
  of: { readonly marks: number; readonly schools: number },
) {
  for (let mark = 0; mark < of.marks; mark++) {
    void submit(`${String.fromCodePoint(0x4e00 + (mark % of.schools))}${mark}`);
  }
}

test('children of one number at two schools do not wait for each other, unless the number names one child', async () => {
  const schoolsSent = async (childIdsAreGlobal: boolean) => {
    const { statements, submit } = openBatcher({ childIdsAreGlobal });
    void submit('7', { schoolId: 'a' });
    void submit('7', { schoolId: 'b' });
    void submit('7', { schoolId: 'a' });
    await untilIdle();
    return statements.flatMap(({ request }) => request.marks.map(({ schoolId }) => schoolId));
  };
  expect(await schoolsSent(false)).toEqual(['a', 'b']);
  expect(await schoolsSent(true)).toEqual(['a']);
});
