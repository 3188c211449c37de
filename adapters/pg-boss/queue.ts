import * as z from 'zod';
import { type NotificationQueue, parseOptions } from '../../src/index.js';
import {
  bossWith,
  defaultQueueName,
  jobOptions,
  type PgBossSender,
  type PgBossSendOptions,
  queueNameSchema,
} from './clients.js';

/**
 * Options for `boss.createQueue`. With `exclusive`, a job that waits, is worked on or is about to be tried again is not
 * queued twice. Tries go on as long as rollbook's own defaults have attempts left: 20 of them, from 2 seconds apart to
 * an hour. Rollbook hands jobs over again that pg-boss has given up, so nothing depends on these options.
 */
export const pgBossQueueOptions = {
  policy: 'exclusive',
  retryLimit: 20,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 3_600,
} as const;

/**
 * Creates the `queue` of `createAttendance` on the host's own pg-boss. The pg-boss stays the host's, and is neither
 * started nor stopped. The queue must exist (`boss.createQueue(queueName, pgBossQueueOptions)`). A job has ids only,
 * and its own id is the `singletonKey`.
 * @param given.options  Pg-boss's options of each job. Default: the queue's.
 * @throws {AttendanceError} `invalid_options` for a boss that cannot send, or a name that is not a text.
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
  queueName: queueNameSchema.default(defaultQueueName),
  options: jobOptions<Omit<PgBossSendOptions, 'singletonKey'>>().prefault({}),
});
