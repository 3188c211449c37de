import * as z from 'zod';

/** The part of a `PgBoss` that hands jobs over. */
export interface PgBossSender {
  /** Resolves to `null` when the queue's policy already has such a job. */
  send(name: string, data: object, options: PgBossSendOptions): Promise<string | null>;
}

/** The part of a `PgBoss` that works on jobs. */
export interface PgBossWorker {
  /** @returns The worker's id. */
  work(
    name: string,
    options: PgBossWorkOptions,
    handler: (jobs: readonly { readonly data: unknown }[]) => Promise<void>,
  ): Promise<string>;
}

/** Pg-boss's own options of one job. Default of each: the queue's. */
export interface PgBossSendOptions {
  /** Jobs of a greater priority come first. Default 0. */
  priority?: number;
  /** The number of times that a failed job is tried again. */
  retryLimit?: number;
  /** The time until another try, in seconds. With `retryBackoff` it is the first one. */
  retryDelay?: number;
  /** True makes the time until another try grow. */
  retryBackoff?: boolean;
  /** The longest time until another try, in seconds. */
  retryDelayMax?: number;
  /** The longest that one try may take, in seconds. */
  expireInSeconds?: number;
  /** The longest that a job may wait, in seconds. */
  retentionSeconds?: number;
  /** The key of a job where the queue's policy allows only one job of a key. `createPgBossQueue` sets it. */
  singletonKey?: string;
}

/** Pg-boss's own options of a worker. */
export interface PgBossWorkOptions {
  /** Jobs worked on at a time in this process. Default 1. */
  localConcurrency?: number;
  /** The time between looks for work, in seconds, at least 0.5. Default 2. */
  pollingIntervalSeconds?: number;
  /** The same for a queue with `notify`, which wakes its workers, in seconds. Default 30. */
  notifyPollingIntervalSeconds?: number;
  /** The jobs in one fetch. `workPgBossQueue` sets it to 1, so that each job fails for itself. */
  batchSize?: 1;
}

/** The queue's name where none is given. */
export const defaultQueueName = 'rollbook.notifications';

/** A queue's name. Pg-boss itself checks the rest of it. */
export const queueNameSchema = z.string().min(1);

/** Accepts a `PgBoss`, or anything with that method of it. */
export function bossWith<Boss extends object>(method: keyof Boss & string) {
  return z.custom<Boss>((value) => hasMethod(value, method), `must have ${method}`);
}

/** Copies pg-boss's own options, which pg-boss itself checks. */
export function jobOptions<Options extends object>() {
  return z.custom<Options>(isPlain, 'must be an object').transform((options) => ({ ...options }));
}

/** Refuses lists and bytes, as each of their items would be taken for an option. */
function isPlain(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** Says if `value` has that method. */
export function hasMethod(value: unknown, method: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, method) === 'function';
}
