import type { Pool } from 'pg';
import { type Attendance, createAttendance, type NotificationStats, type Notifier } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';

/** Writes each message into the table `sent`, as workers of other processes do. */
export function notifierInto(pool: Pool, worker: string): Notifier {
  return {
    notify: async ({ id }, { attempt }) => {
      await pool.query('insert into sent (id, attempt, worker) values ($1, $2, $3)', [id, attempt, worker]);
    },
  };
}

/** Attendance of this process, whose worker lives on when the others die. */
export function createSurvivor(pool: Pool): Attendance {
  return createAttendance({
    repository: createPostgresRepository({ pool }),
    notifier: notifierInto(pool, 'survivor'),
    notifications: { pollMs: 50 },
  });
}

/** What was told, in figures. */
export interface Telling {
  /** Deliveries made, and those of them that were sent at least once. */
  readonly deliveries: number;
  readonly sent: number;
  /** Sends of what had been sent before. */
  readonly repeated: number;
  /** Deliveries that are not `delivered`. */
  readonly unfinished: number;
  /** Messages sent under an id that no delivery has. */
  readonly strange: number;
}

/** Compares what was sent with the deliveries. */
export async function readTelling(pool: Pool): Promise<Telling> {
  const { rows } = await pool.query<Telling>(
    `with d as (
      select job_id || '-' || number || case when revision > 0 then '.' || revision else '' end as id, state
      from attendance.deliveries
    ),
    s as (select id, count(*) as times from sent group by id)
    select count(*)::int as deliveries, count(s.id)::int as sent, coalesce(sum(s.times - 1), 0)::int as repeated,
      count(*) filter (where state <> 'delivered')::int as unfinished,
      (select count(*) from s where id not in (select id from d))::int as strange
    from d left join s using (id)`,
  );
  const [telling] = rows;
  if (!telling) throw new Error('an aggregate has one row');
  return telling;
}

/** Whether nothing waits any more. */
export function isIdle({ jobs, leased, ready, scheduled }: NotificationStats): boolean {
  return jobs + leased + ready + scheduled === 0;
}
