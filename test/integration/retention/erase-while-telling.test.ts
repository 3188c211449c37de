import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { type NotificationOutbox, type Settlement, systemClock } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { deadlocksOf } from '../support/deadlocks.ts';
import { driftOf } from '../support/effects.ts';
import { createHost } from '../support/host.ts';
import { pick, shuffle } from '../support/random.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { addToldSchool } from '../telling/support/told-school.ts';

const statuses = ['present', 'late', 'sick'] as const;
const outcomes = [
  { outcome: 'delivered' },
  { outcome: 'failed', runAt: new Date(0) },
  { outcome: 'dead', reason: 'failed' },
] as const;

describeOnPostgres('erasing while guardians are told', (server) => {
  test('leaves deliveries that tell of whom they are about, counts that equal the records, and no deadlock', async () => {
    const database = await createSchoolDatabase(server);
    const { schoolId, childIds } = await addToldSchool(database, { children: 10, guardians: 1 });
    await makeAllSiblings(database);
    const erased = childIds.slice(0, 5);
    let running = 6;
    const onOwnPool = async (work: (pool: Pool) => Promise<void>) => {
      const pool = database.openPool({ max: 2 });
      await work(pool);
      await pool.end();
    };
    const mark = async (pool: Pool) => {
      const attendance = createHost({ pool }, { clock: systemClock });
      for (let i = 0; i < 50; i++) {
        const marks = shuffle(childIds).slice(0, 5);
        const perChild = marks.map((childId) => ({ childId, status: pick(statuses) }));
        await attendance.markBulkAttendance({ schoolId, marks: perChild, markedBy: 'teacher' });
      }
      running -= 1;
    };
    const erase = async (pool: Pool) => {
      const attendance = createHost({ pool }, { clock: systemClock });
      while (running > 0) await attendance.eraseChild({ schoolId, childId: pick(erased) });
    };
    const tell = async (pool: Pool) => {
      const { outbox } = createPostgresRepository({ pool });
      while (running > 0) await tellSome(outbox);
    };
    await Promise.all([mark, mark, mark, mark, mark, mark, erase, erase, tell, tell, tell].map(onOwnPool));
    expect(await driftOf(database.pool)).toBe(0);
    expect(await oddDeliveries(database.pool)).toBe(0);
    expect(await deadlocksOf(database)).toBe(0);
    await database.drop();
  });
});

/** Has every guardian answer for every child. */
async function makeAllSiblings({ pool }: SchoolDatabase): Promise<void> {
  await pool.query(
    `insert into attendance.guardians (school_id, child_id, id, name)
    select g.school_id, c.id, g.id, g.name from attendance.guardians g cross join attendance.children c
    on conflict do nothing`,
  );
}

/** What a worker does, some of it dying before it can say what became of its deliveries. */
async function tellSome(outbox: NotificationOutbox): Promise<void> {
  const now = new Date();
  await outbox.fanOut({ now, settledBefore: now, silentStatuses: [], maxChildren: 50 });
  for (const suspects of [false, true]) {
    const lease = { now, leaseToken: randomUUID(), leaseMs: 50, maxDeliveries: 20, maxAttempts: 3 };
    const { deliveries } = await outbox.claim({ ...lease, silentStatuses: [], after: null, suspects });
    const told = shuffle(deliveries).slice(0, Math.ceil(deliveries.length * 0.9));
    const settlements = told.map((delivery): Settlement => ({ lease: delivery.lease, ...pick(outcomes) }));
    await outbox.settle({ settlements, now });
  }
}

/** Deliveries about nobody, or whose content is empty or tells of a child whom they are not about. */
async function oddDeliveries(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `select from attendance.deliveries d where cardinality(child_ids) = 0 or jsonb_array_length(changes) = 0
      or exists (select from jsonb_array_elements(changes) c where (c ->> 'child_id')::uuid <> all(d.child_ids))`,
  );
  return rowCount ?? Number.NaN;
}
