import { dropDatabase } from '../../world/copy-world.ts';
import { withPool } from '../../world/world.ts';
import type { Scenario } from '../scenario.ts';
import { withoutAutovacuum } from '../storage/wal-bytes.ts';
import { measureVariants } from './measure-variants.ts';
import { measureUses } from './uses.ts';
import { createYear } from './year.ts';

/**
 * Measures the cost of each index, column and write of a mark, and their use. The scenario takes minutes, so a quick
 * run includes it only on request.
 */
export const measureHotPath: Scenario = async (context) => {
  const { server, options } = context;
  if (options.quick && !options.only?.includes('hot-path')) {
    return { id: 'hot-path', title: 'What each part of a mark costs', how: 'Left out of a quick run.', rows: [] };
  }
  const year = await createYear(server.url, options.quick ? 20 : 200);
  const sections = await withPool(server.url, (monitor) =>
    withoutAutovacuum(monitor, async () => [await measureVariants(context, year), await measureUses(context, year)]),
  );
  await dropDatabase(server.url, year.name);
  return sections;
};
