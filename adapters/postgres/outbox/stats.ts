import type { NotificationStats } from '../../../src/index.js';
import { milliseconds } from '../columns.js';
import type { Statement } from '../connection/statement.js';
import type { Schema } from '../schema.js';
import { dueAt } from './thread.js';

/** The statement's only row. */
export type StatsRow = Readonly<Record<'jobs' | 'scheduled' | 'ready' | 'leased' | 'dead', string>> & {
  readonly oldest_at: string | null;
};

/** How much waits. */
export function statsStatement({ notificationJobs, deliveries }: Schema, now: Date): Statement {
  const isLeased = 'coalesce(d.lease_until > $1::timestamptz, false)';
  const isDue = `${dueAt('d')} <= $1::timestamptz`;
  const text = `with waiting as (
    select count(*) filter (where ${isLeased}) as leased, count(*) filter (where not ${isLeased} and ${isDue}) as ready,
      count(*) filter (where not ${isLeased} and not ${isDue}) as scheduled, min(created_at) as oldest_at
    from ${deliveries} d where d.state = 'pending'
  )
  select w.leased::text, w.ready::text, w.scheduled::text, j.jobs::text, ${milliseconds('least(w.oldest_at, j.oldest_at)')} as oldest_at,
    (select count(*) from ${deliveries} d where d.state = 'dead')::text as dead
  from waiting w cross join (
    select count(*) filter (where fanned_out_at is null) as jobs,
      min(created_at) filter (where fanned_out_at is null) as oldest_at from ${notificationJobs}
  ) j`;
  return { text, values: [now.toISOString()] };
}

/** The statistics of the statement's only row. */
export function toStats([row]: readonly StatsRow[], now: Date): NotificationStats {
  const count = (name: 'jobs' | 'scheduled' | 'ready' | 'leased' | 'dead') => Number(row?.[name] ?? 0);
  const oldestAt = row?.oldest_at ?? null;
  return {
    jobs: count('jobs'),
    scheduled: count('scheduled'),
    ready: count('ready'),
    leased: count('leased'),
    dead: count('dead'),
    oldestAgeMs: oldestAt === null ? null : Math.max(0, now.getTime() - Number(oldestAt)),
  };
}
