import PQueue from 'p-queue';
import { CONNECTIONS } from './database.ts';

/**
 * Works through items, some at a time: as many as there are connections.
 * @throws what `work` throws first, once nothing runs any more; what has not begun by then never does
 */
export async function forEachBounded<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const queue = new PQueue({ concurrency: CONNECTIONS });
  try {
    await queue.addAll(items.map((item) => () => work(item)));
  } finally {
    queue.clear();
    await queue.onIdle();
  }
}
