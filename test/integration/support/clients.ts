import { createHost } from './host.ts';
import type { SchoolDatabase } from './school-database.ts';

/** Runs `work` on as many clients at once, each with a connection of its own, until all are done and disconnected. */
export async function withClients(
  database: SchoolDatabase,
  count: number,
  work: (attendance: ReturnType<typeof createHost>) => Promise<void>,
): Promise<void> {
  const pools = Array.from({ length: count }, () => database.openPool({ max: 1 }));
  await Promise.all(pools.map((pool) => work(createHost({ pool }))));
  await Promise.all(pools.map((pool) => pool.end()));
}
