import * as z from 'zod';
import { AttendanceError, type Notifications, parseOptions } from '../../src/index.js';
import { bossWith, hasMethod, jobOptions, name } from './arguments.js';
import type { PgBossWorker, PgBossWorkOptions } from './clients.js';
import { defaultQueueName } from './queue.js';

/**
 * Delivers what the queue brings, one job at a time for each of `localConcurrency`. A job with deliveries that are not
 * settled fails with `deliveries_outstanding`. Then pg-boss tries it again as the queue says, since pg-boss takes no
 * time of the next try. Stop the worker by `boss.offWork(queueName)` or `boss.stop()`, both of which wait for it,
 * before `attendance.close()`.
 * @param options  pg-boss's options of the worker.
 * @returns        pg-boss's id of the worker.
 * @throws {AttendanceError} `invalid_options` for a boss that cannot work, an attendance that is none, or a name that
 *          is no text; else what pg-boss rejects with.
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
  queueName: name.default(defaultQueueName),
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
