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

/** pg-boss's own options of one job. Where one is left out, the queue's holds. */
export interface PgBossSendOptions {
  /** Jobs of a greater one come first. Default 0. */
  priority?: number;
  /** The number of tries after a failure. */
  retryLimit?: number;
  /** The time until a further try, in seconds; with `retryBackoff` the first time. */
  retryDelay?: number;
  /** Makes that time grow. */
  retryBackoff?: boolean;
  /** The most that the time grows to, in seconds. */
  retryDelayMax?: number;
  /** The longest that one try may take, in seconds. */
  expireInSeconds?: number;
  /** The longest that a job may wait, in seconds. */
  retentionSeconds?: number;
  /** Identifies a job where the queue's policy allows only one; set by `createPgBossQueue`. */
  singletonKey?: string;
}

/** pg-boss's own options of a worker. */
export interface PgBossWorkOptions {
  /** Jobs worked on at a time in this process. Default 1. */
  localConcurrency?: number;
  /** Between looks for work, in seconds, at least 0.5. Default 2. */
  pollingIntervalSeconds?: number;
  /** The same for a queue with `notify`, which wakes its workers. Default 30. */
  notifyPollingIntervalSeconds?: number;
  /** Jobs in one fetch; set by `workPgBossQueue`, so that each fails for itself. */
  batchSize?: 1;
}
