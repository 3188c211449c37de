import { AttendanceError, type Notifications } from '../../src/index.js';
import type { PgBossWorker, PgBossWorkOptions } from './clients.js';
import { defaultQueueName } from './queue.js';

/**
 * Delivers what the queue brings, one job at a time for each of `localConcurrency`. A job with deliveries that are not
 * settled fails with `deliveries_outstanding`, and pg-boss tries it again as the queue says (it has no way to be told
 * when). Stop the worker by `boss.offWork(queueName)` or `boss.stop()`, both of which wait for it, before `attendance.close()`.
 * @param options  pg-boss's options of the worker.
 * @returns        pg-boss's id of the worker.
 */
export function workPgBossQueue({
  boss,
  attendance,
  queueName = defaultQueueName,
  options = {},
}: {
  readonly boss: PgBossWorker;
  readonly attendance: { readonly notifications: Pick<Notifications, 'process'> };
  readonly queueName?: string;
  readonly options?: Omit<PgBossWorkOptions, 'batchSize'>;
}): Promise<string> {
  return boss.work(queueName, { ...options, batchSize: 1 }, async (jobs) => {
    for (const { data } of jobs) await attendance.notifications.process(jobIdOf(data));
  });
}

/** @throws {AttendanceError} `invalid_command` for a job that somebody else has put into the queue. */
function jobIdOf(data: unknown): string {
  if (typeof data === 'object' && data !== null && 'jobId' in data && typeof data.jobId === 'string') return data.jobId;
  const message = 'must be the id of a notification job';
  throw new AttendanceError('invalid_command', `invalid command: jobId: ${message}`, {
    issues: [{ path: 'jobId', message }],
  });
}
