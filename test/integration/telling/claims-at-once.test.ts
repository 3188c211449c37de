import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { ClaimRequest } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createHost } from '../support/host.ts';
import { createSchoolDatabase } from '../support/school-database.ts';
import { waitForLockWaiters } from '../support/wait-until.ts';
import { addToldSchool } from './support/told-school.ts';

const held = 7;

describeOnPostgres('two claims at once', (server) => {
  test('do not tell one guardian the same, though the first sees nothing of what the second has done meanwhile', async () => {
    const database = await createSchoolDatabase(server);
    const { schoolId, childIds } = await addToldSchool(database, { children: 1, guardians: 1 });
    const childId = childIds[0] ?? '';
    const attendance = createHost({ pool: database.pool });
    await attendance.markAttendance({ schoolId, childId, status: 'absent', markedBy: 'teacher' });
    await attendance.markAttendance({ schoolId, childId, status: 'late', markedBy: 'teacher' });
    const [older = '', newer = ''] = await jobIds(database.pool);
    const { outbox } = createPostgresRepository({ pool: database.pool });

    await outbox.fanOut({ ...fanOut(), jobId: newer });
    await holdClaimsOf(database.pool, newer);
    const holder = await database.pool.connect();
    await holder.query('select pg_advisory_lock($1)', [held]);
    const slow = outbox.claim(claim());
    await waitForLockWaiters(database.pool);

    await outbox.fanOut({ ...fanOut(), jobId: older });
    const quick = await outbox.claim(claim());
    const settlements = quick.deliveries.map(({ lease }) => ({ lease, outcome: 'delivered' as const }));
    await outbox.settle({ settlements, now: new Date() });
    await holder.query('select pg_advisory_unlock($1)', [held]);
    holder.release();

    expect(quick.deliveries.map(({ notification: { changes } }) => changes[0]?.status)).toEqual(['late']);
    expect(await slow).toMatchObject({ deliveries: [], dropped: 1 });
    await attendance.close();
    await database.drop();
  });
});

async function jobIds(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query('select id from attendance.notification_jobs order by created_at, id');
  return rows.map(({ id }) => id);
}

/** Has a claim of this job's deliveries wait, when it has found and decided all, until the lock is released. */
async function holdClaimsOf(pool: Pool, jobId: string): Promise<void> {
  await pool.query(
    `create function hold() returns trigger language plpgsql as
    $$ begin perform pg_advisory_xact_lock_shared(${held}); return new; end $$;
    create trigger hold before update on attendance.deliveries
    for each row when (new.job_id = '${jobId}') execute function hold()`,
  );
}

function fanOut() {
  return { now: new Date(), settledBefore: new Date(), silentStatuses: [], maxChildren: 100 };
}

function claim(): ClaimRequest {
  return {
    now: new Date(Date.now() + 1_000),
    leaseToken: randomUUID(),
    leaseMs: 60_000,
    maxDeliveries: 10,
    maxAttempts: 5,
    silentStatuses: [],
    after: null,
    suspects: false,
  };
}
