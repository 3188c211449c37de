import { createPgBossQueue, workPgBossQueue } from 'rollbook/pg-boss';
import { describe, expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';

/** As JavaScript calls it, which no types hold back. */
function calling(call: (...args: never) => unknown, ...args: unknown[]): () => unknown {
  return () => Reflect.apply(call, undefined, args);
}

const boss = { send: async () => 'job', work: async () => 'worker' };
const attendance = { notifications: { process: async () => {} } };

describe('what does not fit is an invalid option', () => {
  test.each([
    ['a queue without arguments', calling(createPgBossQueue)],
    ['a queue without a boss', calling(createPgBossQueue, { boss: {} })],
    ['a queue without a name', calling(createPgBossQueue, { boss, queueName: '' })],
    ['a queue with a misspelt argument', calling(createPgBossQueue, { boss, queuename: 'jobs' })],
    ['a worker without arguments', calling(workPgBossQueue)],
    ['a worker of a boss that only sends', calling(workPgBossQueue, { boss: { send: boss.send }, attendance })],
    ['a worker without attendance', calling(workPgBossQueue, { boss })],
    ['a worker of what cannot deliver', calling(workPgBossQueue, { boss, attendance: { notifications: {} } })],
    ['a worker with options that are none', calling(workPgBossQueue, { boss, attendance, options: 1 })],
    ['a queue with a list for options', calling(createPgBossQueue, { boss, options: new Array(1_000_000) })],
    ['a queue with bytes for options', calling(createPgBossQueue, { boss, options: new Uint8Array(1_000) })],
  ])('%s', async (_, call) => {
    expect((await errorOf(call)).code).toBe('invalid_options');
  });
});

test('a worker is refused by a rejection, never by a throw', async () => {
  const rejection = calling(workPgBossQueue)();
  expect(rejection).toBeInstanceOf(Promise);
  await expect(rejection).rejects.toMatchObject({ code: 'invalid_options' });
});

test('options that a host changes later stay what they were', async () => {
  const sent: unknown[] = [];
  const options = { priority: 1 };
  const send = async (_name: string, _data: object, given: object) => {
    sent.push(given);
    return 'job';
  };
  const queue = createPgBossQueue({ boss: { send }, options });
  options.priority = 2;
  await queue.enqueue({ jobId: 'job-1', schoolId: 'school-1' });
  expect(sent).toEqual([{ priority: 1, singletonKey: 'job-1' }]);
});
