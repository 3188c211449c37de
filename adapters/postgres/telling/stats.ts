import type { NotificationStats } from '../../../src/index.js';
import type { Schema } from '../schema/schema.js';
import { milliseconds } from '../sql/columns.js';
import { type Statement, sql, statementOf } from '../sql/sql.js';
import { dueAt, isKnownDelivery, isKnownType } from './thread.js';

type Count = 'jobs' | 'scheduled' | 'ready' | 'leased' | 'dead' | 'unknown';

/** The statement's only row. */
export type StatsRow = Readonly<Record<Count, string>> & {
  readonly oldest_at: string | null;
};

/** Counts the jobs and deliveries that wait. */
export function statsStatement({ notificationJobs, deliveries }: Schema, now: Date): Statement {
  const isLeased = sql`coalesce(d.lease_until > :now::timestamptz, false)`;
  const isDue = sql`${dueAt('d')} <= :now::timestamptz`;
  const text = sql`with waiting as (
    select count(*) filter (where is_known and ${isLeased}) as leased,
      count(*) filter (where is_known and not ${isLeased} and ${isDue}) as ready,
      count(*) filter (where is_known and not ${isLeased} and not ${isDue}) as scheduled,
      count(*) filter (where not is_known) as unknown, min(created_at) filter (where is_known) as oldest_at
    from (select d.*, ${isKnownDelivery('d')} as is_known from ${deliveries} d where d.state = 'pending') d
  )
  select w.leased::text, w.ready::text, w.scheduled::text, j.jobs::text, (w.unknown + j.unknown)::text as unknown,
    ${milliseconds(sql`least(w.oldest_at, j.oldest_at)`)} as oldest_at,
    (select count(*) from ${deliveries} d where d.state = 'dead' and ${isKnownDelivery('d')})::text as dead
  from waiting w cross join (
    select count(*) filter (where ${isKnownType('j')}) as jobs, count(*) filter (where not ${isKnownType('j')}) as unknown,
      min(created_at) filter (where ${isKnownType('j')}) as oldest_at
    from ${notificationJobs} j where j.fanned_out_at is null
  ) j`;
  return statementOf(text, { now: now.toISOString() });
}

/** The statistics of the statement's only row. */
export function toStats([row]: readonly StatsRow[], now: Date): NotificationStats {
  const count = (name: Count) => Number(row?.[name] ?? 0);
  const oldestAt = row?.oldest_at ?? null;
  return {
    jobs: count('jobs'),
    scheduled: count('scheduled'),
    ready: count('ready'),
    leased: count('leased'),
    dead: count('dead'),
    unknown: count('unknown'),
    oldestAgeMs: oldestAt === null ? null : Math.max(0, now.getTime() - Number(oldestAt)),
  };
}
