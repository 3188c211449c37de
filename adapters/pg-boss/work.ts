import * as z from 'zod';
import { AttendanceError, type Notifications, parseOptions } from '../../src/index.js';
import {
  bossWith,
  defaultQueueName,
  hasMethod,
  jobOptions,
  type PgBossWorker,
  type PgBossWorkOptions,
  queueNameSchema,
} from './clients.js';

/**
 * Delivers the queue's jobs, one at a time for each of `localConcurrency`. A job with deliveries that are not settled
 * fails with `deliveries_outstanding`. Pg-boss tries such a job again when the queue's options say, as nobody can give
 * pg-boss another time. Stop the worker before `attendance.close()`, by `boss.offWork(queueName)` or `boss.stop()`,
 * which both wait for the worker.
 * @param given.options  Pg-boss's options of the worker.
 * @returns  Pg-boss's id of the worker.
 * @throws {AttendanceError} `invalid_options` for a boss that cannot work, an object that is not an attendance, or a
 *         name that is not a text. Also rejects with the errors of pg-boss.
 */
export async function workPgBossQueue(given: {
  readonly boss: PgBossWorker;
  readonly attendance: { readonly notifications: Pick<Notifications, 'process'> };
  readonly queueName?: string;
  readonly options?: Omit<PgBossWorkOptions, 'batchSize'>;
}): Promise<string> {
  const { boss, attendance, queueName, options } = parseOptions(workArguments, given);
  return boss.work(queueName, { ...options, batchSize: 1 }, async (jobs) => {
    for (const { data } of jobs) await attendance.notifications.process(jobIdOf(data));
  });
}

const workArguments = z.strictObject({
  boss: bossWith<PgBossWorker>('work'),
  attendance: z.object({
    notifications: z.custom<Pick<Notifications, 'process'>>(
      (value) => hasMethod(value, 'process'),
      'must have process',
    ),
  }),
  queueName: queueNameSchema.default(defaultQueueName),
  options: jobOptions<Omit<PgBossWorkOptions, 'batchSize'>>().prefault({}),
});

/** @throws {AttendanceError} `invalid_command` for a job that somebody else has put into the queue. */
function jobIdOf(data: unknown): string {
  if (typeof data === 'object' && data !== null && 'jobId' in data && typeof data.jobId === 'string') return data.jobId;
  const message = 'must be the id of a notification job';
  throw new AttendanceError('invalid_command', `invalid command: jobId: ${message}`, {
    issues: [{ path: 'jobId', message }],
  });
}
