import * as z from 'zod';
import { type NotificationQueue, parseOptions } from '../../src/index.js';
import { bossWith, jobOptions, name } from './arguments.js';
import type { PgBossSender, PgBossSendOptions } from './clients.js';

/** The queue's name where none is given. */
export const defaultQueueName = 'rollbook.notifications';

/**
 * Options for `boss.createQueue`. `exclusive`: a job that waits, is worked on or is about to be tried again is not
 * queued twice. Tries go on for as long as rollbook's own defaults have attempts left: 20 of them, from 2 seconds apart
 * to an hour. Rollbook hands over again what pg-boss has given up, so that nothing depends on it.
 */
export const pgBossQueueOptions = {
  policy: 'exclusive',
  retryLimit: 20,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 3_600,
} as const;

/**
 * Creates the `queue` of `createAttendance` on the host's own pg-boss, which is neither started nor stopped. The queue
 * must exist (`boss.createQueue(queueName, pgBossQueueOptions)`). A job holds ids only, and is keyed by its own
 * (`singletonKey`).
 * @param options  pg-boss's options of each job. Default: the queue's.
 * @throws {AttendanceError} `invalid_options` for a boss that cannot send, or a name that is no text.
 */
export function createPgBossQueue(given: {
  readonly boss: PgBossSender;
  readonly queueName?: string;
  readonly options?: Omit<PgBossSendOptions, 'singletonKey'>;
}): NotificationQueue {
  const { boss, queueName, options } = parseOptions(queueArguments, given);
  return {
    enqueue: async ({ jobId, schoolId }) => {
      await boss.send(queueName, { jobId, schoolId }, { ...options, singletonKey: jobId });
    },
  };
}

const queueArguments = z.strictObject({
  boss: bossWith<PgBossSender>('send'),
  queueName: name.default(defaultQueueName),
  options: jobOptions<Omit<PgBossSendOptions, 'singletonKey'>>().prefault({}),
});
