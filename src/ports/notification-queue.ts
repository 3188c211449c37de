/** A notification job as a host's queue sees it: ids only. */
export interface QueuedJob {
  readonly jobId: string;
  readonly schoolId: string;
}

/** The host's own job queue. */
export interface NotificationQueue {
  /** Takes a job. The same job may come more than once. */
  enqueue(job: QueuedJob): Promise<void>;
}
