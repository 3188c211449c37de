import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CallOptions, Mark, MarkResult, RecordMarksRequest } from 'rollbook';
import { Batcher } from '../../../../src/batching/batcher.js';
import type { BatcherParts } from '../../../../src/batching/batching-options.js';
import { aMark } from '../../support/build.ts';

/** A statement that a test answers by hand. */
export interface Statement {
  readonly request: RecordMarksRequest;
  readonly options: CallOptions;
  /** The children, in order. */
  readonly children: readonly string[];
  /** Answers each mark with what it is to get, `recorded` by default, and lets the callers know. */
  answer(resultOf?: (mark: Mark) => MarkResult): Promise<void>;
  /** Answers with these results, whatever was asked. */
  answerWith(results: readonly MarkResult[]): Promise<void>;
  fail(error: unknown): Promise<void>;
}

/** What a store says of a mark of any child, whose school is its first letter. */
export function recorded({ childId, session, markedBy, occurredAt, status }: Mark): MarkResult {
  const key = { schoolId: childId.slice(0, 1), childId, date: '2026-11-02', session };
  const times = { occurredAt, confirmedAt: occurredAt, recordedAt: occurredAt };
  return {
    ...key,
    outcome: 'recorded',
    previousStatus: null,
    record: { ...key, ...times, status, markedBy, reason: null, note: null },
  };
}

const limits = { maxBatchSize: 500, maxInFlight: 4, maxQueued: 10_000 };

type Overrides = Partial<typeof limits> &
  Partial<Omit<BatcherParts, 'settings' | 'repository'>> & { readonly childIdsAreGlobal?: boolean };

/** A batcher whose statements wait for the test. Its elapsed time is the test's too. */
export function openBatcher(overrides: Overrides = {}) {
  const { nextJobId, editableDays = null, correctDays = 7, elapsedMs = () => 0, timeoutMs, ...rest } = overrides;
  const { childIdsAreGlobal = true, ...settings } = rest;
  const statements: Statement[] = [];
  const recordMarks = (request: RecordMarksRequest, options: CallOptions = {}) => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly MarkResult[]>();
    const answerWith = (results: readonly MarkResult[]) => {
      resolve(results);
      return untilIdle();
    };
    statements.push({
      request,
      options,
      children: request.marks.map(({ childId }) => childId),
      answer: (resultOf = recorded) => answerWith(request.marks.map(resultOf)),
      answerWith,
      fail: (error) => {
        reject(error);
        return untilIdle();
      },
    });
    return promise;
  };
  const batcher = new Batcher({
    repository: { recordMarks, childIdsAreGlobal },
    settings: { ...limits, ...settings },
    nextJobId,
    editableDays,
    correctDays,
    elapsedMs,
    timeoutMs,
  });
  return { batcher, statements, submit: (childId: string, how: How = {}) => submit(batcher, childId, how) };
}

interface How extends Partial<Mark> {
  readonly signal?: AbortSignal;
  readonly now?: Date;
}

/** A mark of a child, whose school is its first letter and named; what comes of it is kept until it is asked for. */
function submit(batcher: Batcher, childId: string, { signal, now = new Date(0), ...mark }: How) {
  const wholeMark = aMark({ childId, schoolId: childId.slice(0, 1), ...mark });
  const answer = (async () => batcher.submit(wholeMark, now, signal))();
  answer.catch(() => {});
  return answer;
}

/** Until nothing is left to do but to wait for a statement's answer: the batcher goes on one turn after an answer. */
export async function untilIdle(): Promise<void> {
  await nextTurn();
  await nextTurn();
}
