import { copyWorld, dropDatabase } from '../../world/copy-world.ts';
import { withPool } from '../../world/world.ts';
import type { Scenario } from '../scenario.ts';
import { measureDeliveries } from './deliveries.ts';
import { measureDisk } from './disk.ts';
import { measureWal } from './wal.ts';
import { withoutAutovacuum } from './wal-bytes.ts';

const name = 'bench_storage';

/** Measures how much a mark and a delivery take on disk and in the WAL. */
export const measureStorage: Scenario = async (context) => {
  const { server } = context;
  const world = await copyWorld(server.url, context.world, name);
  const sections = await withPool(world.url, (monitor) =>
    withoutAutovacuum(monitor, async () => [
      await measureWal(context, world, monitor),
      await measureDisk(context, world, monitor),
      await measureDeliveries(context, world, monitor),
    ]),
  );
  await dropDatabase(server.url, name);
  return sections;
};
