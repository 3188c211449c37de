import type { Pool } from 'pg';
import type { Proof } from '../proof.ts';

/** Looks for what is still to be told, given up or held by a worker. */
export async function proveNothingWaits(pool: Pool): Promise<Proof> {
  const { rows } = await pool.query<{ what: string; count: number }>(remains);
  return {
    claim: 'no notification job, no outstanding delivery, no dead letter and no lease is left',
    differences: rows.filter(({ count }) => count > 0).map(({ what, count }) => `${what}: ${count}`),
  };
}

const remains = `
  select 'notification jobs' as what, count(*)::int from attendance.notification_jobs
  union all select 'outstanding deliveries', count(*)::int from attendance.deliveries where state = 'pending'
  union all select 'dead letters', count(*)::int from attendance.deliveries where state = 'dead'
  union all select 'leases', count(*)::int from attendance.deliveries where lease_token is not null`;
