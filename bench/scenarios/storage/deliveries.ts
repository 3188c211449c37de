import type { Pool } from 'pg';
import { createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { openPool } from '../../contestants/open-pool.ts';
import type { World } from '../../world/world.ts';
import type { BenchContext, ResultRow, Section } from '../scenario.ts';
import { emptyTables, readRelations, vacuumTables } from './relations.ts';
import { walDuring } from './wal-bytes.ts';

/** Measures how much deliveries take, in WAL and on disk, and how much a purge leaves. */
export async function measureDeliveries(context: BenchContext, world: World, monitor: Pool): Promise<Section> {
  const schools = world.roster.schools.slice(0, context.options.quick ? 5 : 50);
  const pool = openPool(world.url, 'rollbook', 4);
  const { calendar } = context;
  const attendance = createAttendance({
    repository: createPostgresRepository({ pool, timeoutMs: 60_000 }),
    clock: calendar,
    notifier: { notify: async () => {} },
  });
  await emptyTables(monitor, 'attendance');
  calendar.nextDay();
  for (const { schoolId, childIds } of schools) {
    await attendance.markBulkAttendance({ schoolId, childIds, status: 'present', markedBy: 'teacher' });
  }
  let delivered = 0;
  attendance.events.on('notification.delivered', () => {
    delivered += 1;
  });
  const wal = await walDuring(monitor, () => attendance.notifications.drain());
  const settled = await readOutbox(monitor);
  // Corrections are told for 7 days, and the day is over everywhere 2 days later. The purge runs on the next day.
  for (let day = 0; day < 10; day += 1) calendar.nextDay();
  const purgeWal = await walDuring(monitor, () => attendance.purge({ deliveriesBefore: calendar.now() }));
  const purged = await readOutbox(monitor);
  await attendance.close();
  await pool.end();
  return toSection(delivered, { wal, purgeWal, settled, purged });
}

interface Found {
  readonly wal: number;
  readonly purgeWal: number;
  readonly settled: ReadonlyMap<string, number>;
  readonly purged: ReadonlyMap<string, number>;
}

function toSection(delivered: number, { wal, purgeWal, settled, purged }: Found): Section {
  const rows: ResultRow[] = [...settled].map(([relation, bytes]) => ({
    what: relation,
    perDelivery: bytes / delivered,
    afterPurge: (purged.get(relation) ?? 0) / delivered,
  }));
  return {
    id: 'storage-deliveries',
    title: 'Bytes a delivery',
    how: `${delivered} deliveries, made of bulks of 200 children with two guardians each, by \`drain\`, each settled at its first attempt: on disk after a vacuum (which gives back to the system what is free at a table's end only), before and after \`purge\`; and the WAL of fan-out, claim and settlement, and of the purge, with what page images the last checkpoint makes them write.`,
    rows: [
      ...rows,
      { what: 'WAL to tell', perDelivery: wal / delivered, afterPurge: 0 },
      { what: 'WAL of the purge', perDelivery: 0, afterPurge: purgeWal / delivered },
    ],
  };
}

async function readOutbox(monitor: Pool): Promise<ReadonlyMap<string, number>> {
  await vacuumTables(monitor, 'attendance');
  const relations = await readRelations(monitor, 'attendance');
  const ofOutbox = relations.filter(({ name }) => /^(notification_jobs|deliveries)/.test(name));
  return new Map(ofOutbox.map(({ name, bytes }) => [name, bytes]));
}
