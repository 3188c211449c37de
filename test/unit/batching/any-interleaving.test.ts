import fc from 'fast-check';
import { isAttendanceError } from 'rollbook';
import { expect, test } from 'vitest';
import { Batcher } from '../../../src/batching/batcher.js';
import { seeded } from '../../property/seed.ts';
import { aMark } from '../support/build.ts';
import { type Fate, numberOf, poison, ShakyStore, schoolOf } from './support/shaky-store.ts';

/** What a caller does: marks a child, and perhaps gives up at some moment. */
const caller = fc.record({
  child: fc.integer({ min: 0, max: 5 }),
  namesSchool: fc.boolean(),
  isPoisoned: fc.integer({ min: 0, max: 4 }).map((number) => number === 0),
  givesUp: fc.boolean(),
});

const fates: readonly Fate[] = ['lost', 'timed out', 'recorded, then lost', 'recorded, then timed out'];

const rush = fc.record({
  callers: fc.array(caller, { minLength: 1, maxLength: 30 }),
  fates: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant<Fate>('answered') },
      { weight: 1, arbitrary: fc.constantFrom(...fates) },
    ),
    { minLength: 1, maxLength: 20 },
  ),
  settings: fc.record({
    maxBatchSize: fc.integer({ min: 1, max: 10 }),
    maxInFlight: fc.integer({ min: 1, max: 3 }),
    maxQueued: fc.integer({ min: 1, max: 20 }),
  }),
});

test('no mark is lost or doubled, and none overtakes another of its child, in any interleaving', async () => {
  const property = fc.asyncProperty(fc.scheduler(), rush, async (scheduler, { callers, fates, settings }) => {
    let statements = 0;
    const store = new ShakyStore({
      nextFate: () => fates[statements++ % fates.length] ?? 'answered',
      work: () => scheduler.schedule(Promise.resolve()),
      maxInFlight: settings.maxInFlight,
    });
    const batcher = new Batcher({
      repository: store,
      settings,
      editableDays: null,
      correctDays: 7,
      nextJobId: undefined,
      nextTurn: (task) => void scheduler.schedule(Promise.resolve()).then(task),
    });
    const sent: number[] = [];
    const ends = callers.map(async ({ child, namesSchool, isPoisoned, givesUp }, number) => {
      const control = new AbortController();
      const mark = aMark({
        childId: String(child),
        markedBy: String(number),
        ...(namesSchool && { schoolId: schoolOf(String(child)) }),
        ...(isPoisoned && { reason: poison }),
      });
      await scheduler.schedule(Promise.resolve());
      sent.push(number);
      if (givesUp) void scheduler.schedule(Promise.resolve()).then(() => control.abort());
      return endOf(() => batcher.submit(mark, new Date(number), givesUp ? control.signal : undefined));
    });
    await scheduler.waitIdle();
    const answers = await Promise.all(ends);
    const closed = batcher.close();
    await scheduler.waitIdle();
    await closed;

    expect(store.complaints).toEqual([]);
    expect(batcher.readings()).toMatchObject({ queued: 0, inFlight: 0 });
    const recorded = store.recorded.map(numberOf);
    for (const [number, answer] of answers.entries()) {
      if (answer === number) expect(recorded).toContain(number);
      if (answer === 'overloaded' || answer === 'taken back') expect(recorded).not.toContain(number);
      if (answer === 'repository_failed') expect(callers[number]?.isPoisoned).toBe(true);
      expect(typeof answer === 'number' ? answer : number).toBe(number);
    }
    const childOf = (number: number) => callers[number]?.child;
    for (const number of recorded) {
      const before = sent.slice(0, sent.indexOf(number)).filter((other) => childOf(other) === childOf(number));
      const overtaken = before.filter((other) => recorded.indexOf(other) > recorded.indexOf(number));
      expect(overtaken).toEqual([]);
    }
  });
  await fc.assert(property, seeded('any interleaving', 2_000));
});

/** The number of the mark that was answered for, or why there is no answer. */
async function endOf(call: () => ReturnType<Batcher['submit']>): Promise<number | string> {
  try {
    const result = await call();
    return result.outcome === 'rejected' || !result.record ? 'rejected' : numberOf(result.record);
  } catch (error) {
    if (!isAttendanceError(error)) throw error;
    return error.message.endsWith('before it was sent') ? 'taken back' : error.code;
  }
}
